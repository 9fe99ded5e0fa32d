"""In which order a list stands: as its text says, and as its parameters ask for."""

from __future__ import annotations

import json
import re

from engines.spec.interface.doing.described import begins
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.lines import price_of
from engines.spec.interface.model import Call, Parameter, Schema, snake
from engines.spec.interface.schemas import properties, types
from engines.spec.interface.showing import derived_term
from engines.spec.patterns import pattern

_PRICED = pattern(r"\b(cheapest|dearest|priciest|most expensive|least expensive) (?:ones? )?first\b")
_NEWEST = pattern(
    r"\b(?:newest|latest|most recent(?:ly)?(?! used)|last (?:changed|updated|modified)|recent(?:ly)?|descending|reverse chronological)\b"
)
_OLDEST = pattern(r"\b(?:oldest|chronological|in order of creation|ascending|as they came|in the order)\b")
_BY = pattern(r"\b(?:by|alphabetical by|sorted by|ordered by|order by)\s+(?:the\s+|their\s+)?([a-z_]+)(?: first)?\b")
_MOST = pattern(r"\b(?:most|highest|best|top)[ -]([a-z]+)(?: ([a-z]+))?")
_NEXT = pattern(r"\b(?:soonest|next (?:one )?first|earliest|nearest)\b")
_BY_TIME = pattern(r"\bby (?:the )?(?:time|date|day|moment|when)\b[^.,;]*")
_ALPHABETICAL = pattern(r"\balphabetical(?:ly)?\b")
_DOWN = pattern(r"\b(?:highest|most|best|largest|biggest|greatest|top|descending|newest|latest|longest)\b")
_LATE = ("newest", "latest", "recent", "new")
_EARLY = ("oldest", "old")
_BEST = ("popular", "popularity", "top", "best", "hot", "trending", "most_popular", "likes", "favorites", "votes", "score", "rating",
         "top_rated", "highest_rated", "most_liked", "most_voted", "ranking", "relevance")  # fmt: skip
_QUERY = re.compile(r"\b(?:count|total|average)\([^()]*\)")
_SIGNED = re.compile(r"^([+-]?)(\w+?)(?:[_:\- ](asc|desc|ascending|descending))?$", re.IGNORECASE)


def asked_order(parameter: Parameter, draft: Draft, call: Call, study: Study) -> str:
    """The order that each value of a parameter stands for, as a term; empty where one of them means nothing known."""
    choices = [str(value) for value in parameter.schema.get("enum", ()) if value is not None]
    direction = next((p for p in call.among("query") if wanted_direction(p, call, study)), None)
    found: dict[str, str] = {}
    for choice in choices or _told(parameter, draft):
        if not (column := _meant(choice, draft, study)):
            return ""
        if direction is None:
            found[choice] = column
            continue
        for way in direction.schema.get("enum", ()):
            down = str(way).lower().startswith("desc")
            found[f"{choice} {way}"] = f"-{column.removeprefix('-')}" if down else column.removeprefix("-")
    if not found:
        return ""
    key = parameter.term
    if direction is not None:
        first = next((way for way in direction.schema.get("enum", ()) if str(way).lower().startswith("asc")), "asc")
        way = direction.term if "default" in direction.schema else f"({direction.term} or {str(first)!r})"
        key = f"str({key}) + ' ' + {way}"
    certain = "default" in parameter.schema and bool(choices)
    usual = (*order_of(draft, call, study), "pk")[0]
    return f"{json.dumps(found)}[{key}]" if certain else f"get({json.dumps(found)}, {key}, {json.dumps(usual)})"


def wanted_direction(parameter: Parameter, call: Call, study: Study) -> bool:
    """Whether a parameter turns the order of another around: `order=desc` beside `sort=price`."""
    choices = {str(value).lower() for value in parameter.schema.get("enum", ())}
    return bool(choices) and choices <= {"asc", "desc", "ascending", "descending"}


def _told(parameter: Parameter, draft: Draft) -> list[str]:
    """What a parameter without fixed values may be, as its description and examples name fields."""
    said = f"{parameter.description} {parameter.schema.get('description', '')} {parameter.schema.get('default', '')}"
    pieces = str(parameter.schema.get("pattern", ""))
    names = [name for name in draft.fields if re.search(rf"\b{re.escape(name)}\b", f"{snake_all(said)} {pieces}")]
    return [sign + name for name in names for sign in ("", "-")]


def snake_all(text: str) -> str:
    """A text with its names as terms write them."""
    return " ".join(snake(word) if re.fullmatch(r"\w+", word) else word for word in re.split(r"(\W+)", text))


