"""What one clause of a brief says of a tool, and how a brief is cut into clauses. Used by the tool rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from engines.kernel.spec import Origin
from engines.kernel.spec.tool import Behaviour, Option, Output, Step, TableColumn
from engines.spec.english import English
from engines.spec.model import Statement
from engines.spec.tool_words import ToolWords

Said = Step | Option | Output | Behaviour | TableColumn
_CUT = re.compile(
    r";\s+|:\s+|\.\s+|\s[-–—]+\s|,?\s+(?:but|then|so that|whereas)\s+"
    r"|,\s*(?:and |or |then |also |as well as )*(?=(?:it |which |that |the \w+ )?(?:can |could |should |must |may |optionally |also |has |with |which |an option|options? )*(?P<verb>[a-z]+))"
    r"|\s+and\s+(?:also |then |optionally )?(?=(?:it |can |could |should |must |may |has |an option )*(?P<verb2>[a-z]+))"
)
_REPORT = re.compile(
    r"(?:,\s*(?:and\s+)?|\s+and\s+)(?=(?:the |an? )?(?:(?:ten|five|three|twenty|\d+) )?(?:how (?:many|often|much)|top|total|average|mean|number of|errors?|requests?|warnings?|unique|distinct|traffic|bytes|most|busiest"
    r"|largest|biggest|counts?|sum|minimum|maximum|median|daily|hourly|monthly)\b)"
)
_COMPLETE = re.compile(
    r"\b(?:per|by|each|every|top|most|busiest|number of|how many|largest|biggest|total \w+|unique)\b"
)
_LINK = re.compile(r"[\s,]+(?:and|or|then|but|also)$")
FLAG = re.compile(r"(?<![\w-])--([a-z][a-z0-9-]*)")


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A part of a statement in lower case, from `start`; `whole` is the statement; `listed`: an item of a list."""

    text: str
    whole: str
    number: int
    start: int = 0
    listed: bool = False

    @property
    def origin(self) -> Origin:
        """Where facts of this clause come from."""
        return Origin(sentences=(self.number,))

    @property
    def flags(self) -> list[str]:
        """The options that the clause names itself, in snake_case."""
        return [name.replace("-", "_") for name in FLAG.findall(self.text)]


def clauses(statement: Statement, words: ToolWords, *, reports: bool = False) -> list[Clause]:
    """The clauses of a statement: cut where another thing is asked for, and between the `reports` of a list."""
    low = statement.text.lower().replace("’", "'").strip()
    low = re.sub(r"\b(find|search) and (replac)", r"\1-and-\2", low)
    starts = [0]
    for cut in _CUT.finditer(low):
        verb = cut["verb"] or cut["verb2"]
        if (
            verb is None
            or words.asks.fullmatch(verb)
            or verb in ("ignore", "ignores", "filter", "filters", "exit", "exits")
        ):
            starts.append(cut.end())
    items: set[int] = set()
    if reports:
        for cut in _REPORT.finditer(low):
            begun = max(start for start in starts if start <= cut.start())
            if _COMPLETE.search(low[begun : cut.start()]):
                starts = sorted({*starts, cut.end()})
                items.add(cut.end())
    ends = [*starts[1:], len(low)]
    parts = [_LINK.sub("", low[a:b].strip(" ,.;:!")) for a, b in zip(starts, ends, strict=True)]
    return [
        Clause(text=part, whole=low, number=statement.number, start=a, listed=a in items)
        for part, a in zip(parts, starts, strict=True)
        if part
    ]


def number_in(text: str, english: English) -> int | None:
    """The first number of a text that is no ordinal, in digits or as a word."""
    for word in re.findall(r"\d+|[a-z-]+", text):
        if word not in ("one", "a", "an") and (found := english.number(word)) is not None and found > 0:
            return found
    return None


def is_optional(clause: Clause, words: ToolWords, end: int | None = None) -> bool:
    """Whether the clause, as far as `end`, offers something rather than asking that it always happens."""
    text = clause.text if end is None else clause.text[: end + 20]
    return bool(words.optional.search(text) or clause.flags)


def named(option: Option, clause: Clause, role: tuple[str, ...] = ()) -> Option:
    """The option under the name that the brief gives it, when the clause names one alone."""
    own = [flag for flag in clause.flags if flag not in ("json", "help", "version", "format", "output")]
    if len(own) == 1 and (not role or own[0] in role):
        return replace(option, name=own[0])
    return option
