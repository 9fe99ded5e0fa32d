"""Rules for tools over tables, logs and folders: conditions, orders, groups, columns, validation. Used by tools."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engines.kernel.spec.tool import (
    Aggregate,
    ColumnType,
    Condition,
    Distinct,
    Group,
    Limit,
    Operator,
    Option,
    OptionType,
    Order,
    Select,
    SourceKind,
    TableColumn,
    Validate,
    Where,
)
from engines.spec.english import English
from engines.spec.tool_claims import Clause, Said, named, number_in
from engines.spec.tool_words import ToolWords, first

_AGGREGATES: tuple[tuple[Aggregate, str], ...] = (
    ("sum", r"\b(sums?|summ(ed|ing)|totals?|total(l)?ed|add(s|ed|ing)? up|how much|revenue|bytes|traffic|sizes?)\b"),
    ("mean", r"\b(averages?|means?)\b"),
    ("median", r"\bmedians?\b"),
    ("min", r"\b(minimum|min|lowest|smallest)\b"),
    ("max", r"\b(maximum|max|highest|largest)\b"),
    ("count", r"\b(counts?|counting|number of|how many|statistics)\b"),
)
_BY = re.compile(
    r"\b(?:per|by|for each|for every|in each|of each|of every|within each|grouped by|group(?:s|ed)? (?:\w+ )?by|each)\s+(?P<key>[\w .'-]+?)(?=,|$| and\b| with\b| in\b| or\b| from\b| over\b| that\b| as\b| to\b| of\b| is\b| was\b| are\b|\()"
)
_ANY = re.compile(
    r"\b(a|any|one|some|given|chosen|certain|specified|selected|another|the given|or more)\b.{0,12}\bcolumns?\b|^columns?$|\bcolumns?\b.{0,20}\b(choose|choice|given|name)|^(group|field|key|value)$"
)
_COLUMNS = re.compile(
    r"\b(?:columns?|fields?|headers?)(?: named| called| are|:)?\s+"
    r"(?P<names>\w+(?: (?!and\b)\w+){0,2}(?:,\s*(?!and\b)\w+(?: (?!and\b)\w+){0,2})*(?:,?\s+and\s+\w+)?)"
)
_BRACKETS = re.compile(
    r"\b(?:csv|table|columns|spreadsheet|export)\b[^().]{0,40}\((?P<names>\w+(?: \w+)?(?:,\s*(?:and )?\w+(?: \w+)?)+)\)"
)
_WITH = re.compile(
    r"\b(?:csv|file|table|export|list|spreadsheet)s?\b[\w ]{0,30}\b(?:with|of|has|having|contain(?:s|ing))\s+(?:the columns |columns )?(?P<names>\w+(?: \w+)?(?:,\s*\w+(?: \w+)?)+,?\s+and\s+(?:an? )?\w+(?: \w+)?)"
)
_TYPES: tuple[tuple[ColumnType, str], ...] = (
    ("email", r"e-?mail"),
    ("date", r"\b(date|day|time|timestamp|when|birthday|born|due)\b"),
    (
        "number",
        r"\b(amount|price|cost|quantity|total|number|count|hours?|minutes|age|score|points|weight|value|sum|sales|revenue|temperature|salary|rating|units|stock|duration|distance|balance|qty|size|grade)\b",
    ),
)
_STOP = frozenset(["a", "an", "the", "its", "and", "or", "of", "each", "every", "per", "by"])


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What is known while rows are read about: their source and the columns that the brief names."""

    kind: SourceKind
    columns: tuple[TableColumn, ...]
    words: ToolWords
    english: English

    def column(self, phrase: str) -> str:
        """The column that a phrase means: a known one, else one made of its words; '' when it stands for any."""
        phrase = phrase.strip(" '\"")
        if _ANY.search(phrase):
            return ""
        name = self.english.name(re.sub(r"\b(column|field|value)s?\b", "", phrase).strip() or phrase)
        if self.kind in ("access_log", "level_log", "folder"):
            known = self.words.columns[self.kind]
            plain = name.replace("_", " ")
            return next((known[k] for k in sorted(known, key=len, reverse=True) if re.search(rf"\b{k}\b", plain)), "")
        exact = [c.name for c in self.columns if self.english.name(c.name) == name]
        close = [c.name for c in self.columns if set(name.split("_")) & set(self.english.name(c.name).split("_"))]
        return (exact or close or [name])[0]

    def time(self) -> str:
        """The column that holds times."""
        if self.kind in ("access_log", "level_log"):
            return "time"
        return next((c.name for c in self.columns if c.type == "date"), "date")


