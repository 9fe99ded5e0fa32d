"""Files that come in: how large they may be, one and all together, and the files of an archive."""

from __future__ import annotations

import re

from engines.kernel.spec.service import Answer, Create, ForEach, Require, ServiceStep, Set
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Call, snake
from engines.spec.interface.places import Place
from engines.spec.interface.reaching import Way, reach
from engines.spec.interface.schemas import is_array, items, properties, types
from engines.spec.patterns import pattern

_SIZE = r"(\d+(?:\.\d+)?) ?(kb|mb|gb|kilobytes|megabytes|kib|mib)"
_EACH = pattern(
    rf"\b{_SIZE}\b(?: \([^)]*\))? (?:a|an|per|for each|for a|each)\b(?! (?:user|account|day|hour|minute|month))|"
    rf"\b(?:files?|uploads?|images?|pictures?|bodies|documents?|attachments?)\s+(?:may be |of |are |is |be |can be )?"
    rf"(?:at most|above|over|up to|larger than|bigger than|of more than|more than|no larger than|limited to)\s+{_SIZE}",
    re.IGNORECASE,
)
_UNITS = {"k": 1_000, "m": 1_000_000, "g": 1_000_000_000}
_USUAL, _ALL = 5_000_000, 20_000_000


def size_in(number: str, unit: str) -> int:
    """Bytes of a number with its unit."""
    return round(float(number) * _UNITS[unit[0].lower()])


def one_limit(said: str) -> int:
    """The bytes that one file may have, as a text says; 0 where it says nothing."""
    match = _EACH.search(said)
    return size_in(*[group for group in match.groups() if group]) if match else 0


def whole_limit(said: str, parent: str) -> int:
    """The bytes that all files of a record may have together."""
    place = rf"(?:a|an|per|each|in (?:the|a|one|each)|for (?:a|each)) {re.escape(parent)}"
    total = rf"(?:in total|altogether|in all|together|quota)|{place}"
    match = re.search(rf"\b{_SIZE}\b(?: \([^)]*\))? (?:{total})\b", said, re.IGNORECASE)
    return size_in(match[1], match[2]) if match else 0


def room(draft: Draft, call: Call, way: Way, study: Study) -> list[ServiceStep]:
    """Before a file is kept: that it, and what is kept already, is not too large."""
    if 413 not in call.statuses() or not draft.filed:
        return []
    said = study.said(call)
    part = next(iter(draft.filed.values()))[0]
    steps: list[ServiceStep] = []
    if most := one_limit(said):
        says = f"A file may have {most} bytes."
        steps.append(Require(that=f"parts.{part}.size <= {most}", otherwise="too_large", says=says, field=part))
    kept = _kept_in(draft, way)
    if draft.parent and kept and (most := whole_limit(said, draft.parent.name)):
        says = f"All files together may have {most} bytes."
        steps.append(
            Require(that=f"{kept} + parts.{part}.size <= {most}", otherwise="too_large", says=says, field=part)
        )
    return steps


def _kept_in(draft: Draft, way: Way) -> str:
    """The bytes that are kept in the record on the way."""
    size, link = draft.filed_as("file_size"), draft.link_to(draft.parent)
    inside = draft.parent is not None and draft.parent.name in way.records
    return (
        f"total({draft.name}, {size}, {link}={draft.parent.name})" if size and link and inside and draft.parent else ""
    )


def unpack(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """POST of a zip whose files are kept, all or none."""
    zips = call.body is not None and any("zip" in media for media in call.body.media)
    if call.method != "POST" or not zips or call.success is None:
        return None
    way = reach(call, place, study)
    files = next((d for d in study.drafts if d.filed_as("file_name") and _beside(d, way)), None)
    if way is None or files is None:
        return None
    said = f"{study.said(call)} {' '.join(study.said(c) for c in (files.create,) if c)}"
    one = one_limit(said) or _USUAL
    every = whole_limit(said, files.parent.name if files.parent else "") or max(_ALL, one)
    kept = _kept_in(files, way)
    code = _code(call)
    limits = f"largest={one}, altogether={every}{f' - {kept}' if kept else ''}"
    found = Set(name="found", to=f"unzipped(raw, {limits}{f', code={code!r}' if code else ''})")
    name = files.filed_as("file_name")
    link = files.link_to(files.parent)
    within = f", {link}={files.parent.name}" if files.parent and link else ""
    checks: list[ServiceStep] = []
    if 409 in call.statuses():
        taken = f"not any(exists({files.name}, {name}=name{within}) for name in found)"
        checks.append(Require(that=taken, otherwise="conflict"))
    values = _values(files, way)
    made = Create(record=files.name, of=files.name, values=values)
    body = _told(call)
    if body is None:
        return None
    each = ForEach(item="name", of="sorted(found)", steps=(made,))
    return [*way.steps, found, *checks, each, Answer(status=call.success.status, body=body)]


def _beside(draft: Draft, way: Way | None) -> bool:
    """Whether files are kept where an operation stands."""
    return way is not None and (draft.parent is None or draft.parent.name in way.records)


def _values(files: Draft, way: Way) -> tuple[tuple[str, str], ...]:
    what = {"file_name": "name", "file_size": "len(found[name])", "file_sum": "digest(found[name])"}
    part = next(iter(files.filed.values()))[0]
    found = [(link.name, link.to) for link in files.links.values() if link.to in way.records]
    found += [(field, what[kind]) for field, (_, kind) in files.filed.items() if kind in what]
    found += [(field, "'application/octet-stream'") for field, (_, kind) in files.filed.items() if kind == "file_type"]
    return (*found, (part, "found[name]"))


def _code(call: Call) -> str:
    """The document's word for an archive that cannot be read."""
    for status in (400, 422):
        reply = call.reply(status)
        for part in properties(reply.json if reply else None).values():
            for choice in part.get("enum", ()):
                if isinstance(choice, str) and {"archive", "zip"} & set(snake(choice).split("_")):
                    return choice
    return ""


def _told(call: Call) -> str | None:
    """What the answer tells: the names, and how many they are."""
    schema = call.success.json if call.success else None
    if schema is None:
        return ""
    entries = []
    for name, part in properties(schema).items():
        if is_array(part) and types(items(part)) == {"string"}:
            entries.append(f"{name!r}: sorted(found)")
        elif "integer" in types(part):
            entries.append(f"{name!r}: len(found)")
    return "{" + ", ".join(entries) + "}" if len(entries) == len(properties(schema)) else None
