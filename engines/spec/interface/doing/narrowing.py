"""By what parameters lists are narrowed and put in order."""

from __future__ import annotations

import json
import re

from engines.kernel.spec.service import Match, Operator, Require, ServiceStep, Set, Stored
from engines.spec.interface.doing.described import begins
from engines.spec.interface.doing.paging import Wanted
from engines.spec.interface.doing.sorting import asked_order, counted_order, wanted_direction
from engines.spec.interface.doing.switching import switched
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.marks import asked_marks
from engines.spec.interface.model import Call, Parameter, snake
from engines.spec.interface.participles import participle
from engines.spec.interface.people import is_own, owner_link
from engines.spec.interface.schemas import properties, types
from engines.spec.interface.sharing import among_scope
from engines.spec.interface.showing import account_name
from engines.spec.patterns import pattern

_NONE = Stored(name="")
_CURSORS: dict[str, Operator] = {
    "before": "<", "before_id": "<", "max_id": "<", "after": ">", "after_id": ">", "since_id": ">",
}  # fmt: skip


def ask(parameter: Parameter, draft: Draft, call: Call, wanted: Wanted, study: Study) -> None:
    """What a parameter of a list asks for; one that nothing explains is not built."""
    word, term, words = parameter.word.rstrip("_"), parameter.term, study.words
    fields = {name: f for name, f in draft.fields.items() if f.made not in ("password", "secret")}
    if graded := _graded(parameter, draft):
        field, ranges = graded
        wanted.before.append(Set(name=f"asked_{field}", to=f"get({json.dumps(ranges)}, {term})"))
        wanted.where.append(Match(field=field, operator="in", value=f"asked_{field}", optional=True))
    elif word in fields:
        wanted.where.append(
            Match(field=word, value=term, optional=True, operator="=" if fields[word].type != "json" else "has")
        )
    elif plural := next((n for n, f in fields.items() if f.type == "json" and _lists(n, word, study)), ""):
        wanted.where.append(Match(field=plural, value=term, operator="has", optional=True))
    elif (
        "integer" in types(parameter.schema)
        and (way := _CURSORS.get(word))
        and fields.get(draft.identity, _NONE).made == "serial"
    ):
        wanted.where.append(Match(field=draft.identity, value=term, operator=way, optional=True))
    elif switch := switched(parameter, draft, study):
        wanted.that.append(switch)
    elif link := _of_link(word, draft, study):
        wanted.where.append(Match(field=link, value=term, optional=True))
    elif "boolean" not in types(parameter.schema) and (found := _bound(parameter, draft, study)):
        name, operator = found
        value = f"moment({term})" if fields[name].type == "datetime" else term
        wanted.where.append(Match(field=name, value=value, operator=operator, optional=True))
    elif words.is_a("sort", word) and (order := asked_order(parameter, draft, call, study)):
        wanted.order_by = order
    elif words.is_a("descending", word) and wanted_direction(parameter, call, study):
        pass
    elif words.is_a("search", word) and (texts := _texts(draft, parameter)):
        wanted.where.append(Match(field="|".join(texts), value=term, operator="contains", optional=True))
    elif word in ("prefix", "starts_with") and (texts := _texts(draft)):
        wanted.where.append(Match(field=texts[0], value=term, operator="starts", optional=True))
    elif bound := _derived_bound(parameter, draft, study):
        wanted.where.append(bound)
    elif marks := asked_marks(parameter, draft, study):
        wanted.that.append(marks)
    elif below := _with_or_without(parameter, draft, study):
        wanted.that.append(below)
    elif scope := among_scope(draft, term, parameter.schema, study):
        wanted.that.append(scope)
    elif name := _named_link(parameter, draft, study):
        wanted.where.append(Match(field=name, value=term, optional=True))
    elif "boolean" in types(parameter.schema) and is_own(word, study) and owner_link(draft, study):
        pass  # whose records a list shows has asked for it already
    elif not any(words.is_a(kind, word) for kind in ("page", "size", "offset", "cursor")):
        says = f"The parameter {parameter.name} is not built."
        default = parameter.schema.get("default")
        usual = f"not given({term})" if default is None else f"{term} == {default!r}"
        wanted.before.append(Require(that=usual, otherwise="not_built", says=says))
        study.left.append(f"what the parameter '{parameter.name}' of {call.key} does")


_NONE_OF = pattern(r"\b(?:without|no|not? (?:have |having )?any|lacks?|unanswered|empty)\b")


def _with_or_without(parameter: Parameter, draft: Draft, study: Study) -> str:
    """`?unanswered=true`: whether there is any of what stands below a record."""
    if "boolean" not in types(parameter.schema):
        return ""
    term, word = parameter.term, parameter.word
    said = f"{parameter.description} {parameter.schema.get('description', '')}".lower()
    for child in study.drafts:
        link = child.link_to(draft)
        if not link or child.parent is not draft:
            continue
        names = (child.name, child.plural, f"{child.name.rpartition('_')[2]}s")
        asked = any(word in (f"has_{n}", f"with_{n}", f"have_{n}") or (participle(word, n, study)) for n in names)
        lacking = any(
            word in (f"no_{n}", f"without_{n}") or participle(word.removeprefix("un"), n, study) for n in names
        )
        lacking = (lacking and word.startswith(("un", "no", "without"))) or (
            not asked and any(f" {n}" in said for n in names) and bool(_NONE_OF.search(said))
        )
        if asked or lacking:
            there = f"exists({child.name}, {link}={draft.name})"
            only = "only" in said or "if true" in said
            told = f"not {there}" if lacking else there
            return (
                f"not {term} or {told}"
                if only or "default" in parameter.schema
                else f"{term} is None or {term} == ({told})"
            )
    return ""