_NO_NAME = re.compile(
    r"(to|that|which|are|is|be|should|can|in|by|of|with|from|for|must|will|as|if|or|not|only|counts?|sum|mean|median|average|minimum|maximum|min|max|writ\w+|print\w*|sort\w*|keep)\b"
)


def named_columns(text: str, english: English) -> tuple[TableColumn, ...]:
    """The columns that a sentence lists: 'with the columns date, amount and category'."""
    low = text.lower()
    match = _COLUMNS.search(low) or _WITH.search(low) or _BRACKETS.search(low)
    if not match or ("," not in match["names"] and " and " not in match["names"]):
        return ()
    parts = re.split(r",\s*(?:and\s+)?|\s+and\s+", match["names"])
    names = [re.sub(r"\b(an?|the|one|its)\b\s*", "", part).strip() for part in parts]
    good = [name for name in names if name and len(name.split()) <= 2]
    if len(good) < 2 or any(_NO_NAME.match(name) for name in good):
        return ()
    return tuple(TableColumn(name="_".join(name.split()), type=column_type(name)) for name in dict.fromkeys(good))


def column_type(name: str) -> ColumnType:
    """What a column holds, by its name."""
    plain = name.replace("_", " ")
    return next((kind for kind, pattern in _TYPES if re.search(pattern, plain)), "text")


_TOGETHER = re.compile(r"\b(column|numeric|statistics|of (the |a |an )?\w+|overall|total \w+)")
_ORDERING = re.compile(
    r"\b(sort\w*|order(ed|ing)|order (the|them|it)( \w+)?|filter\w*|dedup\w*|duplicates?)\b[\w ]{0,25}$"
)


def read_groups(clause: Clause, rows: Rows) -> Iterator[Said]:
    """Reports: 'requests per status', 'the total amount by region', 'the ten most requested URLs'."""
    text = clause.text
    if yielded := list(_top(clause, rows)):
        yield from yielded
        return
    if re.match(r"(?:and )?(?:it |are |is )*(?:sort|order)(?:s|ed)?\b", text) and not re.search(
        r"\b(per|each|every)\b", text
    ):
        return
    aggregates = _aggregates(text, rows)
    match = next((m for m in _BY.finditer(text) if not _ORDERING.search(text[: m.start()])), None)
    if match:
        yield from _group(clause, rows, match, aggregates)
    elif (
        rows.kind == "folder"
        and "sum" in aggregates
        and re.search(r"\b(totals?|overall|how much|sizes? of|usage)\b", text)
    ):
        yield Group(aggregates=("sum",), of="size", origin=clause.origin)
    elif rows.kind in ("csv", "json", "jsonl") and aggregates and (len(aggregates) > 2 or _TOGETHER.search(text)):
        of = _measured(text, rows)
        yield from _whole(clause, of, aggregates)
    elif (
        rows.kind in ("access_log", "level_log")
        and re.search(r"\b(total|overall|number of|count\w*|how many)\b", text)
        and (_errors(text, rows) or re.search(rows.words.things[rows.kind], text))
    ):
        yield Group(aggregates=("count",), where=_errors(text, rows), origin=clause.origin)


def _aggregates(text: str, rows: Rows) -> tuple[Aggregate, ...]:
    found = tuple(name for name, pattern in _AGGREGATES if re.search(pattern, text))
    if rows.kind in ("access_log", "level_log") and not re.search(r"\b(bytes|traffic|bandwidth|size)\b", text):
        return ("count",)
    if (
        "sum" in found
        and ("mean" in found or "count" in found)
        and re.search(r"total number|totals? (count|rows)", text)
    ):
        return tuple(name for name in found if name != "sum")
    return found


