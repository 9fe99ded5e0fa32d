"""Reads what stands only once, by what a passage mentions: a value and that it is single, or several things and 'twice'. Used by passages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engines.kernel.spec import Entity, Field, FieldType, UniqueTogether
from engines.spec.conditions import alive_condition
from engines.spec.model import Content, FieldClaim, RuleClaim
from engines.spec.rules.reach import anybody, gerund_event, joins, reached
from engines.spec.rules.told import DATES, Told
from engines.spec.rules.values import Spot

_AGAIN = frozenset(
    {
        ("more", "than", "once"), ("more", "than", "one"), ("more", "than", "a", "single"), ("second", "time"), ("two", "times"), ("one", "and", "the", "same"), ("several", "times"),
        ("repeatedly",), ("again",), ("twice",), ("another",), ("second",), ("same",), ("identical",), ("alike",), ("two",), ("duplicate*",), ("duplicates",), ("repeat*",), ("recur*",),
        ("reuse*",), ("already",), ("share*",), ("no", "other"), ("nobody", "else"), ("double",), ("coincide*",),
    }
)  # fmt: skip
_SINGLE = frozenset(
    {
        ("one", "of", "a", "kind"), ("a", "single", "time"), ("one", "time"), ("single", "time"), ("just", "the", "once"), ("once",), ("unique",), ("uniquely",), ("unambiguous",),
        ("distinct",), ("exactly", "one"), ("only", "one"), ("only", "a", "single"), ("only", "ever", "one"), ("at", "most", "one"), ("at", "most", "a", "single"), ("just", "one"), ("tell*", "apart"), ("told", "apart"), ("apart",), ("distinguish*",), ("identify*",), ("no", "more", "than", "one"),
        ("not", "more", "than", "one"), ("a", "single"), ("one", "single"), ("one", "only"), ("only", "once"), ("of", "its", "own"), ("of", "his", "own"), ("of", "their", "own"), ("of", "her", "own"), ("one",),
    }
)  # fmt: skip
_ONE = frozenset({"one", "single"})
_AFTER_ONCE = frozenset(
    {
        "i", "we", "you", "it", "they", "he", "she", "the", "a", "an", "all", "its", "their", "this", "that", "these", "every", "some", "his",
        "her", "has", "is", "are", "was",
    }
)  # fmt: skip
_INSTANTS = frozenset(
    {
        ("same", "time"),
        ("same", "moment"),
        ("same", "page"),
        ("same", "screen"),
        ("same", "way"),
        ("same", "as"),
    }
)
_PEOPLE = frozenset({"person", "people", "man", "woman", "human", "individual"})
_WINDOWS = frozenset({"week", "month", "year", "quarter", "hour", "weekly", "monthly", "yearly"})
_PER = frozenset(
    {
        "per", "each", "every", "any", "for", "under", "within", "in", "on", "to", "by", "of", "from", "same", "given",
    }
)  # fmt: skip
_CHANGES = frozenset(
    {
        "change", "edit", "delete", "alter", "modify", "open", "reopen", "remove", "update", "cancel", "move", "touch",
    }
)  # fmt: skip
_KEYS = frozenset(
    {
        FieldType.TEXT,
        FieldType.EMAIL,
        FieldType.PHONE,
        FieldType.URL,
        FieldType.INTEGER,
        FieldType.DATE,
        FieldType.DATETIME,
        FieldType.TIME,
        FieldType.ENUM,
    }
)
_NAMES = frozenset({FieldType.TEXT, FieldType.EMAIL, FieldType.PHONE, FieldType.URL, FieldType.INTEGER})
_SURE, _MOST, _BARE, _LISTED = 0.65, 4, 2, 2
_DAYS = frozenset({"date", "day", "night", "time", "moment", "morning", "evening", "slot", "hour"})


@dataclass(frozen=True, kw_only=True)
class _Cue:
    """Words `at` up to `end` that say that something stands once; `counted`: what follows is counted by it."""

    at: int
    end: int
    counted: bool


def read_once(told: Told) -> list[Content]:
    """The values and combinations of a passage that may not be there twice."""
    if told.passage.has(0, len(told.words), ("overlap", "overlapping", *_WINDOWS)):
        return []
    for cue in _cues(told):
        for entity in _candidates(told):
            if found := list(_read(entity, cue, told)):
                return found
    return []


def _cues(told: Told) -> Iterator[_Cue]:
    """What says that something is single, and what forbids that it is there again."""
    singles, agains = told.passage.places(_SINGLE), told.passage.places(_AGAIN)
    end = 0
    for at in sorted(singles.keys() | agains.keys()):
        single = singles.get(at, 0)
        again = 0 if single else agains[at]
        if at < end or _about_others(at, told) or at in told.exact or told.tells(at):
            continue
        end = at + (single or again)
        holds = told.verdicts.of(at).holds
        if single and not _joins(at, told) and (holds > 0 or told.words[at] in ("no", "not")):
            yield _Cue(at=at, end=end, counted=bool(_ONE & set(told.words[at:end])))
        elif again and (holds < 0 or told.words[at] in ("no", "nobody")):
            yield _Cue(
                at=at,
                end=end,
                counted=told.words[at] in ("another", "second", "two") and "time" not in told.words[at + 1 : at + 2],
            )


def _about_others(at: int, told: Told) -> bool:
    """'At the same time', 'the same person': rules of another kind."""
    ahead = told.words[at + 1 : at + 3]
    return told.passage.phrase(at, _INSTANTS) > 0 or bool(_PEOPLE & set(ahead))


def _joins(at: int, told: Told) -> bool:
    """'Once it is paid', 'one can see': no number of times."""
    after = told.words[at + 1] if at + 1 < len(told.words) else ""
    if told.words[at] == "once":
        return after in _AFTER_ONCE or at == 0
    if told.words[at] == "apart" or "only" in told.words[at + 1 : at + 4]:
        return after in ("from", "only")
    if _loose(at, told):
        return False
    bare = told.words[at] in ("one", "a") and told.passage.phrase(at, _SINGLE) <= _BARE
    ahead = told.words[at : at + 8]
    return bare and "time" not in ahead[:3] and not {"per", "each", "every", "same", "any"} & set(ahead)


def _loose(at: int, told: Told) -> bool:
    """'A judge gives each dish a single score': counted for each, though the each stands before."""
    start, _ = told.passage.part(at)
    return told.words[at : at + 2] == ("a", "single") and told.passage.has(start, at, ("each", "every"))


def _candidates(told: Told) -> list[Entity]:
    """The kinds of records that may be limited, the likeliest first."""

    def rank(name: str) -> float:
        sure = sum(s.surety**2 for s in told.links.get(name, ()))
        return 2.0 * (name in told.named) + 2.0 * (name in told.said.events) + 1.0 * (name == told.topic) + sure

    about = {*told.named, *told.said.events, told.topic, gerund_event(" ".join(told.words), told.context)}
    whole = [name for name, spots in told.links.items() if any(s.surety == 1.0 for s in spots)]
    names = [name for name, spots in told.links.items() if name in about or len(spots) > 1 or whole == [name]]
    if not about.intersection(whole) and anybody(" ".join(told.words)):
        joining = [n for n in whole if (e := told.context.entity(n)) and joins(e, told.context)]
        names += joining if len(joining) == 1 else []
    return [e for name in sorted(names, key=lambda n: -rank(n)) if (e := told.context.entity(name))]


def _read(entity: Entity, cue: _Cue, told: Told) -> Iterator[Content]:
    fields = {f.name: f for f in entity.fields}
    spots = [
        s for s in _near(entity, cue, told) if s.surety >= _SURE and len(s.names) == 1 and not s.start <= cue.at < s.end
    ]
    start, end = told.passage.part(cue.at)
    spots = [s for s in spots if s.name not in fields or _is_key(fields[s.name], s, told)]
    said = " ".join(told.words[start:end])
    if cue.counted:
        counted = [s for s in spots if cue.end <= s.start <= cue.end + 1]
        counted = [s for s in counted if s.name not in fields or fields[s.name].type is FieldType.ENUM]
        spots = [s for s in spots if s not in counted]
        if counted and not any(s.name in fields for s in spots):
            return
    names = tuple(dict.fromkeys(s.name for s in spots))
    if len(names) < _BARE and cue.counted and _loose(cue.at, told):
        return
    if told.words[cue.at] == "again" and len(names) > 1:
        return
    if len(names) == 1 and not cue.counted and names[0] not in fields:
        names = reached(said, entity, names, told.context)
    if told.words[cue.at] == "same" and not any(cue.end <= s.start <= cue.end + _BARE for s in spots):
        return
    naming = [n for n in names if n in fields and _names(fields[n], told)]
    if sum(n not in fields for n in names) > 1:
        names = tuple(n for n in names if n in naming or n not in fields or fields[n].type is not FieldType.INTEGER)
    about = entity.name in (*told.named, *told.said.events, gerund_event(said, told.context), told.topic)
    if len(names) == 1 and naming and (about or spots[0].surety == 1.0):
        if not told.passage.has(start, end, _CHANGES):
            yield FieldClaim(entity=entity.name, field=replace(fields[names[0]], unique=True, origin=told.origin))
    elif 1 < len(names) <= _MOST and (about or _tied(entity, names)):
        if naming == list(names) and not _together(spots, told):
            yield from (
                FieldClaim(entity=entity.name, field=replace(fields[n], unique=True, origin=told.origin)) for n in names
            )
        elif _tied(entity, names) or _together(spots, told):
            where = alive_condition(entity, told.context)
            if names := reached(said, entity, names, told.context):
                yield RuleClaim(rule=UniqueTogether(entity=entity.name, fields=names, where=where, origin=told.origin))
    elif len(names) == 1 and cue.counted and entity.name in told.named and not naming and _per(spots[0], told):
        where = alive_condition(entity, told.context)
        if names := reached(said, entity, names, told.context):
            yield RuleClaim(rule=UniqueTogether(entity=entity.name, fields=names, where=where, origin=told.origin))


def _near(entity: Entity, cue: _Cue, told: Told) -> tuple[Spot, ...]:
    """What is spoken of around the cue: in a listing only the item that it is said of, else all of its part."""
    start, end = told.passage.part(cue.at)
    inside = told.passage.brackets[cue.at]
    spots = tuple(s for s in told.links[entity.name] if start <= s.start < end)
    open_ = [told.words[n] for n in range(start, end) if not told.passage.brackets[n]]
    listing = open_.count(",") > _LISTED
    if not listing and not inside:
        return tuple(s for s in spots if not told.passage.brackets[s.start])
    marks = [n for n in range(start, end) if told.words[n] in (",", "(", ")", ":", "[", "]")]
    first = max((n for n in marks if n < cue.at), default=start)
    last = min((n for n in marks if n > cue.at), default=end)
    own = tuple(s for s in spots if first <= s.start < last)
    before = [s for s in spots if s.end <= cue.at]
    return own or tuple(before[-1:])


def _is_key(field: Field, spot: Spot, told: Told) -> bool:
    """Whether records may be told apart by a value; a date must be named as one, for verbs sound like it: 'given'."""
    named = field.name == "_".join(told.words[spot.start : spot.end]) or told.passage.has(spot.start, spot.end, _DAYS)
    return field.type in _KEYS and (named or field.type not in DATES)


def _names(field: Field, told: Told) -> bool:
    """Whether a value can stand for its record."""
    last = field.name.split("_")[-1]
    return field.type is FieldType.EMAIL or (
        field.type in _NAMES and last in told.context.english.lexicon.values.naming
    )


def _tied(entity: Entity, names: tuple[str, ...]) -> bool:
    """Whether one of them is something that the record refers to."""
    return any(relation.name in names for relation in entity.relations)


def _together(spots: list[Spot], told: Told) -> bool:
    """'The combination of', 'per', 'same row and chair'."""
    words = told.words[max(0, spots[0].start - 3) : spots[-1].end + 3]
    return bool({"combination", "together", "pair", "per", "within", "same", "identical", "each", "every"} & set(words))


def _per(spot: Spot, told: Told) -> bool:
    """'Per order', 'for each order': what is held once is named behind a word that groups."""
    goes_on = told.words[spot.end : spot.end + 1] == ("and",)
    return not goes_on and bool(_PER & set(told.words[max(0, spot.start - 2) : spot.start]))
