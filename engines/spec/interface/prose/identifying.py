"""Names what a document must name: its operations, each by an id of its own, and the service. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engines.spec.english import English
from engines.spec.interface.model import snake
from engines.spec.interface.prose.naming import METHODS
from engines.spec.interface.prose.passages import Paper

_NAMES = {
    "POST": "create",
    "PUT": "replace",
    "PATCH": "change",
    "DELETE": "delete",
    "GET": "get",
    "HEAD": "head",
    "OPTIONS": "options",
}
_WANTED = re.compile(
    r"\b(?:an?|the|our|my)\s+(?P<what>(?:(?!(?:that|which|for|of)\b)[\w-]+\s){0,3}(?:api|service|backend|server))\b",
    re.IGNORECASE,
)


def name_operations(paths: Mapping[str, Mapping[str, Any]], english: English) -> None:
    """Gives each operation an id that no other has."""
    taken_names: set[str] = set()
    for path, item in paths.items():
        literals = [snake(part.split(".")[0]) for part in path.split("/") if part and "{" not in part] or ["root"]
        single = path.endswith("}") or (item.keys() == {"post"})
        for method, operation in item.items():
            noun = literals[-1]
            word = _NAMES[method.upper()]
            if method == "get" and not single:
                word = "list" if english.is_plural(noun) else "get"
            elif method == "post" and not english.is_plural(noun) and len(literals) > 1:
                word, noun = noun, literals[-2]
                noun = english.singular(noun)
            elif single or method == "post":
                noun = english.singular(noun)
            name = base = f"{word}_{noun}"
            if name in taken_names and len(literals) > 1:
                name = base = f"{word}_{english.singular(literals[-2])}_{literals[-1]}"
            number = 2
            while name in taken_names:
                name, number = f"{base}_{number}", number + 1
            taken_names.add(name)
            operation_items = {"operationId": name, **operation}
            operation.clear()
            operation.update(operation_items)


def title_of(read: Paper) -> str:
    """The name of the service: a heading, what the text begins with, or what it says that is wanted."""
    first = [(passage, read.text[passage.start : passage.end].strip(" .:#`\n")) for passage in read.passages[:4]]
    for passage, text in first:
        if passage.kind == "heading" and not re.search(rf"\b(?:{METHODS})\b", text):
            return text
    for _, text in first:
        if subject := re.match(r"(?:subject|re|fwd)\s*:\s*(?P<said>.+)", text, re.IGNORECASE):
            return subject["said"]
        if wanted := _WANTED.search(text):
            return str(wanted["what"])[:1].upper() + str(wanted["what"])[1:]
        if re.match(r"(?:hi|hey|hello|dear)\b", text, re.IGNORECASE) or re.search(r"\b(?:GET|POST|PUT)\b|\?$", text):
            continue
        head = re.split(r"[:.,;]| [-–—] | which | that ", text)[0].strip()
        if head and len(head.split()) <= 5:
            return head
    return "Service"