def _measured(text: str, rows: Rows) -> str:
    """The column whose numbers are added up; '' when any may be chosen."""
    if rows.kind in ("access_log", "folder"):
        return "size"
    for column in rows.columns:
        if column.type == "number" and re.search(rf"\b{re.escape(column.name.replace('_', ' '))}s?\b", text):
            return column.name
    match = re.search(
        r"\b(?:sums?|totals?|average|mean|median|minimum|maximum|add(?:s|ing)? up|sum(?:s|med)? up)\s+(?:of |up )?(?:the |all |an? )?(?:total )?(?P<of>[\w ]+?)(?= per| by| for| in| of each|,|$| and| grouped| column)",
        text,
    )
    numbers = [c.name for c in rows.columns if c.type == "number"]
    if (
        match
        and not re.search(
            r"\b(column|numeric|numbers?|values?|it|them|rows?|per|by|and|or|minimum|maximum|mean|median|average)\b",
            match["of"],
        )
        and match["of"].strip() not in _STOP
    ):
        known = rows.column(match["of"])
        return known if not numbers or known in numbers else numbers[0]
    return numbers[0] if len(numbers) == 1 else ""


def _whole(clause: Clause, of: str, aggregates: tuple[Aggregate, ...]) -> Iterator[Said]:
    if aggregates == ("count",):
        yield Group(origin=clause.origin)
        return
    if of:
        yield Group(aggregates=aggregates, of=of, origin=clause.origin)
        return
    option = Option(
        name="column", type="text", required=True, help="the column whose numbers are summed up", origin=clause.origin
    )
    option = named(option, clause)
    yield Group(aggregates=aggregates, of_option=option.name, origin=clause.origin)
    yield option


def _group(clause: Clause, rows: Rows, match: re.Match[str], aggregates: tuple[Aggregate, ...]) -> Iterator[Said]:
    unit = next((u for u in ("hour", "day", "month", "year") if re.search(rf"\b{u}\b|\b{u}ly\b", match["key"])), "")
    tabular = rows.kind in ("csv", "json", "jsonl")
    key = (
        rows.time()
        if unit and (not tabular or not any(c.name == unit for c in rows.columns))
        else rows.column(match["key"])
    )
    if not key and not tabular:
        return
    if not aggregates:
        if not tabular and rows.kind != "folder":
            aggregates = ("count",)
        elif re.search(r"\bgroup", clause.text) or rows.kind == "folder":
            aggregates = ("count", "sum") if rows.kind == "folder" else ("count",)
        else:
            return
    of = _measured(clause.text, rows) if aggregates != ("count",) else ""
    by = "" if key else "group_by"
    of_option = "" if of or aggregates == ("count",) else "column"
    if by:
        option = named(
            Option(name=by, type="text", required=True, help="the column to group by", origin=clause.origin),
            clause,
            ("by", "group", "group_by", "key"),
        )
        by = option.name
        yield option
    if of_option:
        yield Option(
            name=of_option,
            type="text",
            required=True,
            help="the column whose numbers are summed up",
            origin=clause.origin,
        )
    yield Group(
        key=key,
        unit=unit if unit and key == rows.time() else "",  # type: ignore[arg-type]
        aggregates=aggregates,
        of=of,
        key_option=by,
        of_option=of_option,
        where=_errors(clause.text[: match.start()], rows),
        origin=clause.origin,
    )


def _errors(text: str, rows: Rows) -> tuple[Condition, ...]:
    """Which entries a report counts, when it speaks of errors or warnings."""
    if rows.kind == "level_log":
        for word, level in (("error", "ERROR"), ("warning", "WARNING"), ("critical", "CRITICAL")):
            if re.search(rf"\b{word}s?\b", text) and not re.search(r"\berrors? messages?\b", text):
                return (Condition(column="level", value=level),)
    if rows.kind == "access_log":
        if re.search(r"\bserver errors?\b|\b5xx\b", text):
            return (Condition(column="status", operator=">=", value="500"),)
        if code := re.search(r"\b([1-5]\d\d)s?\b(?= (errors?|responses?|status|not found))", text):
            return (Condition(column="status", value=code[1]),)
        if re.search(r"\b(errors?|failed|failures|4xx)\b", text):
            return (Condition(column="status", operator=">=", value="400"),)
    return ()


