"""What a model's answer says: edits in either form, wishes for its tools, and the rest. Pure; used by the developer.

Search and replace blocks are those that strong models were trained on; small ones give whole files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.agents.coding.model import Edit, Said, ToolName, Wish

_BLOCK = re.compile(
    r"^(?P<path>[^\s`<>][^\n`]*?)[ \t]*\n(?:```[^\n]*\n)?<{5,9} SEARCH[ \t]*\n(?P<search>.*?)^={5,9}[ \t]*\n(?P<replace>.*?)^>{5,9} REPLACE[ \t]*$(?:\n```[ \t]*$)?",
    re.M | re.S,
)
_MORE = re.compile(
    r"^<{5,9} SEARCH[ \t]*\n(?P<search>.*?)^={5,9}[ \t]*\n(?P<replace>.*?)^>{5,9} REPLACE[ \t]*$", re.M | re.S
)
_FILE = re.compile(
    r"^(?:#+ *)?(?:\*\*)?FILE:[ \t]*`?(?P<path>[^\n`*]+?)`?(?:\*\*)?[ \t]*\n+(?P<fence>`{3,})[^\n]*\n(?P<text>.*?)^(?P=fence)[ \t]*$",
    re.M | re.S,
)
_WISH = re.compile(r"^(READ|SEARCH|RUN|TEST|ASK)[ \t]+(\S[^\n]*)$", re.M)
_TOOLS: dict[str, ToolName] = {"READ": "read", "SEARCH": "search", "RUN": "run", "TEST": "test", "ASK": "ask"}
_OPENED = re.compile(r"^<{5,9} SEARCH", re.M)
_CLOSED = re.compile(r"^>{5,9} REPLACE", re.M)


def understood(text: str) -> Said:
    """The edits of an answer in their order; wishes count only where there are no edits."""
    text = text.replace("\r\n", "\n")
    edits = [*_blocks(text), *_files(text)]
    rest = _FILE.sub("", _MORE.sub("", _BLOCK.sub("", text))).strip()
    wishes = [] if edits else [Wish(tool=_TOOLS[tool], given=given.strip()) for tool, given in _WISH.findall(text)]
    return Said(edits=edits, wishes=wishes, rest=rest)


def is_cut_off(text: str) -> bool:
    """Whether an answer ends within an edit."""
    blocks = len(_OPENED.findall(text)) != len(_CLOSED.findall(text))
    begun = re.findall(r"^(?:#+ *)?(?:\*\*)?FILE:", text, re.M)
    return blocks or len(begun) != len(_FILE.findall(text.replace("\r\n", "\n")))


def _blocks(text: str) -> Iterator[Edit]:
    """Each block; one without a path of its own belongs to the file of the block before."""
    path, at = "", 0
    for block in _MORE.finditer(text):
        named = _path_before(text[at : block.start()])
        path, at = named or path, block.end()
        if path:
            yield Edit(path=path, search=block["search"], replace=block["replace"])


def _path_before(text: str) -> str:
    """The last line before a block, when it looks like a path."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("```")]
    last = lines[-1].strip("`*:# ") if lines else ""
    return last if re.fullmatch(r"[\w./@+-]*\w", last) and ("/" in last or "." in last) else ""


def _files(text: str) -> Iterator[Edit]:
    for found in _FILE.finditer(text):
        yield Edit(path=found["path"].strip(), replace=found["text"], whole=True)
