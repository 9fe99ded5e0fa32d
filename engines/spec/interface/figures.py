"""Numbers about many records: how many, which sum, what on average, how many of each kind. A term for a member of an answer. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engines.kernel.spec.service import Stored
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Schema, snake
from engines.spec.interface.rules import states_of
from engines.spec.interface.schemas import nullable, properties, types

_SUM = re.compile(r"\b(?:sum|total) of (?:the |all |their )*([a-z]\w*)(?: (?:times|\*|×|multiplied by) ([a-z]\w*))?")
_MEAN = re.compile(r"\b(?:average|mean)(?: of)?(?: the| all| their)* ([a-z]\w*)")
_LEAST = re.compile(
    r"\b(?:lowest|smallest|least|minimum|cheapest|shortest|earliest|oldest|first)(?: of)?(?: the)? ([a-z]\w*)"
)
_MOST = re.compile(
    r"\b(?:highest|largest|biggest|greatest|maximum|longest|latest|newest|most recent|last)(?: of)?(?: the)? ([a-z]\w*)"
)
_PLACES = re.compile(r"\b(one|two|three|\d) (?:decimals?|decimal places|places|digits)")
_DIGITS = {"one": "1", "two": "2", "three": "3"}
_FIGURES = {
    "sum": ("sum", "sum_of_values"),
    "mean": ("mean", "average", "avg"),
    "min": ("min", "minimum", "lowest", "smallest"),
    "max": ("max", "maximum", "highest", "largest"),
    "median": ("median",),
    "stdev": ("stdev", "std_dev", "standard_deviation", "std"),
    "variance": ("variance",),
    "range": ("range", "spread"),
}
_COUNTED = ("count", "total", "number", "total_count", "amount", "size", "all", "entries", "records")


@dataclass(frozen=True)
class Rows:
    """The records that numbers are about. `within`: conditions as keywords of a query; `listed`: where they are at hand already,
    the name of the list."""

    draft: Draft
    within: str = ""
    listed: str = ""

    def count(self, *conditions: tuple[str, str]) -> str:
        if self.listed:
            return f"len({self._those(conditions)})" if conditions else f"len({self.listed})"
        return f"count({self._query(conditions)})"

    def total(self, field: str, *conditions: tuple[str, str]) -> str:
        if self.listed:
            return f"sum({self._those(conditions, f'one.{field}')})"
        return f"total({self._query(conditions, field)})"

    def summed(self, term: str, *conditions: tuple[str, str]) -> str:
        """The sum of what a term over a record tells."""
        rows = self.listed or f"rows({self._query(conditions)})"
        told = " and ".join(f"{self.draft.name}.{name} == {value}" for name, value in conditions) if self.listed else ""
        return f"sum([{term} for {self.draft.name} in {rows}{f' if {told}' if told else ''}])"

    def product(self, one: str, other: str, *conditions: tuple[str, str]) -> str:
        rows = self.listed or f"rows({self._query(conditions)})"
        return f"sum([one.{one} * one.{other} for one in {rows}])"

    def mean(self, field: str, *conditions: tuple[str, str]) -> str:
        if self.listed:
            values = self._those(conditions, f"one.{field}")
            return f"sum({values}) / len({values}) if {values} else None"
        return f"average({self._query(conditions, field)})"

    def extreme(self, kind: str, field: str, *conditions: tuple[str, str]) -> str:
        if self.listed:
            values = self._those(conditions, f"one.{field}")
            return f"{'min' if kind == 'least' else 'max'}({values}) if {values} else None"
        return f"{kind}({self._query(conditions, field)})"

    def described(self, field: str, figure: str) -> str:
        """A figure that the values of a field have together; None of nothing."""
        values = f"[one.{field} for one in {self.listed or f'rows({self._query(())})'}]"
        return f'get(described({values}), "{figure}") if {self.count()} else None'

    def each(self, field: str, choices: list[str]) -> str:
        """How many there are of each value of a field: of every choice, else of those that occur."""
        if choices:
            return "{" + ", ".join(f"{json.dumps(c)}: {self.count((field, json.dumps(c)))}" for c in choices) + "}"
        rows = self.listed or f"rows({self._query((), order=field)})"
        inner = f"len([other for other in {rows} if other.{field} == one.{field}])"
        counted = inner if self.listed else f"count({self._query(((field, f'one.{field}'),))})"
        return "{" + f"one.{field}: {counted} for one in {rows} if one.{field} is not None" + "}"

    def _query(self, conditions: tuple[tuple[str, str], ...], field: str = "", order: str = "") -> str:
        told = [f"{name}={value}" for name, value in conditions]
        return ", ".join(
            filter(None, (self.draft.name, field, self.within, *told, f'order="{order}"' if order else ""))
        )

    def _those(self, conditions: tuple[tuple[str, str], ...], shown: str = "one") -> str:
        told = " and ".join(f"one.{name} == {value}" for name, value in conditions)
        return f"[{shown} for one in {self.listed}{f' if {told}' if told else ''}]"


Told = Callable[[Draft, str], str]


def figure(
    name: str, schema: Schema, known: list[Rows], study: Study, *, said_only: bool = False, told: Told | None = None
) -> str | None:
    """The term for a member that is a number about records; `known`: those that it may be about, the likeliest first.

    `told`: the term for a member that records do not keep. `said_only`: as its description says, whatever it is called.
    """
    word, said = snake(name), str(schema.get("description", "")).lower()
    kinds = types(schema) - {"null"}
    if kinds == {"object"}:
        return _object(word, schema, known, study)
    if not kinds & {"integer", "number", "string"}:
        return None
    for rows in _about(word, said, known, study):
        term = _of_words(said, rows, schema, told) or (
            "" if said_only else _of_name(word, rows, schema, study, first=rows is known[0])
        )
        if term and (
            kinds & {"integer", "number"} or any(word in term for word in ("least(", "greatest(", "min(", "max("))
        ):
            return term
    return None


def _about(word: str, said: str, known: list[Rows], study: Study) -> Iterator[Rows]:
    """The records that a member speaks of first, then the likeliest."""
    told = f"{word.replace('_', ' ')} {said}"
    named = [rows for rows in known if _names(rows.draft, told)]
    yield from named
    yield from (rows for rows in known if rows not in named)


def _names(draft: Draft, text: str) -> bool:
    names = (draft.name, draft.plural, draft.name.removesuffix("_record"), draft.plural.removesuffix("_records"))
    return bool(re.search(rf"\b(?:{'|'.join(dict.fromkeys(names))})\b".replace("_", "[ _]"), text))


def _of_words(said: str, rows: Rows, schema: Schema, told: Told | None) -> str | None:
    """What the description says."""
    where = tuple(_conditions(said, rows.draft))
    if (
        told
        and (match := _SUM.search(said))
        and not match[2]
        and not _numeric(match[1], rows.draft)
        and (term := told(rows.draft, match[1]))
    ):
        return rows.summed(term, *where)
    if (match := _SUM.search(said)) and (field := _numeric(match[1], rows.draft)):
        other = _numeric(match[2], rows.draft) if match[2] else ""
        return rows.product(field, other, *where) if other else rows.total(field, *where)
    if (match := _MEAN.search(said)) and (field := _numeric(match[1], rows.draft)):
        return _averaged(rows, field, where, said, schema)
    for pattern, kind in ((_LEAST, "least"), (_MOST, "greatest")):
        if (match := pattern.search(said)) and (field := _comparable(match[1], rows.draft)):
            return rows.extreme(kind, field, *where)
    if re.search(r"\b(?:number|count|amount|how many)\b", said) and (_names(rows.draft, said) or where):
        return rows.count(*where)
    return None


def _of_name(word: str, rows: Rows, schema: Schema, study: Study, *, first: bool) -> str | None:
    """What the name of a member says alone."""
    draft = rows.draft
    bare = word
    for mark in ("total_", "number_of_", "num_", "count_", "n_"):
        bare = bare.removeprefix(mark)
    for mark in ("_count", "_total"):
        bare = bare.removesuffix(mark)
    if "integer" in types(schema):
        if study.words.is_a("used_room", word) and (size := draft.filed_as("file_size")):
            return rows.total(size)
        if bare in (draft.plural, draft.name) or (first and word in _COUNTED):
            return rows.count()
        state = bare.removesuffix(f"_{draft.plural}").removesuffix(f"_{draft.name}")
        if condition := _condition(state, draft, study):
            return rows.count(condition)
    if first and (alone := _alone(word, rows, schema)):
        return alone
    for mark in ("average_", "avg_", "mean_"):
        if word.startswith(mark) and (field := _numeric(word.removeprefix(mark), draft)):
            return _averaged(rows, field, (), str(schema.get("description", "")).lower(), schema)
    for marks, kind in (
        (("min_", "lowest_", "smallest_", "first_"), "least"),
        (("max_", "highest_", "largest_", "last_", "latest_"), "greatest"),
    ):
        for mark in marks:
            if word.startswith(mark) and (field := _comparable(word.removeprefix(mark), draft)):
                return rows.extreme(kind, field)
    if (word.startswith(("total_", "sum_")) or word.endswith("_total")) and (
        field := _numeric(bare.removeprefix("sum_"), draft)
    ):
        return rows.total(field)
    return None


def _alone(word: str, rows: Rows, schema: Schema) -> str:
    """`min`, `mean`, `median`: of the only number that requests give such records."""
    draft = rows.draft
    numbers = [
        n for n, f in draft.fields.items() if f.type in ("integer", "number") and not f.made and n in draft.given
    ]
    kind = next((kind for kind, names in _FIGURES.items() if word in names), "")
    if len(numbers) != 1 or not kind:
        return ""
    term = {
        "sum": lambda: rows.total(numbers[0]),
        "mean": lambda: rows.mean(numbers[0]),
        "min": lambda: rows.extreme("least", numbers[0]),
        "max": lambda: rows.extreme("greatest", numbers[0]),
    }.get(kind, lambda: rows.described(numbers[0], kind))()
    return term if nullable(schema) or kind == "sum" else f"({term}) or 0"


def _object(word: str, schema: Schema, known: list[Rows], study: Study) -> str | None:
    """`by_status`: how many of each; an object with members of its own is worked out member by member."""
    inside = properties(schema)
    if inside:
        terms = {name: figure(name, part, known, study) for name, part in inside.items()}
        if any(term is None for term in terms.values()):
            return None
        return "{" + ", ".join(f"{json.dumps(name)}: {term}" for name, term in terms.items()) + "}"
    said = str(schema.get("description", "")).lower()
    for rows in _about(word, said, known, study):
        bare = (
            word.removeprefix(f"{rows.draft.plural}_")
            .removeprefix("by_")
            .removeprefix("per_")
            .removeprefix("count_by_")
        )
        for name, stored in rows.draft.fields.items():
            alike = bare in (name, study.english.plural_name(name)) or re.search(
                rf"\b(?:each|per|by) {name.replace('_', '[ _]?')}\b", said
            )
            if alike and not stored.made and stored.type in ("text", "integer"):
                return rows.each(name, [value for value, field in states_of(rows.draft).items() if field == name])
    return None


def _conditions(said: str, draft: Draft) -> Iterator[tuple[str, str]]:
    for value, name in states_of(draft).items():
        if re.search(rf"\b{snake(value).replace('_', '[ _-]')}\b", said):
            yield name, json.dumps(value)
            return
    for stored in draft.fields.values():
        bare = stored.name.removeprefix("is_")
        if stored.type == "boolean" and (match := re.search(rf"(\bnot |\bun)?\b{bare.replace('_', '[ _-]')}\b", said)):
            yield stored.name, str(not match[1])
            return


def _condition(word: str, draft: Draft, study: Study) -> tuple[str, str] | None:
    for value, name in states_of(draft).items():
        if snake(value) == word:
            return name, json.dumps(value)
    for stored in draft.fields.values():
        if stored.type == "boolean":
            if word in (stored.name, stored.name.removeprefix("is_")):
                return stored.name, "True"
            if study.words.is_a("finished", stored.name) and (
                study.words.is_a("finished", word) or study.words.is_a("unfinished", word)
            ):
                return stored.name, str(study.words.is_a("finished", word))
            if word in (f"un{stored.name}", f"in{stored.name}", f"not_{stored.name}"):
                return stored.name, "False"
    return None


def _averaged(rows: Rows, field: str, where: tuple[tuple[str, str], ...], said: str, schema: Schema) -> str:
    mean = rows.mean(field, *where)
    rounded = ""
    if "integer" in types(schema):
        rounded = "floor({})" if "rounded down" in said else "ceil({})" if "rounded up" in said else "round({})"
    elif match := _PLACES.search(said):
        rounded = f"round({{}}, {_DIGITS.get(match[1], match[1])})"
    if not rounded:
        return mean if nullable(schema) else f"({mean}) or 0"
    there = rows.count(*where)
    return f"{rounded.format(mean)} if {there} else {'None' if nullable(schema) else '0'}"


def _numeric(word: str, draft: Draft) -> str:
    wanted = snake(word)
    return _alike(
        wanted,
        [f for f in draft.fields.values() if f.type in ("integer", "number") and (not f.made or f.name == wanted)],
    )


def _comparable(word: str, draft: Draft) -> str:
    return _alike(
        snake(word), [f for f in draft.fields.values() if f.type in ("integer", "number", "datetime", "date")]
    )


def _alike(wanted: str, fields: list[Stored]) -> str:
    for stored in fields:
        flat = stored.name.replace("_", "")
        if wanted in (stored.name, flat) or wanted.rstrip("s") == stored.name:
            return stored.name
    units = ("_cents", "_ms", "_seconds", "_minutes", "_at", "_bytes", "_kg", "_km")
    return next(
        (f.name for f in fields for unit in units if f.name in (f"{wanted}{unit}", f"{wanted.rstrip('s')}{unit}")), ""
    )