def _top(clause: Clause, rows: Rows) -> Iterator[Said]:
    pattern = r"\b(?:top|most (?:frequent|common|requested|visited|active|popular|used|viewed|often requested|accessed|important)|busiest|largest|biggest|commonest)\b(?P<rest>[\w ]*)"
    match = re.search(pattern, clause.text)
    if not match:
        return
    count = number_in(clause.text, rows.english)
    option = Option(name="top", type="integer", default=count or 10, help="how many to show", origin=clause.origin)
    option = named(option, clause, ("n", "limit", "top", "count", "max"))
    rest = re.sub(r"\b(\d+|ten|five|three|twenty|n)\b|--\S+", "", match["rest"]).strip()
    if rows.kind == "folder" and re.search(r"\bfiles?\b", match["rest"]):
        yield Group(key="path", aggregates=("sum",), of="size", limit=option.name, origin=clause.origin)
        yield option
        return
    if rows.kind == "folder":
        key = rows.column(rest)
        if key:
            yield Group(key=key, aggregates=("sum",), of="size", limit=option.name, origin=clause.origin)
            yield option
        return
    if rows.kind in ("csv", "json", "jsonl"):
        by = re.search(r"\bby (?:the |their |its )?(?P<column>[\w ]+)", clause.text)
        rowwise = re.search(r"\b(rows|records|lines|entries|products|items)\b", match["rest"])
        if by and rowwise and rows.column(by["column"]):
            yield Order(column=rows.column(by["column"]), descending=True, origin=clause.origin)
            yield Limit(option=option.name, origin=clause.origin)
            yield option
        return
    unit = next((u for u in ("hour", "day", "month") if re.search(rf"\b{u}s?\b", rest)), "")
    key = "time" if unit else rows.column(rest)
    if key:
        where = _errors(clause.text, rows) if rows.kind == "access_log" else _errors(rest, rows)
        if rows.kind == "level_log" and re.search(r"\berror messages?\b", clause.text):
            where = (Condition(column="level", value="ERROR"),)
        yield Group(key=key, limit=option.name, where=where, origin=clause.origin)
        yield option


def read_selection(clause: Clause, rows: Rows) -> Iterator[Said]:
    """Which rows and columns are kept, and in which order."""
    yield from _where(clause, rows)
    yield from _order(clause, rows)
    yield from _columns(clause, rows)


def _where(clause: Clause, rows: Rows) -> Iterator[Said]:
    text = clause.text
    if rows.kind in ("access_log", "level_log"):
        yield from _log_filters(clause, rows)
        return
    if rows.kind == "folder":
        if re.search(
            r"\b(larger|bigger|smaller|greater) than\b|\bminimum size\b|\bat least\b.{0,20}\b(bytes|size)\b", text
        ):
            option = named(
                Option(
                    name="min_size", type="number", help="only files of so many bytes at least", origin=clause.origin
                ),
                clause,
            )
            yield Where(column="size", operator=">=", option=option.name, origin=clause.origin)
            yield option
        if re.search(r"\b(newer|changed since|modified (since|after)|since)\b", text):
            option = Option(name="since", type="date", help="only files changed since then", origin=clause.origin)
            yield Where(column="modified", operator=">=", option="since", origin=clause.origin)
            yield option
        asked = re.search(r"\b(?:only|filter\w*|given|certain|by) (?:\w+ )?(extension|type)s?\b", text)
        if asked and not _BY.search(text):
            yield Where(column="extension", option="extension", origin=clause.origin)
            yield Option(name="extension", type="text", help="only files with this extension", origin=clause.origin)
        return
    if not re.search(r"\b(filter\w*|only|keep\w*|where|whose|select\w*|restrict\w*|match\w*|choose|limit\w*)\b", text):
        return
    if re.search(r"\b(from|between|since|after|date range|until|before|start date|end date)\b", text) and re.search(
        r"\b(dates?|day|period|range|since|until)\b", text
    ):
        yield from _range(clause, rows.time())
        return
    fixed = list(_fixed(clause, rows))
    if fixed:
        yield from fixed
        return
    if re.search(
        r"\bcolumns?\b.{0,30}\b(keep|show|select|include|choose)|\b(keep|select|choose|only|pick)\w* .{0,25}\bcolumns\b(?! (equals|is|has|contain|match))",
        text,
    ):
        return
    for column in rows.columns:
        plain = re.escape(column.name.replace("_", " "))
        if re.search(
            rf"\b(by|given|certain|one|single|a|of one|this|particular)\s+(the |a |one |given |certain )?{plain}\b",
            text,
        ):
            option = named(
                Option(
                    name=column.name,
                    type="number" if column.type == "number" else "text",
                    help=f"only rows with this {column.name.replace('_', ' ')}",
                    origin=clause.origin,
                ),
                clause,
            )
            yield Where(column=column.name, option=option.name, origin=clause.origin)
            yield option
            return
    if re.search(r"\b(rows?|records?|lines?|entries|condition|column|value|expression)\b", text):
        option = Option(
            name="where",
            type="text",
            help="only rows that fulfil it, such as city=Paris, amount>=10 or name~smith; may be repeated",
            origin=clause.origin,
        )
        option = named(option, clause)
        yield Where(option=option.name, origin=clause.origin)
        yield option


