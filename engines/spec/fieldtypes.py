"""Decides what a property holds by its name, and makes a field of it. Used by the structure rules and the completion."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from engines.kernel.spec import Field, FieldType, Origin
from engines.spec.english import English, identifier
from engines.spec.model import Attribute

_NUMERIC = (FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY)
_OPTIONAL = (FieldType.LONG_TEXT, FieldType.URL, FieldType.FILE, FieldType.IMAGE, FieldType.PHONE)
_PREFIXES = ("is_", "has_", "can_", "allows_", "accepts_", "needs_", "requires_")


def type_of(name: str, english: English) -> FieldType:
    """The type that a name means; text when nothing is known. The longest known ending wins, then the beginning."""
    if name.startswith(_PREFIXES):
        return FieldType.BOOLEAN
    if name.startswith(("number_of", "amount_of_people", "count_of", "no_of")):
        return FieldType.INTEGER
    words = name.split("_")
    while len(words) > 1 and words[-1] in _BEHIND and " ".join(words[-2:]) not in english.lexicon.types:
        words = words[:-1]
    if "of" in words[1:] and words[0] in ("time", "date", "day"):
        return type_of(words[0], english)
    if len(words) > 1 and (counted := _counted(words, english)):
        return counted
    if len(words) > 1 and (timed := _moment(words, english)):
        return timed
    if words[-1] in _BOUNDS and len(words) > 1:
        return FieldType.INTEGER if words[-2] in _SEVERAL or words[-2] in _PEOPLE else FieldType.NUMBER
    if words[-1] in _SEVERAL and " ".join(words) not in english.lexicon.types:
        return FieldType.INTEGER
    if "per" in words[1:]:
        head = type_of("_".join(words[: words.index("per", 1)]), english)
        return head if head is not FieldType.TEXT else FieldType.NUMBER
    for forms in (words, [english.singular(word) for word in words]):
        for start in range(len(forms)):
            found = english.lexicon.types.get(" ".join(forms[start:]))
            ends = start and found is FieldType.DATETIME and forms[start:] in (["end"], ["start"], ["begin"])
            planned = ends and forms[start:] != ["end"] and english.lexicon.grammar.is_participle(forms[0])
            if found and (not ends or planned):
                return found
    if len(words) > 1 and _is_said_of(words[-1], english) and not _is_truth("_".join(words[:-1]), english):
        return type_of("_".join(words[:-1]), english)
    if words[0] in _LIMITS and len(words) > 1:
        return FieldType.INTEGER
    if (
        words[0] == "total"
        and len(words) > 1
        and english.is_plural(words[-1])
        and english.lexicon.grammar.is_plural(words[-1])
    ):
        return english.lexicon.units.get(words[-1], FieldType.INTEGER)
    if words[-1] in english.lexicon.units and english.is_plural(words[-1]):
        return english.lexicon.units[words[-1]]
    if words[-1] in _HAPPENS:
        return _HAPPENS[words[-1]]
    if len(words) == 1 and _is_truth(name, english):
        return FieldType.BOOLEAN
    if words[-1] in ("start", "end", "starts", "ends", "begin", "begins"):
        return FieldType.DATETIME if words[0] in _WITHIN_DAY else FieldType.DATE
    if words[-1] in ("at", "time"):
        return FieldType.DATETIME
    if words[-1] in ("on", "date"):
        return FieldType.DATE
    if words[0] in ("price", "cost", "fee", "salary", "rent") or "price" in words:
        return FieldType.MONEY
    return FieldType.TEXT


def may_be_things(name: str) -> bool:
    """Whether a count ('cars', 'parcels') could as well be things of their own, so that it proves nothing."""
    return name in _SEVERAL


def _moment(words: list[str], english: English) -> FieldType | None:
    """'amount due' and 'total paid' are amounts; 'last checked' is a date."""
    if words[0] == "due":
        return FieldType.DATE
    if words[-1] in ("from", "to", "until", "start", "end") and words[-2] in ("time", "hour", "window"):
        return FieldType.TIME
    if words[0] in ("last", "next") and _is_said_of(words[1], english) and len(words) == 2:
        return FieldType.DATE
    if words[-1] in ("due", "paid", "received", "left") and words[-2] in _SUMS:
        return type_of("_".join(words[:-1]), english)
    return None


_HAPPENS = {
    **dict.fromkeys(("expires", "lapses", "matures", "founded", "joined", "hatched"), FieldType.DATE),
    **dict.fromkeys(("came", "went", "leaves", "arrives", "departs", "returns", "lands"), FieldType.DATETIME),
}
_PEOPLE = frozenset(
    {
        "persons",
        "people",
        "guests",
        "members",
        "participants",
        "players",
        "walkers",
        "visitors",
        "children",
        "adults",
        "seats",
        "places",
    }
)
_BOUNDS = frozenset({"minimum", "maximum", "min", "max"})
_SEVERAL = frozenset(
    {"cars", "rows", "columns", "batches", "spaces", "units", "parcels", "bottles", "crates", "pallets", "boxes", "bags", "trucks", "lorries", "bikes", "bicycles", "vehicles",
     "animals", "pupils", "students", "employees", "sessions", "spots", "berths", "pitches", "tents", "chairs", "containers", "slots", "lanes", "outlets", "sockets", "towels",
     "keys", "runs", "bins", "cups", "jars", "eggs", "trees", "plants", "packs", "packages", "rolls", "sheets", "loaves", "trays", "barrels", "buckets", "horses", "cows", "hens"}
)  # fmt: skip
_BEHIND = frozenset(
    {"before", "after", "afterwards", "beforehand", "today", "now", "overall", "altogether", "front", "back"}
)
_WITHIN_DAY = frozenset(
    {"slot", "shift", "lesson", "session", "meeting", "appointment", "event", "booking", "class", "rehearsal", "visit", "show", "screening", "concert", "window", "game", "match"}
)  # fmt: skip
_TOLD = frozenset(
    {"languages", "skills", "tools", "materials", "documents", "ingredients", "topics", "dishes", "services", "instruments", "subjects", "products", "items", "details", "contents",
     "colours", "colors", "works", "hobbies", "allergies", "lessons", "decisions", "measures", "steps", "actions", "findings", "results", "goals", "problems", "wishes",
     "ideas", "conclusions", "recommendations", "changes", "symptoms", "defects", "conditions", "agreements", "observations", "treatments", "medications", "medicines", "reasons", "repairs"}
)  # fmt: skip
_NAMING = frozenset(
    {"allowed", "needed", "required", "used", "spoken", "taught", "covered", "known", "wanted", "offered", "preferred", "mastered", "liked", "owned"}
)  # fmt: skip


def _counted(words: list[str], english: English) -> FieldType | None:
    """'cars on board', 'seeds sown', 'sessions left' are counts; 'the date paid' is a date, 'work done' a text."""
    first, second, last = words[0], words[1], words[-1]
    if " ".join(words) in english.lexicon.types:
        return None
    if len(words) > 2 and last in ("out", "in", "back", "off", "up") and _is_said_of(words[-2], english):
        words, last = words[:-1], words[-2]
    done = last in ("left", "done", "allowed") or _is_said_of(last, english)
    placed = second in ("in", "on", "at", "aboard") and len(words) > 2
    if not done and not placed:
        return None
    head = first if placed else "_".join(words[:-1])
    kind = type_of(head, english)
    kind = english.lexicon.units.get(first, kind) if kind is FieldType.TEXT else kind
    if done and words[-2] in ("work", "job", "task", "exercise") and last in ("done", "performed", "carried"):
        return FieldType.LONG_TEXT
    valued = kind in (FieldType.DATE, FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY)
    if done and valued and words[-2] != "deposit":
        return kind
    noun = head.split("_")[-1]
    several = english.is_plural(noun) and english.lexicon.grammar.is_plural(noun) and noun not in _TOLD
    told = noun in english.lexicon.types or english.singular(noun) in english.lexicon.types
    if placed:
        return (
            (kind if valued else None if told else FieldType.INTEGER)
            if several or first in english.lexicon.units
            else None
        )
    return FieldType.INTEGER if several and kind is FieldType.TEXT and last not in _NAMING else None


def _is_truth(word: str, english: English) -> bool:
    """'broken', 'organic', 'discontinued': what can only be said of a thing holds or does not."""
    if not word.isalpha():
        return False
    classes = english.lexicon.grammar.classes(word)
    said = classes and classes <= {"adj", "verb", "adv"} and not word.endswith(("ly", "ing"))
    return (
        bool(said)
        and ("adj" in classes or english.lexicon.grammar.is_participle(word))
        and word not in english.lexicon.grammar.closed
    )


_SUMS = frozenset({"amount", "total", "sum", "balance", "price", "cost", "quantity", "number", "hours", "fine"})
_LIMITS = ("max", "maximum", "maximal", "min", "minimum", "minimal", "most", "fewest", "least")


def _is_said_of(word: str, english: English) -> bool:
    """'received', 'sold', 'spent' or 'due' behind a noun says when or whether: the noun tells the type."""
    grammar = english.lexicon.grammar
    plain = word.endswith(("ed", "en", "ght", "id", "ld")) or "noun" not in grammar.classes(word)
    return word in ("due", "left") or (plain and grammar.is_participle(word))


def to_field(attribute: Attribute, sentence: int, english: English) -> Field:
    """The field of an attribute; what is not said is decided by its type and name."""
    kind = attribute.type or type_of(attribute.name, english)
    if attribute.unique and kind in (FieldType.FILE, FieldType.IMAGE) and not attribute.type:
        kind = FieldType.TEXT
    last = attribute.name.split("_")[-1]
    if not attribute.type and not attribute.plural and kind in (FieldType.INTEGER, FieldType.NUMBER):
        whole = attribute.name.startswith(("number_of", "max", "min", "total", "no_of")) or "_per_" in attribute.name
        if last in english.lexicon.countable and not whole:
            kind = FieldType.TEXT
    if attribute.choices:
        kind = FieldType.ENUM
    if attribute.unit and kind is FieldType.TEXT:
        kind = FieldType.NUMBER
    if attribute.pattern or attribute.min_length:
        kind = FieldType.TEXT
    if kind is FieldType.TEXT and (attribute.minimum is not None or attribute.maximum is not None):
        kind = FieldType.INTEGER
    last = english.singular(attribute.name.split("_")[-1])
    field = Field(
        name=identifier(attribute.name),
        type=kind,
        required=_required(attribute, kind),
        unique=attribute.unique,
        default=attribute.default,
        min_length=attribute.min_length if kind is FieldType.TEXT else None,
        max_length=attribute.max_length if kind in (FieldType.TEXT, FieldType.LONG_TEXT) else None,
        pattern=attribute.pattern if kind is FieldType.TEXT else "",
        choices=attribute.choices,
        unit=attribute.unit if kind in _NUMERIC and kind is not FieldType.MONEY else "",
        origin=Origin(sentences=(sentence,)),
    )
    return _bounded(field, attribute, last, english)


def _bounded(field: Field, attribute: Attribute, last: str, english: English) -> Field:
    if field.type is FieldType.BOOLEAN and field.default is None:
        return replace(field, default=False)
    if field.type not in _NUMERIC:
        return field
    low, high = attribute.minimum, attribute.maximum
    if last in english.lexicon.ranges and low is None and high is None and field.type is not FieldType.MONEY:
        low, high = english.lexicon.ranges[last]
        if isinstance(field.default, int | float) and not low <= field.default <= high:
            low, high = None, None
    if low is not None and field.type is FieldType.INTEGER:
        low = float(ceil(low))
    if low is None and high is None and last in english.lexicon.at_least_one:
        low = 1
    if low is None and (field.type is FieldType.MONEY or last in english.lexicon.at_least_zero):
        low = 0
    return replace(field, minimum=low, maximum=high)


def _required(attribute: Attribute, kind: FieldType) -> bool:
    if attribute.required is not None:
        return attribute.required
    if kind is FieldType.BOOLEAN:
        return False
    closing = attribute.name.removesuffix("_at") if attribute.name.endswith("_at") else ""
    return kind not in _OPTIONAL and not (closing and kind is FieldType.DATETIME and closing in _CLOSING)


_CLOSING = frozenset({"returned", "ended", "closed", "completed", "finished", "resolved", "paid", "delivered"})
