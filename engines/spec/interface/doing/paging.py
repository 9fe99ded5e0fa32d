"""How much of a list is answered at once, and the numbers that stand beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

from engines.kernel.spec.service import Match, Require, ServiceStep
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Call
from engines.spec.interface.reaching import Way
from engines.spec.interface.schemas import types


@dataclass
class Wanted:
    """What the parameters ask for."""

    where: list[Match] = field(default_factory=list)
    before: list[ServiceStep] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    that: list[str] = field(default_factory=list)
    order_by: str = ""
    limit: str = ""
    offset: str = ""
    total: bool = False


def page(call: Call, wanted: Wanted, study: Study) -> None:
    """Reads which page is asked for."""
    words = study.words
    numbers = [p for p in call.among("query") if "integer" in types(p.schema)]
    size = next((p for p in numbers if words.is_a("size", p.word)), None)
    page = next((p for p in numbers if words.is_a("page", p.word)), None)
    cursor = next((p for p in call.among("query") if words.is_a("cursor", p.word)), None)
    offset = next((p for p in numbers if words.is_a("offset", p.word)), None)
    if size:
        wanted.limit = (
            size.term
            if "default" in size.schema
            else f"{size.term} if {size.term} is not None else {size.schema.get('maximum', 100)}"
        )
    elif page:
        wanted.limit = "20"
    if page:
        at = page.term if "default" in page.schema else f"({page.term} or 1)"
        wanted.offset = f"({at} - 1) * {wanted.limit if wanted.limit.isalnum() or ('.' in wanted.limit and ' ' not in wanted.limit) else f'({wanted.limit})'}"
        wanted.told[page.word] = at
    elif cursor and wanted.limit:
        known = f"{cursor.term} is None or fits(str({cursor.term}), '[0-9]{{1,12}}')"
        wanted.before.append(
            Require(that=known, otherwise="invalid", says="This is no cursor of a page.", field=cursor.name)
        )
        wanted.offset = f"int({cursor.term}) if {cursor.term} is not None else 0"
    elif offset:
        wanted.offset = offset.term if "default" in offset.schema else f"{offset.term} or 0"
        wanted.told[offset.word] = wanted.offset
    if size:
        wanted.told[size.word] = wanted.limit


def tell_sizes(draft: Draft, wanted: Wanted, way: Way, study: Study) -> None:
    """How much room the files of a list take altogether."""
    size = draft.filed_as("file_size")
    if not size:
        return
    within = "".join(f", {name}={link.to}" for name, link in draft.links.items() if link.to in way.records)
    for word in study.words.classes["used_room"]:
        wanted.told.setdefault(word, f"total({draft.name}, {size}{within})")


def tell_totals(wanted: Wanted, records: str, draft: Draft, study: Study) -> None:
    """The numbers that stand beside a list."""
    counted = "total" if wanted.limit else ""
    total = counted or f"len({records})"
    for word in (*study.words.classes["total"], *_counted_names(draft)):
        wanted.told.setdefault(word, total)
    if wanted.limit and counted:
        for word in study.words.classes["pages"]:
            wanted.told.setdefault(word, f"ceil({counted} / ({wanted.limit}))")
        shown = f"({wanted.offset or '0'}) + len({records}) < {counted}"
        rest = f"str(({wanted.offset or '0'}) + len({records})) if {shown} else None"
        for word in study.words.classes["next"] - {"continuation"}:
            wanted.told.setdefault(word, rest)
        for word in ("has_more", "has_next", "more"):
            wanted.told.setdefault(word, shown)


def _counted_names(draft: Draft) -> tuple[str, ...]:
    """What the number of a list's records may be called by their own name: `articles_count`, `total_articles`."""
    plural, one = draft.plural, draft.name
    return (
        f"{plural}_count",
        f"{one}_count",
        f"total_{plural}",
        f"{plural}_total",
        f"num_{plural}",
        f"number_of_{plural}",
    )