_FIXED = re.compile(
    r"\b(?:where|whose|with|that have|and)\s+(?:the |a |an )?(?P<column>[a-z_]+)(?: column)? (?:is |are |= ?)?"
    r"(?P<op>at least |at most |more than |less than |greater than |above |over |below |under |equals |contains |not |>= ?|<= ?|> ?|< ?|(?<=is )|(?<=are )|(?<== )|(?<==))"
    r"(?P<value>[\w.@-]+)"
)
_SIGNS: dict[str, Operator] = {
    "": "=", "equals": "=", "not": "!=", "contains": "contains", "above": ">", "over": ">", "more than": ">",
    "greater than": ">", ">": ">", "at least": ">=", ">=": ">=", "below": "<", "under": "<", "less than": "<", "<": "<",
    "at most": "<=", "<=": "<=",
}  # fmt: skip


def _fixed(clause: Clause, rows: Rows) -> Iterator[Said]:
    """Conditions with their values: 'where the status is open and the amount is over 100'."""
    if not re.search(r"\b(where|whose|with|that have)\b", clause.text):
        return
    for found in _FIXED.finditer(clause.text):
        vague = re.search(r"\b(column|value|given|certain|text|some|a|an|any)\b", f"{found['column']} {found['value']}")
        if not vague:
            sign = _SIGNS[found["op"].strip()]
            yield Where(column=rows.column(found["column"]), operator=sign, value=found["value"], origin=clause.origin)


def _range(clause: Clause, column: str) -> Iterator[Said]:
    flags = clause.flags
    start, end = (flags[0], flags[1]) if len(flags) == 2 else ("since", "until")
    both = re.search(r"\b(between|range|until|before|to a|end|and)\b", clause.text)
    if not (
        re.search(r"\b(until|before)\b", clause.text)
        and not re.search(r"\b(since|after|from|between|start)\b", clause.text)
    ):
        yield Where(column=column, operator=">=", option=start, origin=clause.origin)
        yield Option(
            name=start, type="date", help="only what is not older than this date or time", origin=clause.origin
        )
    if both:
        yield Where(column=column, operator="<=", option=end, origin=clause.origin)
        yield Option(name=end, type="date", help="only what is not newer than this date or time", origin=clause.origin)


def _log_filters(clause: Clause, rows: Rows) -> Iterator[Said]:
    text = clause.text
    limits = re.search(
        r"\b(filter\w*|only|restrict\w*|limit\w*|since|until|between|select\w*|keep\w*|ignor\w*|from a|given|exclud\w*|choose|narrow\w*)\b",
        text,
    )
    if not limits:
        return
    if re.search(
        r"\b(since|until|between|date range|from a (certain |given )?(date|time|day)|time (range|span|window|period)|start|after a|before a|by (date|time|day)|given (day|date|period))\b",
        text,
    ):
        yield from _range(clause, "time")
    choices = (
        ("level", "level", r"\b(level|severity)s?\b", "level_log"),
        ("status", "status", r"\bstatus\b", "access_log"),
        ("method", "method", r"\bmethod\b", "access_log"),
        ("host", "ip", r"\b(ip|host|client|address)\b", "access_log"),
        ("path", "path", r"\b(path|url|page)s?\b", "access_log"),
        ("message", "contains", r"\b(contain\w*|text|word|keyword|messages? (with|match))\b", "level_log"),
    )
    for column, name, pattern, kind in choices:
        if kind == rows.kind and re.search(pattern, text) and not re.search(rf"\bper {column}\b", text):
            contains = column in ("message", "path")
            option = (
                named(
                    Option(name=name, type="text", help=f"only entries with this {column}", origin=clause.origin),
                    clause,
                )
                if len(clause.flags) == 1
                else Option(name=name, type="text", help=f"only entries with this {column}", origin=clause.origin)
            )
            yield Where(
                column=column, operator="contains" if contains else "=", option=option.name, origin=clause.origin
            )
            yield option
    if (
        rows.kind == "level_log"
        and (found := re.search(r"\bonly (?:the )?(error|warning|info|debug|critical)s?\b", text))
        and not re.search(r"\blevels?\b", text)
    ):
        yield Where(column="level", value=found[1].upper(), origin=clause.origin)


