"""Puts blocks into a tree by their depth and finds what each stands under: a thing, a kind of section. Used by document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from engines.spec.chunks import chunks
from engines.spec.english import English
from engines.spec.grammar.tagging import tags_of
from engines.spec.layout.blocks import Block
from engines.spec.layout.listing import keyed, read_listing, read_property
from engines.spec.layout.remarks import unbracketed
from engines.spec.layout.words import LayoutWords, plain_heading
from engines.spec.patterns import pattern

_ABOUT = pattern(
    r"^(?:for|of|about) (?:each|every|all|an?) (?P<one>[\w\- ]+?)(?:,? (?:we|i|you|the system|it|store|keep|record).*)?$"
    r"|^(?:an?|each|every|the)? ?(?P<two>[\w\- ]+?) (?:has|have|contains?|consists? of|includes?|needs?|stores?|records?)(?: the following.*| these.*)?$"
    r"|^(?:the )?(?:fields|properties|attributes|columns|data|details|information|table|entity|lifecycle|life cycle|status(?:es)?|states|workflow|flow) (?:of|for|about) (?:an?|the|each|every|all)? ?(?P<three>[\w\- ]+?)(?: are)?$"
    r"|^(?:table|entity|resource|object|class|model|collection|document|type)\s*[:\-–]?\s+(?P<four>[\w\-]+(?: [\w\-]+)?)$"
    r"|^(?P<five>[\w\-]+(?: [\w\-]+)?) (?:table|entity|fields|properties|attributes|columns|data|details|record|records|object|model|status(?:es)?|states?|lifecycle|life cycle|workflow|flow)$",
    re.IGNORECASE,
)
_STATES = pattern(r"\b(?:status(?:es)?|states?|lifecycle|life cycle|workflow|flow|stages?)\b", re.IGNORECASE)
_LONGEST_HEAD = 3
_SEVERAL = 2
_LEAD = (-40, 0)


@dataclass
class Node:
    """A block with what stands below it; `section` and `thing` are what it announces for those, '' when nothing."""

    block: Block
    text: str
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    section: str = ""
    thing: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """The headings and keys above, outermost first."""
        above = self.parent.path if self.parent else ()
        return (*above, self.parent.text.rstrip(": ")) if self.parent else above

    def under(self, kind: str) -> str:
        """The nearest section or thing above."""
        node = self.parent
        while node:
            if found := str(getattr(node, kind)):
                return found
            node = node.parent
        return ""


def outline(blocks: list[tuple[Block, str]], english: English, words: LayoutWords) -> list[Node]:
    """The nodes in the order of the text, each knowing what stands above it."""
    nodes = list(_tree(blocks, words))
    for node in nodes:
        key, rest = keyed(node.text)
        heading = node.text if node.block.kind == "heading" or not key else key
        announces = node.block.kind == "heading" or bool(key) or node.text.endswith(":") or bool(node.children)
        node.section = words.section(heading) if announces and len(heading.split()) <= 8 else ""
        inner = node.section == "things" == node.under("section") and words.may_be_thing(heading)
        if inner or (node.section == "title" and not rest):
            node.section = ""
        below = bool(node.children) or (node.section == "states" and bool(rest))
        if below and node.section in ("", "states") and node.block.kind != "row":
            node.thing = _thing(node, key if rest else node.text, english, words)
    return nodes


def _tree(blocks: list[tuple[Block, str]], words: LayoutWords) -> Iterator[Node]:
    stack: list[tuple[tuple[int, int], Node]] = []
    for position, (block, text) in enumerate(blocks):
        following = blocks[position + 1][0] if position + 1 < len(blocks) else None
        depth = _depth(block, text, following, words)
        while stack and (stack[-1][0] >= depth or (block.apart and stack[-1][0] == _LEAD)):
            stack.pop()
        node = Node(block, text, stack[-1][1] if stack else None)
        if node.parent:
            node.parent.children.append(node)
        stack.append((depth, node))
        yield node


def _depth(block: Block, text: str, following: Block | None, words: LayoutWords) -> tuple[int, int]:
    """A short line by itself is a heading, whatever it looks like."""
    if block.kind == "row":
        return (block.depth[0], 30)
    alone = block.apart and (following is None or following.apart)
    short = len(text.split()) <= 6 and not re.search(r"[.!?;,]$", text) and not keyed(text)[1]
    below = following is not None and following.kind == "plain" and following.depth == block.depth
    if block.kind == "plain" and text.endswith(":"):
        return _LEAD if below and short and words.section(text) else block.depth
    heads = block.kind == "plain" and block.apart and short and block.depth[0] == 0
    if heads and (words.section(text) or (alone and text[:1].isupper())):
        return (-50, 0)
    numbered = block.kind == "bullet" and block.depth[1] < 10 and short and following and following.kind == "plain"
    if numbered and text[:1].isupper() and following and following.depth[0] <= block.depth[0]:
        return (-60, block.depth[1])
    return block.depth


def _thing(node: Node, head: str, english: English, words: LayoutWords) -> str:
    """The thing that a head names, when what stands below it are its properties."""
    plain = re.sub(r"\s*\([^()]*\)", "", head).strip(" .:#*")
    plain = re.sub(r"^[\d.]+\s+", "", plain)
    about = _ABOUT.match(plain)
    named = next((found for found in about.groups() if found), "") if about else plain
    known = english.words(named)
    if not known or len(known) > _LONGEST_HEAD or any(_no_noun(word, english) for word in known):
        return ""
    if _STATES.search(plain) and named != plain:
        node.section = "states"
        return named
    general = bool(about) or words.may_be_thing(named)
    own = (general and node.under("section") == "things") or (
        about and len(known) > 1 and words.may_be_thing(known[-1])
    )
    if words.section(named) not in ("", "title") and not own:
        return ""
    lines = [child for child in node.children if child.block.kind != "row"]
    if sum(bool(child.children) for child in lines) * 2 > len(lines) and not node.under("section"):
        return ""
    listed = sum(1 for child in lines if _is_listed(child))
    rows = next((child for child in node.children if child.block.kind == "row"), None)
    columns = words.column(rows.text.strip("| ").split("|")[0]) if rows else ()
    if "thing" in columns:
        return ""
    rest = keyed(node.text)[1]
    if rest:
        return named if lists_properties(rest, english) else ""
    givers = sum(1 for child in lines if gives_thing(child.text, english))
    if givers * 2 > len(lines) or (givers >= _SEVERAL and givers * 2 > listed):
        return ""
    sure = node.under("section") == "things"
    described = bool({"property", "state"} & set(columns)) and "thing" not in columns
    return named if sure or described or (bool(lines) and listed >= 0.5 * len(lines)) else ""


def lists_properties(text: str, english: English) -> bool:
    """Whether a text lists at least two properties of which one is known."""
    return known_share(text, english) > 0


def known_share(text: str, english: English) -> float:
    """How much of a list of at least two properties is known by name or has notes; 0 when it is none."""
    found = read_listing(text)
    if found is None or len(found.properties) < 2 or re.search(r"\b(?:with|having)\b", found.properties[0]):
        return 0.0
    if _is_said(text, english):
        return 0.0
    names = [english.name(re.sub(r"[(=].*$", "", each)).split("_") for each in found.properties]
    types = english.lexicon.types
    known = [any(" ".join(name[start:]) in types for start in range(len(name))) for name in names]
    noted = ["(" in each or "/" in each for each in found.properties]
    return sum(one or two for one, two in zip(known, noted, strict=True)) / len(names)


def _is_said(text: str, english: English) -> bool:
    """Whether what looks like a list begins with a clause: 'each paper belongs to a registration, bears a score'."""
    begun = chunks(tags_of(text, english.lexicon.grammar), english)[:1]
    return any(part.kind == "clause" and part.tags[0].tag in ("det", "pron") for part in begun)


def gives_thing(text: str, english: English) -> bool:
    """Whether a line gives a thing with its own properties: 'Clients (company, email)', 'bikes: brand, model'."""
    _, rest = keyed(text)
    plain, notes = unbracketed(text)
    if not rest and len(notes) == 1 and len(plain.split()) <= _LONGEST_HEAD:
        rest = notes[0]
    return bool(rest) and bool(english.words(text)) and lists_properties(rest, english)


def _is_listed(node: Node) -> bool:
    """Whether a line can be a property: a short noun phrase, perhaps with notes."""
    found = read_property(node.text)
    return bool(found and found.properties) and (len(node.text.split()) < 12 or ":" in node.text or "," in node.text)


def _no_noun(word: str, english: English) -> bool:
    lexicon = english.lexicon
    return (
        word in lexicon.prepositions
        or word in lexicon.modals
        or word in lexicon.nobody
        or word in ("and", "or", "is", "are")
    )


def is_heading_only(node: Node) -> bool:
    """Whether a node only names what stands below it."""
    return (
        bool(node.children)
        and (node.block.kind == "heading" or not keyed(node.text)[1])
        and bool(node.section or node.thing or node.block.kind == "heading" or plain_heading(node.text) == "")
    )
