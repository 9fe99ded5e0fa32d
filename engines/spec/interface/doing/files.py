"""Operations that answer with bytes or a table: a file as it was sent, all files as one archive, a list as CSV."""

from __future__ import annotations

import re

from engines.kernel.spec.service import Answer, Select, ServiceStep
from engines.spec.interface.doing.sorting import order_of
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Call, Reply, snake
from engines.spec.interface.places import Place
from engines.spec.interface.reaching import Way, reach, scope
from engines.spec.interface.schemas import properties
from engines.spec.interface.showing import property_term

_COLUMNS = re.compile(r"columns?(?: are|:)?\s+`?([a-z_]\w*(?:,\s?[a-z_]\w*)+)", re.IGNORECASE)


def download(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """GET or HEAD of a record that keeps bytes, answered with them."""
    reply = call.success
    if call.method not in ("GET", "HEAD") or not _in_bytes(reply) or reply is None:
        return None
    way = reach(call, place, study)
    draft = way.last if way else None
    kept = next((f.name for f in draft.fields.values() if f.type == "bytes"), "") if draft else ""
    if way is None or draft is None or not kept:
        return None
    media = next(iter(reply.media), "application/octet-stream")
    body = f"{draft.name}.{kept}"
    return [
        *way.steps,
        Answer(status=reply.status, body=body, media=media, headers=tuple(_headers(reply, draft, body))),
    ]


def raw_text(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """GET of the text that a record keeps, as plain text."""
    reply = call.success
    media = next((name for name in reply.media if name.startswith("text/")), "") if reply else ""
    if call.method != "GET" or reply is None or reply.json is not None or not media or media == "text/csv":
        return None
    way = reach(call, place, study)
    draft = way.last if way else None
    kept = next(
        (n for n in ("content", "text", "body", "source", "code", "message") if draft and n in draft.fields), ""
    )
    if way is None or draft is None or not kept or media == "text/html":
        return None
    return [*way.steps, Answer(status=reply.status, body=f"{draft.name}.{kept}", media=media)]


def archive(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """GET of all files as one zip."""
    reply = call.success
    if call.method != "GET" or reply is None or "application/zip" not in reply.media or not place.tail:
        return None
    way = reach(call, place, study)
    files = next((d for d in study.drafts if any(f.type == "bytes" for f in d.fields.values())), None)
    name = files.filed_as("file_name") or files.identity if files else ""
    if way is None or files is None or not name:
        return None
    kept = next(f.name for f in files.fields.values() if f.type == "bytes")
    body = f"zipped({{{files.name}.{name}: {files.name}.{kept} for {files.name} in {files.plural}}})"
    disposition = (("Content-Disposition", f'attachment("{place.tail}")'),)
    return [
        *way.steps,
        _all(call, way, files, study),
        Answer(status=200, body=body, media="application/zip", headers=disposition),
    ]


def table(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """GET of a list as CSV, with the columns that the text names, else those of the list."""
    reply = call.success
    if call.method != "GET" or reply is None or "text/csv" not in reply.media or not place.tail:
        return None
    way = reach(call, place, study)
    draft = _listed(call, place, study)
    if way is None or draft is None:
        return None
    columns = _columns(call, draft, study)
    terms = [(column, property_term(draft, snake(column), _schema(draft, column), study)) for column in columns]
    if not terms or any(term is None for _, term in terms):
        return None
    row = ", ".join(_cell(draft, column, str(term)) for column, term in terms)
    heading = ", ".join(f'"{column}"' for column, _ in terms)
    body = f"csv_written([{heading}], [[{row}] for {draft.name} in {draft.plural}])"
    name = place.tail if place.tail.startswith(draft.plural) else f"{draft.plural}.csv"
    headers = (("Content-Disposition", f'attachment("{name}")'),)
    return [*way.steps, _all(call, way, draft, study), Answer(status=200, body=body, media="text/csv", headers=headers)]


def _cell(draft: Draft, column: str, term: str) -> str:
    """What a table shows of a value: moments as in answers."""
    stored = draft.fields.get(snake(column))
    if stored is None or stored.type != "datetime":
        return term
    return f"timestamp({term}) if {term} is not None else ''" if stored.nullable else f"timestamp({term})"


def _in_bytes(reply: Reply | None) -> bool:
    return (
        reply is not None
        and reply.json is None
        and any(
            "octet-stream" in name or schema.get("format") == "binary" or name == "*/*"
            for name, schema in reply.media.items()
        )
    )


def _headers(reply: Reply, draft: Draft, body: str) -> list[tuple[str, str]]:
    name, total = draft.filed_as("file_name") or draft.identity, draft.filed_as("file_sum")
    found = [("Content-Disposition", f"attachment(str({draft.name}.{name}))")] if name else []
    if "etag" in {header.lower() for header in reply.headers}:
        found.append(("ETag", f"'\"' + {draft.name}.{total} + '\"'" if total else f"etag({body})"))
    return found


def _all(call: Call, way: Way, draft: Draft, study: Study) -> Select:
    return Select(
        records=draft.plural,
        of=draft.name,
        where=tuple(scope(draft, way, call, study)),
        order=order_of(draft, call, study),
    )


def _listed(call: Call, place: Place, study: Study) -> Draft | None:
    """The resource of `/things.csv`, `/things/export.csv` or `/export.csv`."""
    before = call.path.removesuffix(f"/{place.tail}")
    known = study.at(before) or study.at(f"{before}/{place.tail.rpartition('.')[0]}")
    if known:
        return known
    shown = [d for d in study.drafts if d.shapes and study.call("GET", d.collection)]
    return shown[0] if len(shown) == 1 else None


def _columns(call: Call, draft: Draft, study: Study) -> list[str]:
    said = f"{call.words} {study.prose.get(call.key, '')}"
    told = _COLUMNS.search(said)
    if told:
        return [column.strip() for column in told[1].split(",")]
    return [name for name in properties(draft.shapes[0]) if snake(name) in draft.fields] if draft.shapes else []


def _schema(draft: Draft, column: str) -> dict[str, object]:
    known = {name: schema for shape in draft.shapes for name, schema in properties(shape).items()}
    return dict(known.get(column, {"type": "string"}))