def _order(clause: Clause, rows: Rows) -> Iterator[Said]:
    text = clause.text
    if not re.search(r"\b(sort\w*|order(s|ed|ing)?)\b", text) or re.search(r"\breorder", text):
        return
    match = re.search(
        r"\b(?:by|on)\s+(?:the |its |their )?(?P<column>[\w ]+?)(?=,|$| and\b| in\b| as\b| or\b| descending| ascending)",
        text,
    )
    column = rows.column(match["column"]) if match else ""
    if rows.kind in ("access_log", "level_log"):
        if column in ("time", "size"):
            yield Order(column=column, origin=clause.origin)
        return
    descending = bool(
        re.search(r"\b(largest|highest|biggest|newest|most \w+) first\b|\bdescending\b", text)
    ) and not re.search(r"\b(or|can|option|optional)", text)
    if rows.kind == "folder":
        yield Order(
            column="path" if "name" in text else "size", descending=descending or "size" in text, origin=clause.origin
        )
        return
    if column:
        yield Order(column=column, descending=descending, origin=clause.origin)
        return
    option = named(
        Option(name="sort", type="text", help="sort the rows by this column, numbers by size", origin=clause.origin),
        clause,
        ("sort", "sort_by", "order_by", "by"),
    )
    yield Order(option=option.name, descending=descending, origin=clause.origin)
    yield option


def _columns(clause: Clause, rows: Rows) -> Iterator[Said]:
    text = clause.text
    if rows.kind not in ("csv", "json", "jsonl"):
        return
    if re.search(r"\b(duplicate|de-?dup|unique (rows|records|lines))\w*", text):
        yield from _distinct(clause, rows)
    elif re.search(r"\b(drop|remov|exclud|delet|hid|leav|without|omit)\w*\b.{0,30}\bcolumns?\b", text):
        option = named(Option(name="drop", type="names", help="leave these columns out", origin=clause.origin), clause)
        yield Select(option=option.name, drop=True, origin=clause.origin)
        yield option
    elif re.search(
        r"\b(select|choos|pick|keep|only|reorder|rearrang|includ)\w*\b.{0,40}\bcolumns\b|\bcolumns\b.{0,30}\b(keep|show|select|include|choose|chosen|selected|print|output|wanted|want)\w*",
        text,
    ):
        wanted = tuple(column.name for column in named_columns(text, rows.english))
        if wanted and re.search(r"\bonly\b", text):
            yield Select(columns=wanted, origin=clause.origin)
            return
        option = named(
            Option(name="columns", type="names", help="print only these columns, in this order", origin=clause.origin),
            clause,
        )
        yield Select(option=option.name, origin=clause.origin)
        yield option
    if re.search(
        r"\b(first (\w+|\d+)? ?rows|limit\w* .{0,25}(rows|number|output|result)|at most \w+ rows|number of rows|only \d+ rows|top \w+ rows)\b|--limit",
        text,
    ) and not re.search(r"\bcount", text):
        option = named(
            Option(name="limit", type="integer", default=None, help="print only so many rows", origin=clause.origin),
            clause,
        )
        yield Limit(option=option.name, origin=clause.origin)
        yield option


def _distinct(clause: Clause, rows: Rows) -> Iterator[Said]:
    match = re.search(
        r"\b(?:by|same|on|in|based on|according to)\s+(?:the |a |an |one |its )?(?P<column>[\w ]+?(?: columns?)?)(?=,|$| and\b| or\b)",
        clause.text[max(0, clause.text.find("dup")) :],
    )
    column = rows.column(match["column"]) if match else ""
    if column and not rows.words.optional.search(clause.text):
        yield Distinct(columns=(column,), origin=clause.origin)
        return
    if match and re.search(r"\bcolumns?\b", clause.text):
        option = named(
            Option(
                name="unique",
                type="names",
                help="keep the first row of those that are equal in these columns",
                origin=clause.origin,
            ),
            clause,
        )
        yield Distinct(option=option.name, origin=clause.origin)
        yield option
        return
    if rows.words.optional.search(clause.text):
        option = named(Option(name="unique", help="print equal rows once", origin=clause.origin), clause)
        yield Distinct(when=option.name, origin=clause.origin)
        yield option
        return
    yield Distinct(origin=clause.origin)


