"""Splits a brief into numbered statements, each with what it stands under. First stage of the plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from engines.spec.choosing import chosen
from engines.spec.english import English
from engines.spec.gapping import ungapped
from engines.spec.layout.blocks import blocks
from engines.spec.layout.heads import head_of
from engines.spec.layout.letters import courtesies
from engines.spec.layout.listing import is_nameless_states, keyed, read_listing, read_property
from engines.spec.layout.outline import Node, gives_thing, is_heading_only, known_share, outline
from engines.spec.layout.people import role_sentences
from engines.spec.layout.predicates import linked, predicated
from engines.spec.layout.records import Records, is_spoken
from engines.spec.layout.remarks import unbracketed
from engines.spec.layout.shorthand import spelt_out, without_emphasis
from engines.spec.layout.tables import Row, read_table
from engines.spec.lexicon import Lexicon
from engines.spec.model import Statement, StatementKind

_END = re.compile(r"[.!?]+[\"')\]]*\s+(?![)}\]&/=<>|,;])")
_NO_LIST = frozenset({"rules", "features", "computed", "context", "unwanted", "relations", "roles", "states"})
_FIRST = 6
_CLEAR = 0.5


def statements(text: str, lexicon: Lexicon) -> tuple[Statement, ...]:
    """Every statement of the text in order, numbered from 1."""
    found = _Document(English(lexicon)).read(text)
    return tuple(replace(statement, number=number) for number, statement in enumerate(found, 1))


def sentences(text: str, lexicon: Lexicon) -> list[str]:
    """The sentences of a paragraph; abbreviations, numbers and brackets do not end one."""
    parts, start = [], 0
    for match in _END.finditer(text):
        before = text[start : match.start()].rsplit(" ", 2)
        word = before[-1].lstrip("(").lower()
        inside = text.count("(", start, match.start()) > text.count(")", start, match.end())
        capital = len(before) < 2 or before[-2][:1].isupper()
        initial = len(word) == 1 and before[-1].isupper() and word != "i" and capital
        said = word == "no" and len(before) > 1 and before[-2].lower() in ("default", "or", "is", "say")
        short = word.rstrip(".") in lexicon.abbreviations or f"{word.rstrip('.')}." in lexicon.layout.shorthand
        if (short and not said) or inside or initial:
            continue
        parts.append(text[start : match.end()].strip())
        start = match.end()
    return [part for part in (*parts, text[start:].strip()) if part]


@dataclass
class _Document:
    """Reads one text; `_titled` once its title has been found, `_living` the last thing whose row has a status."""

    english: English
    _titled: bool = field(default=False)
    _living: str = field(default="")
    _records: Records = field(init=False)

    def read(self, text: str) -> Iterator[Statement]:
        """The statements, not numbered yet."""
        words = self.english.lexicon.layout
        found = [(block, without_emphasis(block.text)) for block in blocks(text)]
        found = [(block, said) for block, said in found if re.search(r"\w", said)]
        aside = courtesies([said for _, said in found], words)
        self._records = Records(self.english).learned(
            self._spelt(said) for _, text in found for said in self._sentences(text)
        )
        nodes = outline(found, self.english, words)
        first = next((n for n in range(len(nodes)) if n not in aside), 0)
        for rows, group in groupby(enumerate(nodes), key=lambda pair: pair[1].block.kind == "row"):
            if rows:
                for table in _tables([node for _, node in group]):
                    yield from self._table(table)
                continue
            for position, node in group:
                if position in aside:
                    yield _plain(node, node.text, "aside")
                else:
                    yield from self._node(node, position, nodes, first)

    def _node(self, node: Node, position: int, nodes: list[Node], first: int) -> Iterator[Statement]:
        key, rest = keyed(node.text)
        if "unwanted" in (node.section, node.under("section")):
            yield from (_plain(node, part, "aside") for part in sentences(node.text, self.english.lexicon))
        elif node.section == "title" and rest and not self._titled and position < _FIRST:
            self._titled = True
            yield replace(_plain(node, node.text, "title"), text=rest)
        elif position == first and not self._titled and not self._records.form(node.text) and _is_title(node, nodes):
            self._titled = True
            yield _plain(node, node.text, "title")
        elif is_heading_only(node):
            yield _plain(node, node.text, "heading")
        else:
            yield from self._body(node, key, rest)

    def _body(self, node: Node, key: str, rest: str) -> Iterator[Statement]:
        """The sentences of a block, each with what it stands under."""
        section, text = node.section or node.under("section"), node.text
        thing = bool(key and node.section) and known_share(self._spelt(rest), self.english) >= _CLEAR
        if (thing and self.english.lexicon.layout.may_be_thing(key)) or (
            node.under("thing") and node.section != "properties"
        ):
            section = node.under("section")
        elif node.section not in ("", "states") and rest:
            text = rest[1:-1].strip() if rest[:1] + rest[-1:] in ("[]", "{}") else rest
        parts = [part for said in self._sentences(text) for part in self._pieces(said, node)]
        for position, part in enumerate(parts):
            first = not position
            kind: StatementKind = "bullet" if node.block.kind == "bullet" and first else "prose"
            original = node.text if len(parts) == 1 else part
            under = node.thing if node.section == "states" else node.under("thing")
            told = section if first or section in ("rules", "roles") else node.under("section")
            plain = replace(
                _plain(node, original, kind),
                section=told,
                under=under,
                text=ungapped(chosen(self._spelt(part), self.english), self.english),
            )
            statement = self._told(plain, first)
            yield self._of_before(statement, parts[position - 1]) if position else statement

    def _sentences(self, text: str) -> list[str]:
        return sentences(text, self.english.lexicon)

    def _spelt(self, text: str) -> str:
        return spelt_out(text, self.english.lexicon.layout)

    def _pieces(self, said: str, node: Node) -> list[str]:
        """A sentence, cut where it goes on with another thing's properties."""
        pieces = [said] if node.under("thing") else self._records.pieces(self._spelt(said))
        return pieces if len(pieces) > 1 else [said]

    def _told(self, statement: Statement, first: bool) -> Statement:
        """The statement with its properties, where it is a list of them, or with its roles."""
        text = statement.text
        if statement.section == "roles":
            roles, said = role_sentences(text, self.english)
            return replace(statement, roles=roles, text=said or text) if roles else statement
        if statement.under and statement.section not in _NO_LIST:
            found = read_property(text)
            if found:
                return replace(statement, properties=found.properties, said=found.said)
        if statement.section not in _NO_LIST - {"states"} and (record := self._records.read(text)):
            listed = record.listing.properties
            related = tuple(name for name in record.head.related if name not in listed and self._is_one(name))
            sentences_ = (record.key, *record.listing.said) if record.head.clause else record.listing.said
            return replace(statement, under=record.head.name, properties=(*related, *listed), said=sentences_)
        if (
            not first
            and not statement.section
            and ":" not in text
            and known_share(text, self.english) >= _CLEAR
            and not is_spoken(text)
        ):
            found = read_listing(text)
            if found and not found.said and all(self._is_plain(each) for each in found.properties):
                return replace(statement, properties=found.properties)
        if is_nameless_states(text):
            return replace(statement, text=f"status: {text}")
        said = linked(text, self.english) if statement.section == "relations" else predicated(text, self.english)
        return (
            replace(statement, text=said) if said and statement.section not in _NO_LIST - {"relations"} else statement
        )

    def _of_before(self, statement: Statement, before: str) -> Statement:
        """'The system manages ponds. Attributes: name, surface' has the properties of what was just spoken of."""
        key, rest = keyed(statement.text)
        if statement.properties or not key or self.english.lexicon.layout.section(key) != "properties":
            return statement
        head, found = head_of(before.strip(" .:"), self.english, many=True), read_listing(rest)
        if head is None or found is None:
            return statement
        return replace(statement, under=head.name, properties=found.properties, said=found.said)

    def _is_one(self, name: str) -> bool:
        """Whether what a thing hangs on is one of a kind: told of elsewhere, or in the singular."""
        return self.english.name(name) in self._records.heads or not self.english.is_plural(name.split()[-1])

    def _is_plain(self, item: str) -> bool:
        """Whether an item names one property, in at most four words beside its notes."""
        return len(unbracketed(item)[0].split()) <= 4 and not gives_thing(item, self.english)

    def _table(self, nodes: list[Node]) -> Iterator[Statement]:
        """The rows of one table; its header is a heading."""
        words = self.english.lexicon.layout
        rows = [
            tuple(spelt_out(cell.strip(), words) for cell in node.text.strip().strip("|").split("|")) for node in nodes
        ]
        if listed := self._headless(rows):
            yield from (
                self._told(_plain(node, text, "bullet"), True) for node, text in zip(nodes, listed, strict=True)
            )
            return
        yield _plain(nodes[0], " | ".join(rows[0]), "heading")
        thing = nodes[0].under("thing")
        unwanted = nodes[0].under("section") == "unwanted"
        for node, row in zip(nodes[1:], read_table(rows[0], rows[1:], thing, words), strict=True):
            plain = _plain(node, " | ".join(c.strip() for c in node.text.strip().strip("|").split("|")), "bullet")
            yield replace(plain, kind="aside", text="") if unwanted else self._row(plain, row)

    def _headless(self, rows: list[tuple[str, ...]]) -> list[str]:
        """The rows as lines when the first is no header: a thing and its list like all others."""
        lines = [" | ".join(row) for row in rows]
        listed = all(len(row) == 2 for row in rows) and all(self._records.read(line) for line in lines[:2])
        return lines if listed else []

    def _row(self, statement: Statement, row: Row) -> Statement:
        """A row as a statement: properties and sentences, or what a role may."""
        if row.role:
            lines = row.said if ":" in (row.said or ("",))[0] else tuple(f"{row.role}: {said}" for said in row.said)
            told = [role_sentences(line, self.english) for line in lines]
            roles = tuple(dict.fromkeys(role for names, _ in told for role in names))
            return replace(statement, section="roles", roles=roles, text="; ".join(said for _, said in told if said))
        if any(re.match(r"(?:status|state|stage)\b", each.lower()) for each in row.properties):
            self._living = row.under
        under = row.under or (self._living if row.states else "")
        return replace(statement, under=under, properties=row.properties, said=row.said, text="; ".join(row.said))


def _tables(nodes: list[Node]) -> list[list[Node]]:
    """The rows of each of several tables below one another."""
    starts = [n for n, node in enumerate(nodes) if node.block.apart or not n]
    return [nodes[one:two] for one, two in pairwise([*starts, len(nodes)])]


def _plain(node: Node, text: str, kind: StatementKind) -> Statement:
    return Statement(number=0, text=text, original=text, kind=kind, path=node.path, section=node.under("section"))


def _is_title(node: Node, nodes: list[Node]) -> bool:
    """Whether the first block names the application rather than the first of several equal headings."""
    if node.section not in ("", "title") or node.thing or keyed(node.text)[1] or node.text.endswith(":"):
        return False
    if node.block.kind == "heading":
        return sum(n.block.depth == node.block.depth and n.block.kind == "heading" for n in nodes) == 1
    short = len(node.text.split()) <= 10 and not re.search(r"[.!?:;,]$", node.text)
    return short and node.block.kind in ("plain", "bullet") and nodes[-1] is not node
