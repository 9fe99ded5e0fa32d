"""Rules over several objects: the same only once, no overlap in time, so many (or so much) at most. Joined by table."""

from __future__ import annotations

from engines.kernel.spec import NoOverlap, Quota, UniqueTogether, parse, rule_id
from engines.qlayer.python_fastapi.places import locate
from engines.qlayer.python_fastapi.reading import said
from engines.qlayer.python_fastapi.rules.model import RuleView, Term
from engines.qlayer.python_fastapi.rules.subject import Subject, about_status
from engines.qlayer.python_fastapi.rules.wording import capital, listed
from engines.qlayer.python_fastapi.views import RelationView
from engines.qlayer.wording import words


def once(subject: Subject, rule: UniqueTogether) -> RuleView:
    """Some values together occur once."""
    terms = tuple(subject.term(name) for name in rule.fields)
    counting = subject.counts(rule.where)
    names = listed([term.label for term in terms])
    return RuleView(
        kind="once",
        fact=rule_id(rule),
        function=subject.function(f"{'_'.join(rule.fields)}_once"),
        sentence=f"At most one {subject.names.label} with the same {names}.",
        field=terms[-1].name,
        message=f"there is already one with the same {names}; change {'one of them' if len(terms) > 1 else 'it'}",
        same=terms,
        counted=counting.counted,
        uncounted=counting.uncounted,
        where=counting.where,
        other=counting.other,
        on_move=about_status(rule.where),
    )


def overlap(subject: Subject, rule: NoOverlap) -> RuleView:
    """Periods do not overlap; moments are not the same."""
    counting = subject.counts(rule.where)
    terms = tuple(subject.term(name) for name in (rule.start, rule.end) if name)
    same = tuple(subject.term(name) for name in rule.same)
    about = f" with the same {listed([term.label for term in same])}" if same else ""
    return RuleView(
        kind="overlap" if rule.end else "once",
        fact=rule_id(rule),
        function=subject.function(f"no_overlap_{rule.start}"),
        sentence=f"{capital(subject.names.labels)}{about} can't overlap.",
        field=terms[0].name,
        message=f"overlaps another {subject.names.label}{about}; choose another time",
        terms=terms,
        same=same if rule.end else (*same, terms[0]),
        counted=counting.counted,
        uncounted=counting.uncounted,
        where=counting.where,
        other=counting.other,
        parent=_held(subject, rule.same),
        on_move=about_status(rule.where),
    )


def _held(subject: Subject, names: tuple[str, ...]) -> RelationView | None:
    """The object that is held while its others are counted."""
    relations = (subject.shape.relation(name) for name in names)
    return next((relation for relation in relations if relation and not relation.on_user), None)


def quota(subject: Subject, rule: Quota) -> RuleView:
    """So many, or so much, at most for one related object, or in all."""
    counting = subject.counts(rule.where)
    limit, nullable, shown = _limit(subject, rule)
    same = (subject.term(rule.per),) if rule.per else ()
    amount = subject.term(rule.amount) if rule.amount else None
    window = subject.term(rule.window_field) if rule.window else None
    rest = _at_most(subject, rule, amount, shown)
    return RuleView(
        kind="quota",
        fact=rule_id(rule),
        function=subject.function(f"{rule.amount or subject.names.plural}_within_{rule.per or 'all'}_limit"),
        sentence=f"At most {rest}.",
        field=amount.name if amount else same[0].name if same else "id",
        message=f"is too much: at most {rest}" if amount else f"has no place left: at most {rest}",
        same=same,
        terms=tuple(term for term in (amount, window) if term),
        counted=counting.counted,
        uncounted=counting.uncounted,
        where=counting.where,
        other=counting.other,
        limit=limit,
        limit_nullable=nullable,
        amount=amount.attr if amount else "",
        window=rule.window,
        window_kind=locate(subject.shapes, subject.shape, (rule.window_field,)).kind if rule.window else "",
        parent=_held(subject, (rule.per,)),
        on_move=about_status(rule.where),
    )


def _at_most(subject: Subject, rule: Quota, amount: Term | None, shown: str) -> str:
    """What the limit is about: `5 loans per member where returned at is missing`."""
    what = amount.label if amount else subject.names.labels
    per = f" per {words(rule.per)}" if rule.per else ""
    where = f" where {said(parse(rule.where))}" if rule.where else ""
    return f"{shown} {what}{per}{where}{f' per {rule.window}' if rule.window else ''}"


def _limit(subject: Subject, rule: Quota) -> tuple[str, bool, str]:
    """The limit as source, whether it may be missing, and in words."""
    try:
        return str(int(rule.limit)), False, rule.limit
    except ValueError:
        name = rule.limit.removeprefix(f"{rule.per}.")
    path = (rule.per, name) if subject.shape.relation(rule.per) else (name,)
    term = subject.term(".".join(path))
    return term.value, term.nullable, f"the {words(path[0])}'s {words(name)}" if len(path) > 1 else words(name)
