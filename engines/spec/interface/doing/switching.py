"""Parameters that are true or false: `include_archived`, `low_stock`, `overdue`, `has_phone`. Each gives a condition on records."""

from __future__ import annotations

from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.ledger import tally_of
from engines.spec.interface.model import Parameter
from engines.spec.interface.people import owner_link
from engines.spec.interface.rules import states_of
from engines.spec.interface.schemas import types
from engines.spec.interface.stocks import held

_LEAST = (
    "minimum",
    "min_stock",
    "reorder_level",
    "reorder_point",
    "threshold",
    "low_stock_threshold",
    "min_quantity",
    "minimum_stock",
    "alert_level",
    "safety_stock",
)
_DUE = ("due_at", "due_date", "due_on", "due", "deadline", "ends_at", "return_by", "expires_at")


def switched(parameter: Parameter, draft: Draft, study: Study) -> str:
    """The condition that a switch puts on records; empty where it means something else."""
    if types(parameter.schema) - {"null"} != {"boolean"}:
        return ""
    word, term = parameter.word.rstrip("_"), parameter.term
    if study.words.is_a("mine", word) and (link := _whose(draft, study)):
        return f"not {term} or {draft.name}.{link} == caller"
    for mark in ("include_", "with_", "show_", "also_"):
        if word.startswith(mark) and (holds := _holds(word.removeprefix(mark), draft, study)):
            return f"{term} or not ({holds})"
    bare = word.removesuffix("_only").removeprefix("only_").removeprefix("is_")
    holds = (
        _holds(bare, draft, study) or _compared(bare, parameter.description.lower(), draft, study) or _has(bare, draft)
    )
    if not holds:
        return ""
    if bare != word.removeprefix("is_"):
        return f"not {term} or ({holds})"
    return f"{term} is None or ({term} and ({holds})) or (not {term} and not ({holds}))"


def _whose(draft: Draft, study: Study) -> str:
    """The link to the account whose a record is: whoever it is assigned to, else whoever made it."""
    who = study.accounts
    taken = next((n for n, known in draft.links.items() if who and known.to == who.name and known.optional), "")
    owner = owner_link(draft, study)
    return taken or (owner if owner and who and draft.links[owner].to == who.name else "")


def _holds(word: str, draft: Draft, study: Study) -> str:
    """That a record is so: a truth that it keeps, or a state."""
    for stored in draft.fields.values():
        if stored.type == "boolean" and stored.name.removeprefix("is_") == word:
            return f"{draft.name}.{stored.name}"
    name = states_of(draft).get(word)
    return f"{draft.name}.{name} == {word!r}" if name else ""


def _compared(word: str, said: str, draft: Draft, study: Study) -> str:
    """That there is less than wanted, or that the time is over."""
    kept = tally_of(draft, study) or held(draft, said, study)
    least = next((n for n in _LEAST if n in draft.fields), "")
    low = word in (
        "low_stock",
        "low",
        "below_minimum",
        "needs_reorder",
        "understocked",
        "reorder",
        f"below_{least}",
        "below_threshold",
    )
    if kept and least and low:
        return f"{draft.name}.{kept} {'<=' if 'reorder' in least else '<'} {draft.name}.{least}"
    if kept and word in ("in_stock", "available"):
        return f"{draft.name}.{kept} > 0"
    if kept and word in ("out_of_stock", "sold_out", "empty"):
        return f"{draft.name}.{kept} == 0"
    due = next((n for n in _DUE if n in draft.fields and draft.fields[n].type == "datetime"), "")
    over = next(
        (f.name for f in draft.fields.values() if f.type == "boolean" and study.words.is_a("finished", f.name)), ""
    )
    back = next(
        (
            n
            for n in ("returned_at", "completed_at", "done_at", "paid_at", "closed_at", "finished_at")
            if n in draft.fields
        ),
        "",
    )
    if due and word in ("overdue", "late", "past_due"):
        late = f"{draft.name}.{due} is not None and {draft.name}.{due} < now()"
        return late + (f" and not {draft.name}.{over}" if over else f" and {draft.name}.{back} is None" if back else "")
    return ""


def _has(word: str, draft: Draft) -> str:
    name = word.removeprefix("has_").removeprefix("with_")
    known = name != word and name in draft.fields and draft.fields[name].nullable
    return f"{draft.name}.{name} is not None" if known else ""