def _meant(choice: str, draft: Draft, study: Study) -> str:
    """The field, or the query about a record, that a word for an order means; with a - where the greatest comes first."""
    match = _SIGNED.match(choice.strip())
    if match is None:
        return ""
    word, way = snake(match[2]), (match[3] or "").lower()
    down = match[1] == "-" or way.startswith("desc")
    if word in (*_LATE, *_EARLY):
        made = column_of("created", draft)
        return f"-{made}" if word in _LATE else made
    if column := column_of(word, draft):
        falls = word in _BEST and not way and not match[1] and draft.fields.get(column) is not None
        return f"-{column}" if down or falls else column
    if found := counted_order(word, draft, study):
        return found if way.startswith("asc") or (match[1] == "+") else f"-{found}"
    return ""


def counted_order(word: str, draft: Draft, study: Study) -> str:
    """The query whose value a word for an order means: `votes` the sum of them, `popular` whatever is counted first."""
    bare = word.removeprefix("most_").removeprefix("highest_").removeprefix("top_")
    members: dict[str, Schema] = {snake(n): s for shape in draft.shapes for n, s in properties(shape).items()}
    wanted = [bare, f"{bare}_count", f"{bare}s_count", f"{study.english.singular(bare)}_count", f"num_{bare}"]
    if study.words.is_a("opinion_total", bare) or bare in _BEST:
        wanted += [name for name in members if study.words.is_a("opinion_total", name)]
    if bare in ("rated", "rating", *_BEST):
        wanted += [name for name in members if study.words.is_a("rating", name)]
    if bare in _BEST:
        wanted += list(members)
    for name in wanted:
        schema = members.get(name)
        if schema is None or not types(schema) & {"integer", "number"} or name == draft.identity:
            continue
        if name in draft.fields and (draft.fields[name].default == 0 or name == bare):
            return name
        term = derived_term(draft, name, schema, study) or ""
        asked: set[str] = set(_QUERY.findall(term))
        if len(asked) == 1 and not re.search(r"\bcaller\b", term):
            return asked.pop()
    return ""


def column_of(name: str, draft: Draft) -> str:
    """The field that a word for an order means."""
    if name in draft.fields:
        return name
    made = next((f.name for f in draft.fields.values() if f.made == name), "")
    return (
        made
        or next((f for f in draft.fields if f.startswith(f"{name}_") or f.endswith(f"_{name}")), "")
        or ("pk" if name == "created" else "")
    )


def order_of(draft: Draft, call: Call, study: Study) -> tuple[str, ...]:
    """The order that the text tells, else that of making; first what it tells to come first: pinned ones."""
    said = study.said(call)
    truths = [name for name, field in draft.fields.items() if field.type == "boolean"]
    first = [n for n in truths if re.search(rf"\b{n.removeprefix('is_')} (?:\w+ )?first\b", said)]
    return (*(f"-{name}" for name in first), *_order_told(draft, call, study))


def _order_told(draft: Draft, call: Call, study: Study) -> tuple[str, ...]:
    said = f"{study.said(call)} {' '.join(reply.description for reply in call.replies if reply.status < 400).lower()}"
    changed = next((f.name for f in draft.fields.values() if f.made == "changed"), "")
    if (match := _PRICED.search(said)) and (price := price_of(draft)):
        return (f"-{price}" if match[1] in ("dearest", "priciest", "most expensive") else price, "pk")
    if _NEXT.search(said) and (begin := begins(draft)):
        return (begin, "pk")
    for match in _MOST.finditer(said):
        for word in filter(None, (match[1], match[2])):
            if match[1] != "recent" and (
                found := counted_order(study.english.base(word), draft, study) or counted_order(word, draft, study)
            ):
                return (f"-{found}", "pk")
    happened = next(
        (
            f.name
            for f in draft.fields.values()
            if f.type == "datetime" and f.name in draft.given and study.words.is_a("created", f.name)
        ),
        "",
    )
    if happened and (_NEWEST.search(said) or _OLDEST.search(said)):
        return (f"-{happened}", "-pk") if _NEWEST.search(said) else (happened, "pk")
    if _NEWEST.search(said):
        return (f"-{changed}" if changed and ("changed" in said or "updated" in said or "modified" in said) else "-pk",)
    if _OLDEST.search(said):
        return ("pk",)
    for match in _BY_TIME.finditer(said):
        moments = [n for n, f in draft.fields.items() if f.type in ("datetime", "date")]
        if moment := next((n for n in moments if n.split("_")[0] in match[0].split()), ""):
            return (f"-{moment}" if _NEWEST.search(said) else moment, "pk")
    for match in _BY.finditer(said):
        if column := column_of(match[1], draft):
            down = _DOWN.search(said[match.end() : match.end() + 30]) or _DOWN.search(
                said[max(0, match.start() - 20) : match.start()]
            )
            return (f"-{column}" if down else column, "pk")
        if found := counted_order(match[1], draft, study):
            return (f"-{found}", "pk")
    if _ALPHABETICAL.search(said):
        name = next((n for n in ("name", "title", "label", draft.identity) if n in draft.fields), "")
        return (name, "pk") if name else ("pk",)
    return ("pk",)