_LOG_FLAGS: dict[str, tuple[str, Operator]] = {
    "level": ("level", "="), "status": ("status", "="), "method": ("method", "="), "ip": ("host", "="), "host": ("host", "="),
    "path": ("path", "contains"), "url": ("path", "contains"), "contains": ("message", "contains"), "grep": ("message", "contains"),
    "message": ("message", "contains"), "since": ("time", ">="), "from": ("time", ">="), "until": ("time", "<="), "to": ("time", "<="),
}  # fmt: skip


def constrained_columns(text: str) -> list[str]:
    """The columns that a brief of a validator says something of: 'sku must be unique'."""
    found = re.findall(
        r"\b(?:the )?(?:columns? |field )?([a-z_]+)(?: columns?| field)? (?:must|should|has to|have to|needs to|may not|cannot)\b",
        text,
    )
    return [name for name in found if name not in _NOT_COLUMNS]


_NOT_COLUMNS = frozenset(
    [
        "row",
        "rows",
        "file",
        "files",
        "it",
        "they",
        "every",
        "value",
        "values",
        "cell",
        "cells",
        "and",
        "column",
        "columns",
        "field",
        "fields",
        "program",
        "tool",
        "line",
        "lines",
        "which",
        "that",
        "header",
        "data",
    ]
)


def read_log_flags(clause: Clause, rows: Rows) -> Iterator[Said]:
    """Options that a log tool's brief names without more: 'with a --level option'."""
    for name in clause.flags:
        column, operator = _LOG_FLAGS.get(name, ("", "="))
        if column in rows.words.columns.get(rows.kind, {}).values() or (column == "time" and rows.kind.endswith("log")):
            kind: OptionType = "date" if column == "time" else "text"
            yield Where(column=column, operator=operator, option=name, origin=clause.origin)
            yield Option(name=name, type=kind, help=f"only entries by their {column}", origin=clause.origin)


def read_validation(clause: Clause, rows: Rows) -> Iterator[Said]:
    """What each column must hold: 'the email must be valid', 'id is unique', 'no empty names'."""
    if first(rows.words.validate, clause.text):
        yield Validate(origin=clause.origin)
    last: list[TableColumn] = []
    for text in re.split(r",\s*(?:and\s+)?|\s+and\s+|;", clause.text):
        mentioned = [column for column in rows.columns if _mentions(text, column.name)]
        last = mentioned or last
        if len(last) < 1 or (
            re.search(r"\bcolumns?\b.*\b(with|named|called)?\b", text)
            and len(rows.columns) > 1
            and not _CONSTRAINT.search(text)
        ):
            continue
        for column in last:
            if _CONSTRAINT.search(text):
                yield replace(
                    column,
                    required=bool(re.search(r"\b(empty|missing|blank|required|mandatory|filled|present)\b", text)),
                    unique=bool(re.search(r"\b(unique|twice|duplicates?|only once)\b", text)),
                    type=_said_type(text, column.type),
                    origin=clause.origin,
                )


_CONSTRAINT = re.compile(
    r"\b(empty|missing|blank|required|mandatory|filled|present|unique|twice|duplicates?|only once|valid|must|numeric|a (\w+ )?(date|number)|has to|should be|numbers?|dates?)\b"
)


def _mentions(text: str, column: str) -> bool:
    plain = re.escape(column).replace("_", "[_ ]")
    return bool(re.search(rf"(?<![\w]){plain}s?(?![\w])", text))


def _said_type(text: str, usual: ColumnType) -> ColumnType:
    kinds: tuple[tuple[ColumnType, str], ...] = (
        ("email", r"\bvalid e-?mail|\be-?mail address"),
        ("date", r"\b(a|valid|real|iso) (\w+ )?dates?\b"),
        ("number", r"\b(a|be|valid|positive|whole|decimal) (\w+ )?numbers?\b|\bnumeric\b|\bnumbers\b|\binteger\b"),
    )
    return next((kind for kind, pattern in kinds if re.search(pattern, text)), usual)
