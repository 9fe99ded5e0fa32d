"""Rules are read from what a clause speaks of, however it is put; and not from what only sounds alike."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Entity, Field, FieldType, Lifecycle, Relation
from engines.spec.context import Context
from engines.spec.english import English
from engines.spec.lexicon_files import load_lexicon
from engines.spec.model import RuleClaim, Statement
from engines.spec.rules.asides import asides
from engines.spec.rules.exclusive import read_exclusive
from engines.spec.rules.gating import read_gate
from engines.spec.rules.passages import read_passages
from engines.spec.rules.related import read_related


def field(name: str, kind: FieldType = FieldType.TEXT) -> Field:
    return Field(name=name, type=kind)


def refers(name: str, target: str = "") -> Relation:
    return Relation(name=name, target=target or name, children=f"{name}s")


ROOM = Entity(name="room", plural="rooms", fields=(field("name"), field("seats", FieldType.INTEGER)))
GUIDE = Entity(name="guide", plural="guides", fields=(field("name"),))
COURSE = Entity(
    name="course",
    plural="courses",
    fields=(field("title"), field("opening_date", FieldType.DATE), field("closing_date", FieldType.DATE)),
    lifecycle=Lifecycle(states=("draft", "published", "closed", "on_hold"), initial="draft"),
)
STUDENT = Entity(name="student", plural="students", fields=(field("name"),))
ENROLMENT = Entity(
    name="enrolment", plural="enrolments", fields=(field("made_on", FieldType.DATE),),
    relations=(refers("student"), refers("course")),
)  # fmt: skip
BOOKING = Entity(
    name="booking",
    plural="bookings",
    fields=(
        field("start", FieldType.DATETIME),
        field("end", FieldType.DATETIME),
        field("people", FieldType.INTEGER),
        field("note"),
    ),
    relations=(refers("room"), refers("guide")),
)
PARCEL = Entity(
    name="parcel", plural="parcels", fields=(field("weight", FieldType.NUMBER),),
    relations=(refers("sender", "depot"), refers("recipient", "depot")),
)  # fmt: skip
DEPOT = Entity(name="depot", plural="depots", fields=(field("city"),))
ENTITIES = (ROOM, GUIDE, COURSE, STUDENT, ENROLMENT, BOOKING, PARCEL, DEPOT)
CONTEXT = Context(
    english=English(load_lexicon()),
    names=tuple(entity.name for entity in ENTITIES),
    roles=("student",),
    entities=ENTITIES,
)


def said(clause: str, last: str = "") -> list[str]:
    """What the readers make of a clause, in short."""
    text = clause.lower()
    found = [
        *read_exclusive(clause, 1, CONTEXT, last, text),
        *read_gate(clause, 1, CONTEXT, last, text),
        *read_related(clause, 1, CONTEXT, last, named=True),
        *(claim.content for claim in read_passages([Statement(number=1, text=clause)], {1: last}, CONTEXT)),
    ]
    return [_short(content) for content in found if isinstance(content, RuleClaim)]


def _short(claim: RuleClaim) -> str:
    values = [value for name, value in vars(claim.rule).items() if name != "origin" and value not in ("", (), True)]
    return " ".join([type(claim.rule).__name__, *(str(value) for value in values)])


@pytest.mark.parametrize(
    ("clause", "rule"),
    [
        ("No two bookings of a room at the same time", "NoOverlap booking ('room',) start end"),
        ("A guide can't lead two bookings at once", "NoOverlap booking ('guide',) start end"),
        ("Bookings of one room must never overlap", "NoOverlap booking ('room',) start end"),
        ("a room cant be booked twice for the same hours", "NoOverlap booking ('room',) start end"),
        ("A student may enrol in a course only once", "UniqueTogether enrolment ('student', 'course')"),
        ("The same student can't enrol twice in the same course", "UniqueTogether enrolment ('student', 'course')"),
        ("One enrolment per student and course", "UniqueTogether enrolment ('student', 'course')"),
        ("at most one enrolment for each student per course", "UniqueTogether enrolment ('student', 'course')"),
        ("Sender and recipient must differ", "FieldsDiffer parcel ('sender', 'recipient')"),
        ("a depot can't send a parcel to itself", "FieldsDiffer parcel ('sender', 'recipient')"),
        ("the recipient of a parcel is never the same depot as the sender", "FieldsDiffer parcel ('recipient', 'sender')"),
        ("Closed courses take no enrolments", "RelatedState enrolment course status != 'closed'"),
        ("No enrolments for a course that is on hold", "RelatedState enrolment course status != 'on_hold'"),
        ("Students can enrol only in published courses", "RelatedState enrolment course status == 'published'"),
        ("Once a course is closed, no enrolments can be added", "RelatedState enrolment course status != 'closed'"),
        ("The closing date must be later than the opening date", "FieldOrder course opening_date closing_date"),
        ("A course can't close before it opens", "FieldOrder course opening_date closing_date False"),
        ("The closing date shall not precede the opening date", "FieldOrder course opening_date closing_date False"),
        ("The end of a booking is after its start", "FieldOrder booking start end"),
        ("end > start", "FieldOrder booking start end"),
        ("No more people than the room has seats", "RelatedBound booking people room seats False"),
        ("the people of a booking must not exceed the seats of the room", "RelatedBound booking people room seats False"),
    ],
)  # fmt: skip
def test_a_rule_is_read(clause: str, rule: str) -> None:
    found = said(clause, "booking")
    assert (found[0] if found else "") == rule


@pytest.mark.parametrize(
    "clause",
    [
        "Students see only their own enrolments",
        "A booking has a start, an end and a note",
        "Send a reminder before the closing date",
        "Rooms are sorted by name",
        "Every guide has one note",
        "I want to see at once how many students there are",
        "A course belongs to a room once I have found one for it",
        "One booking per room and price list",
        "Courses can be cancelled until 24 hours before they begin",
        "No two parcels are the same",
        "A room is for one guide in one booking",
    ],
)
def test_what_only_sounds_like_a_rule_is_none(clause: str) -> None:
    assert said(clause) == []


def test_notes_are_clauses_of_their_own() -> None:
    bullet = Statement(
        number=1, text="gigs: doors, begins (after doors), two bands, which must not be the same", kind="bullet"
    )
    assert {"begins after doors", "two bands must not be the same"} <= set(asides(bullet))
    assert asides(Statement(number=3, text="A room has a name (in German) and a floor", kind="prose")) == ()
    clause = Statement(number=4, text="Repairs that are picked up can't be changed", kind="prose")
    assert asides(clause) == ()
