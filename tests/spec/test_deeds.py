"""What people do to things leaves them in a state, and whose state it is shows in the sentence."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Entity
from engines.spec import read_brief


def things(text: str) -> dict[str, Entity]:
    """The entities of a brief by their names."""
    return {entity.name: entity for entity in read_brief(text).spec.entities}


def steps(text: str, thing: str) -> set[str]:
    """The steps of a thing's life as 'from>to'."""
    life = things(text)[thing].lifecycle
    return {f"{step.source}>{step.target}" for step in life.transitions} if life else set()


@pytest.mark.parametrize(
    ("thing", "text", "told"),
    [
        (
            "parcel",
            "A parcel has a weight. A parcel is announced, and the driver then collects or refuses it.",
            {"announced>collected", "announced>refused"},
        ),
        (
            "ticket",
            "A ticket has a subject. A ticket is new. The agent answers it, then closes it.",
            {"new>answered", "answered>closed"},
        ),
        (
            "sample",
            "A sample has a code. As a technician I want to take a sample from registered to analysed, and as a head I want to "
            "release an analysed sample or reject it.",
            {"registered>analysed", "analysed>released", "analysed>rejected"},
        ),
        (
            "booking",
            "A booking has a date. Guests can pay a booking, or cancel it as long as it is not paid.",
            {"open>paid", "open>cancelled"},
        ),
        (
            "visit",
            "A visit has a date. Somebody asks for a visit (requested), the nurse fixes the day (scheduled), and when she has "
            "been there it is done.",
            {"requested>scheduled", "scheduled>done"},
        ),
        ("bike", "A bike has a colour. A bike is free, and when somebody takes it it is rented.", {"free>rented"}),
        (
            "repair",
            "A repair has a cost. The repair goes from accepted over in work to finished.",
            {"accepted>in_work", "in_work>finished"},
        ),
        (
            "pairing",
            "A pairing has a start date. As a mentee I want to see that my pairing goes from proposed to active, and at the "
            "end of the year to ended.",
            {"proposed>active", "active>ended"},
        ),
        (
            "article",
            "An article has a title. An article is submitted, then it is in editing, and when the issue comes out it is published.",
            {"submitted>in_editing", "in_editing>published"},
        ),
        (
            "proposal",
            "A proposal has a title. At first a proposal is a draft. Once submitted it goes in review, and from there it ends up "
            "funded or rejected.",
            {"submitted>in_review", "in_review>funded", "in_review>rejected"},
        ),
        (
            "meeting",
            "A meeting has a place. A meeting is planned, then convened, and after it has taken place held; a planned or convened "
            "meeting may be cancelled.",
            {"convened>held", "planned>cancelled", "convened>cancelled"},
        ),
        (
            "bill",
            "A bill has a number. Bill status: draft, issued, paid. Only draft bills can be changed, an issued one only cancelled.",
            {"draft>issued", "issued>paid", "issued>cancelled"},
        ),
        (
            "order",
            "The orders (number, date) have three stages: in the first they are collected, in the second packed, in the third on "
            "the road.",
            {"collected>packed", "packed>on_the_road"},
        ),
        (
            "claim",
            "A claim has a title. A claim is draft, submitted or paid. Paid claims are frozen, no changes any more.",
            {"draft>submitted", "submitted>paid"},
        ),
    ],
)
def test_deeds_are_steps(thing: str, text: str, told: set[str]) -> None:
    assert told <= steps(text, thing)


@pytest.mark.parametrize(
    "text",
    [
        "Jumping from draft straight to paid is not possible. An invoice is draft, sent and paid.",
        "An invoice is draft, sent or paid. Nobody may skip from draft to paid.",
        "An invoice is draft, then sent, then paid. Draft directly to paid: impossible.",
        "An invoice is draft, then sent, then paid; going from draft straight to paid is out of the question.",
    ],
)
def test_a_barred_step_is_no_step(text: str) -> None:
    found = steps("An invoice has a number. " + text, "invoice")
    assert found == {"draft>sent", "sent>paid"}


@pytest.mark.parametrize(
    "text",
    [
        "A room has a number. Guests see free rooms and may search them.",
        "A recipe has a title. Members read recipes, print them and export them.",
        "A photo has a title. People upload photos and view them as a slideshow.",
    ],
)
def test_looking_at_things_leaves_them_as_they_are(text: str) -> None:
    assert all(entity.lifecycle is None for entity in things(text).values())


@pytest.mark.parametrize(
    ("thing", "text", "states"),
    [
        ("container", "Status of a container is one of: empty, in transit, at the customer.", "empty in_transit at_the_customer"),
        ("task", "A task has a title. Tasks: todo/doing/done, only done ones can be archived.", "todo doing done archived"),
        ("booking", "A booking has a day. A booking is confirmed; it ends as left or no show.", "confirmed left no_show"),
        ("vehicle", "A vehicle has a plate. Vehicles are in service or out of service.", "in_service out_of_service"),
        ("report", "A report has a title. Reports, which we read before they go out: new, published or hidden.", "new published hidden"),
        ("claim", "A claim has a sum. Claims are open, settled or paid. Paid claims are frozen, no changes any more.", "open settled paid"),
    ],
)  # fmt: skip
def test_states_are_named_in_many_ways(thing: str, text: str, states: str) -> None:
    life = things(text)[thing].lifecycle
    assert life is not None
    assert set(life.states) == set(states.split())


@pytest.mark.parametrize(
    ("thing", "text", "told", "denied"),
    [
        (
            "trip",
            "A trip has a start. A trip has the status reserved, running, finished or cancelled; it starts as reserved. Only "
            "reserved trips can be cancelled.",
            {"reserved>running", "running>finished", "reserved>cancelled"},
            {"running>cancelled"},
        ),
        (
            "order",
            "An order has a date. Orders are new, confirmed, baking, then ready, or cancelled. An order can be cancelled before "
            "baking starts.",
            {"new>cancelled", "confirmed>cancelled"},
            {"baking>cancelled", "ready>cancelled"},
        ),
        (
            "return",
            "A return has a reason. A return item has a photo. A return is requested, then approved, then received. As a "
            "customer I want to see only my own returns and cancel one as long as it has not been received.",
            {"requested>cancelled", "approved>cancelled"},
            {"received>cancelled"},
        ),
        (
            "examination",
            "An examination has a date. An examination is in preparation until it is released, is thereupon held, and finally "
            "closed.",
            {"in_preparation>released", "released>held", "held>closed"},
            {"in_preparation>held", "held>released"},
        ),
        (
            "submission",
            "A submission has a title. How a submission travels: received > in screening > shortlisted or turned down; from "
            "shortlisted it may become selected.",
            {"received>in_screening", "in_screening>turned_down", "shortlisted>selected"},
            {"received>selected"},
        ),
        (
            "claim",
            "A claim has a title. A claim is a draft, then submitted, then approved, and an approved one may go back to draft.",
            {"draft>submitted", "submitted>approved", "approved>draft"},
            {"draft>approved"},
        ),
    ],
)
def test_steps_are_bounded(thing: str, text: str, told: set[str], denied: set[str]) -> None:
    found = steps(text, thing)
    assert told <= found
    assert not denied & found


def test_a_thing_in_a_state_is_no_thing_of_its_own() -> None:
    told = things("A cleaning has a date and a priority. As a supervisor I inspect a done cleaning: it has a remark.")
    assert "done_cleaning" not in told