def narrowed(call: Call, draft: Draft, study: Study) -> tuple[list[Match], list[ServiceStep]] | None:
    """What the parameters of an operation ask of records, and the steps before; None where one of them means something else."""
    wanted = Wanted()
    for parameter in call.among("query"):
        ask(parameter, draft, call, wanted, study)
    unbuilt = any(isinstance(step, Require) and step.otherwise == "not_built" for step in wanted.before)
    return None if wanted.order_by or wanted.that or unbuilt else (wanted.where, wanted.before)


def _derived_bound(parameter: Parameter, draft: Draft, study: Study) -> Match | None:
    """`?min_rating=4`: a bound of what is counted or worked out about a record."""
    word = parameter.word
    bounds: tuple[tuple[str, Operator], ...] = (
        ("min_", ">="),
        ("max_", "<="),
        ("at_least_", ">="),
        ("minimum_", ">="),
        ("maximum_", "<="),
    )
    for mark, operator in bounds:
        bare = word.removeprefix(mark)
        if bare != word and (asked := counted_order(bare, draft, study)):
            return Match(field=asked, operator=operator, value=parameter.term, optional=True)
    return None


def _lists(name: str, word: str, study: Study) -> bool:
    """Whether a field holds a list of what a word names: `tags` or `tag_list` of `tag`."""
    return study.english.singular(name) == word or name in (f"{word}_list", f"{word}_names", f"{word}_ids")


def _named_link(parameter: Parameter, draft: Draft, study: Study) -> str:
    """`?author=anna`: whoever owns a record, by name or, as the parameter says, by identity."""
    owner, who, word = owner_link(draft, study), study.accounts, parameter.word
    if not owner or not who or draft.links[owner].to != who.name or not study.words.is_a("owner", word):
        return ""
    by_id = word.endswith("_id") or parameter.schema.get("format") == "uuid" or "integer" in types(parameter.schema)
    name = who.identity if by_id else account_name(study)
    return f"{owner}.{name}" if name else ""


def _of_link(word: str, draft: Draft, study: Study) -> str:
    """`?product_id=7`: the identity of a record that one points to, as a path through the link."""
    for name, link in draft.links.items():
        other = study.named(link.to)
        if (
            other
            and other.identity
            and word in (f"{name}_id", f"{name}_{other.identity}", name, snake(other.parameter))
            and word != "id"
        ):
            return f"{name}.{other.identity}"
    return ""


_ABOVE = pattern(
    r"\b(?:and (?:all )?(?:above|higher|worse|more)|at least|or (?:above|higher|worse|more)|more severe)\b"
)


def _graded(parameter: Parameter, draft: Draft) -> tuple[str, dict[str, list[str]]] | None:
    """`min_level`: a level and all above it, in the order in which the document names them."""
    word, said = parameter.word, parameter.description.lower()
    for name, stored in draft.fields.items():
        shown = next((part for shape in draft.shapes for n, part in properties(shape).items() if snake(n) == name), {})
        choices = [value for value in shown.get("enum", ()) if isinstance(value, str)]
        up = word in (f"min_{name}", f"{name}_min", f"{name}_from", f"minimum_{name}") or (
            word == name and _ABOVE.search(said)
        )
        down = word in (f"max_{name}", f"{name}_max", f"{name}_to", f"maximum_{name}")
        if stored.type == "text" and len(choices) > 1 and (up or down):
            ranges = {c: choices[i:] if up else choices[: i + 1] for i, c in enumerate(choices)}
            return name, ranges
    return None


_LEAST = ("min", "from", "since", "after", "gte", "above")
_MOST = ("max", "to", "until", "before", "lte", "below")


def _bound(parameter: Parameter, draft: Draft, study: Study) -> tuple[str, Operator] | None:
    """The field that a parameter bounds (`min_price`, `price_to`, `since`), and how."""
    word, said = parameter.word.rstrip("_"), parameter.description.lower()
    fields = {name: f for name, f in draft.fields.items() if f.made not in ("password", "secret")}
    for mark in (*_LEAST, *_MOST):
        operator: Operator = ">=" if mark in _LEAST else "<="
        bare = word.removeprefix(f"{mark}_").removesuffix(f"_{mark}")
        if bare == word:
            continue
        if bare in fields:
            return bare, operator
        longer = [n for n in fields if n.startswith(f"{bare}_") and word.startswith(f"{mark}_")]
        if longer:
            return min(longer, key=lambda n: n == draft.identity), operator
    moments = [n for n, f in fields.items() if f.type in ("datetime", "date")]
    moments.sort(key=lambda n: fields[n].made != "created")
    named = [n for n in moments if any(len(part) > 3 and part[:4] in said for part in n.split("_"))]
    begin = begins(draft)
    moments = [*named, *([begin] if begin else []), *moments]
    if moments and study.words.is_a("since", word):
        return moments[0], ">" if re.search(r"\b(?:after|later than)\b", said) else ">="
    if moments and study.words.is_a("until", word):
        return moments[0], "<" if word == "before" or re.search(r"\bbefore\b(?! or)", said) else "<="
    return None


def _texts(draft: Draft, parameter: Parameter | None = None) -> list[str]:
    """The texts of a record; those that the parameter names, where it names some."""
    texts = [f.name for f in draft.fields.values() if f.type == "text" and not f.made]
    said = parameter.description.lower() if parameter else ""
    return [name for name in texts if re.search(rf"\b{name.replace('_', '[ _]?')}\b", said)] or texts
