"""Operations that list: which records, narrowed by what parameters, in which order, how many at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from engines.kernel.spec.service import Match, Operator, Require, Select, ServiceStep, Stored
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import listed
from engines.spec.interface.model import Call, Parameter, snake
from engines.spec.interface.people import holder, owner_link
from engines.spec.interface.places import Place
from engines.spec.interface.reaching import Way, is_private, linked, reach
from engines.spec.interface.replies import Scene, answer
from engines.spec.interface.schemas import is_object, types
from engines.spec.interface.sharing import among_scope, may_see
from engines.spec.interface.showing import represents
from engines.spec.patterns import pattern

_NONE = Stored(name="")
_CURSORS: dict[str, Operator] = {
    "before": "<", "before_id": "<", "max_id": "<", "after": ">", "after_id": ">", "since_id": ">",
}  # fmt: skip
_NEWEST = pattern(
    r"\b(?:newest|latest|most recent|last (?:changed|updated|modified)|recent(?:ly)?|descending|reverse chronological)\b"
)
_OLDEST = pattern(r"\b(?:oldest|chronological|in order of creation|ascending|as they came)\b")
_BY = pattern(r"\b(?:by|alphabetical by|sorted by|ordered by|order by)\s+(?:the\s+)?([a-z_]+)(?: first)?\b")
_ALPHABETICAL = pattern(r"\balphabetical(?:ly)?\b")


@dataclass
class _Wanted:
    """What the parameters ask for."""

    where: list[Match] = field(default_factory=list)
    before: list[ServiceStep] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    that: str = ""
    order_by: str = ""
    limit: str = ""
    offset: str = ""
    total: bool = False


def list_all(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """GET of a collection."""
    draft = _draft(call, place, study)
    if call.method != "GET" or draft is None or not call.success or call.success.json is None:
        return None
    way = reach(call, place, study)
    if way is None:
        return None
    wanted = _Wanted()
    wanted.where += linked(draft, way)
    who, owner = holder(call, study), owner_link(draft, study)
    if who and owner and draft.links[owner].to == who.name and is_private(draft, study):
        wanted.that = may_see(draft, study)
        if not wanted.that:
            wanted.where.append(Match(field=owner, value="caller"))
    for parameter in call.among("query"):
        _ask(parameter, draft, call, wanted, study)
    _page(call, wanted, study)
    records = draft.plural if draft.plural != draft.name else f"{draft.name}_list"
    counted = "total" if wanted.limit else ""
    select = Select(
        records=records,
        of=draft.name,
        where=tuple(wanted.where),
        that=wanted.that,
        order=order_of(draft, call, study),
        order_by=wanted.order_by,
        limit=wanted.limit,
        offset=wanted.offset,
        total=counted,
    )
    _tell_totals(call, wanted, records, counted, study)
    _tell_sizes(draft, wanted, way, study)
    done = answer(Scene(study, call, dict(way.records), {records: draft}, wanted.told))
    return [*way.steps, *wanted.before, select, done] if done else None


def _draft(call: Call, place: Place, study: Study) -> Draft | None:
    """The resource that an operation lists."""
    if draft := study.at(call.path):
        return draft
    shown = listed(call.success.json, study.words) if call.success else {}
    if not place.tail or not is_object(shown):
        return None
    return next((d for d in study.drafts if represents(shown, d)), None)


def _ask(parameter: Parameter, draft: Draft, call: Call, wanted: _Wanted, study: Study) -> None:
    word, term, words = parameter.word, parameter.term, study.words
    fields = {name: f for name, f in draft.fields.items() if f.made not in ("password", "secret")}
    if word in fields:
        wanted.where.append(
            Match(field=word, value=term, optional=True, operator="=" if fields[word].type != "json" else "has")
        )
    elif plural := next((n for n, f in fields.items() if f.type == "json" and study.english.singular(n) == word), ""):
        wanted.where.append(Match(field=plural, value=term, operator="has", optional=True))
    elif (
        "integer" in types(parameter.schema)
        and (way := _CURSORS.get(word))
        and fields.get(draft.identity, _NONE).made == "serial"
    ):
        wanted.where.append(Match(field=draft.identity, value=term, operator=way, optional=True))
    elif found := _bound(word, fields, study):
        name, operator = found
        value = f"moment({term})" if fields[name].type == "datetime" else term
        wanted.where.append(Match(field=name, value=value, operator=operator, optional=True))
    elif words.is_a("sort", word) and (order := _sorting(parameter, draft)):
        wanted.order_by = order
    elif words.is_a("search", word) and (texts := _texts(draft)):
        wanted.where.append(Match(field="|".join(texts), value=term, operator="contains", optional=True))
    elif word in ("prefix", "starts_with") and (texts := _texts(draft)):
        wanted.where.append(Match(field=texts[0], value=term, operator="starts", optional=True))
    elif scope := among_scope(draft, term, parameter.schema, study):
        wanted.that = scope
    elif name := _named_link(word, draft, study):
        wanted.where.append(Match(field=name, value=term, optional=True))
    elif not any(words.is_a(kind, word) for kind in ("page", "size", "offset", "cursor", "descending")):
        says = f"The parameter {parameter.name} is not built."
        wanted.before.append(Require(that=f"not given({term})", otherwise="not_built", says=says))
        study.left.append(f"what the parameter '{parameter.name}' of {call.key} does")


def _named_link(word: str, draft: Draft, study: Study) -> str:
    """`?author=anna`: the name of whoever owns a record."""
    owner = owner_link(draft, study)
    if owner and study.accounts and draft.links[owner].to == study.accounts.name and study.words.is_a("owner", word):
        names = [n for n in study.accounts.fields if study.words.is_a("login", n)]
        return f"{owner}.{names[0]}" if names else ""
    return ""


def _bound(word: str, fields: Mapping[str, Stored], study: Study) -> tuple[str, Operator] | None:
    """The field that a parameter bounds (`min_price`, `price_to`, `since`), and how."""
    for marks, operator in (
        (("min", "from", "since", "after", "gte", "above"), ">="),
        (("max", "to", "until", "before", "lte", "below"), "<="),
    ):
        for mark in marks:
            for name in fields:
                if word in (f"{mark}_{name}", f"{name}_{mark}") or (
                    word.startswith(f"{mark}_") and name.startswith(word[len(mark) + 1 :] + "_")
                ):
                    return name, ">=" if operator == ">=" else "<="
    moments = [n for n, f in fields.items() if f.type == "datetime"]
    if moments and study.words.is_a("since", word):
        return moments[0], ">="
    if moments and study.words.is_a("until", word):
        return moments[0], "<="
    return None


def _texts(draft: Draft) -> list[str]:
    return [f.name for f in draft.fields.values() if f.type == "text" and not f.made]


def _sorting(parameter: Parameter, draft: Draft) -> str:
    """The order that each value of a parameter stands for, as a term."""
    choices = [str(value) for value in parameter.schema.get("enum", ()) if value is not None]
    found: dict[str, str] = {}
    for choice in choices:
        down = (
            choice.startswith("-")
            or choice.endswith(("_desc", ":desc", "-desc"))
            or choice in ("newest", "latest", "recent")
        )
        name = snake(
            choice.lstrip("+-").removesuffix("_desc").removesuffix("_asc").removesuffix("-desc").removesuffix("-asc")
        )
        if name in ("newest", "latest", "oldest", "recent"):
            name = "created"
        if column := _column(name, draft):
            found[choice] = ("-" if down else "") + column
    if not found or len(found) < len(choices):
        return ""
    return (
        f"{json.dumps(found)}[{parameter.term}]"
        if "default" in parameter.schema
        else f'get({json.dumps(found)}, {parameter.term}, "pk")'
    )


def _column(name: str, draft: Draft) -> str:
    if name in draft.fields:
        return name
    made = next((f.name for f in draft.fields.values() if f.made == name), "")
    return (
        made
        or next((f for f in draft.fields if f.startswith(f"{name}_") or f.endswith(f"_{name}")), "")
        or ("pk" if name == "created" else "")
    )


def order_of(draft: Draft, call: Call, study: Study) -> tuple[str, ...]:
    """The order that the text tells, else that of making."""
    said = f"{study.said(call)} {' '.join(reply.description for reply in call.replies if reply.status < 400).lower()}"
    changed = next((f.name for f in draft.fields.values() if f.made == "changed"), "")
    if _NEWEST.search(said):
        return (f"-{changed}" if changed and ("changed" in said or "updated" in said or "modified" in said) else "-pk",)
    if _OLDEST.search(said):
        return ("pk",)
    for match in _BY.finditer(said):
        if column := _column(match[1], draft):
            return (column, "pk")
    if _ALPHABETICAL.search(said):
        name = next((n for n in ("name", "title", "label", draft.identity) if n in draft.fields), "")
        return (name, "pk") if name else ("pk",)
    return ("pk",)


def _page(call: Call, wanted: _Wanted, study: Study) -> None:
    words = study.words
    numbers = [p for p in call.among("query") if "integer" in types(p.schema)]
    size = next((p for p in numbers if words.is_a("size", p.word)), None)
    page = next((p for p in numbers if words.is_a("page", p.word)), None)
    cursor = next((p for p in call.among("query") if words.is_a("cursor", p.word)), None)
    offset = next((p for p in numbers if words.is_a("offset", p.word)), None)
    if size:
        wanted.limit = (
            size.term
            if "default" in size.schema
            else f"{size.term} if {size.term} is not None else {size.schema.get('maximum', 100)}"
        )
    elif page:
        wanted.limit = "20"
    if page:
        at = page.term if "default" in page.schema else f"({page.term} or 1)"
        wanted.offset = f"({at} - 1) * {wanted.limit if wanted.limit.isalnum() or ('.' in wanted.limit and ' ' not in wanted.limit) else f'({wanted.limit})'}"
        wanted.told[page.word] = at
    elif cursor and wanted.limit:
        known = f"{cursor.term} is None or fits(str({cursor.term}), '[0-9]{{1,12}}')"
        wanted.before.append(
            Require(that=known, otherwise="invalid", says="This is no cursor of a page.", field=cursor.name)
        )
        wanted.offset = f"int({cursor.term}) if {cursor.term} is not None else 0"
    elif offset:
        wanted.offset = offset.term if "default" in offset.schema else f"{offset.term} or 0"
        wanted.told[offset.word] = wanted.offset
    if size:
        wanted.told[size.word] = wanted.limit


def _tell_sizes(draft: Draft, wanted: _Wanted, way: Way, study: Study) -> None:
    """How much room the files of a list take altogether."""
    size = draft.filed_as("file_size")
    if not size:
        return
    within = "".join(f", {name}={link.to}" for name, link in draft.links.items() if link.to in way.records)
    for word in study.words.classes["used_room"]:
        wanted.told.setdefault(word, f"total({draft.name}, {size}{within})")


def _tell_totals(call: Call, wanted: _Wanted, records: str, counted: str, study: Study) -> None:
    """The numbers that stand beside a list."""
    total = counted or f"len({records})"
    for word in study.words.classes["total"]:
        wanted.told.setdefault(word, total)
    if wanted.limit and counted:
        for word in study.words.classes["pages"]:
            wanted.told.setdefault(word, f"ceil({counted} / ({wanted.limit}))")
        shown = f"({wanted.offset or '0'}) + len({records}) < {counted}"
        rest = f"str(({wanted.offset or '0'}) + len({records})) if {shown} else None"
        for word in study.words.classes["next"] - {"continuation"}:
            wanted.told.setdefault(word, rest)
        for word in ("has_more", "has_next", "more"):
            wanted.told.setdefault(word, shown)
