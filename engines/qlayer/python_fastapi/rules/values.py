"""Rules over the values of one object and of what it refers to. Joined by table."""

from __future__ import annotations

from engines.kernel.spec import Check, FieldOrder, FieldsDiffer, FieldType, RelatedBound, RequiredWhen, parse, rule_id
from engines.kernel.spec.expression import Binary, Path
from engines.qlayer.python_fastapi.pieces import contrary
from engines.qlayer.python_fastapi.reading import said
from engines.qlayer.python_fastapi.rules.model import RuleView
from engines.qlayer.python_fastapi.rules.subject import Subject, about_status
from engines.qlayer.python_fastapi.rules.wording import capital
from engines.qlayer.wording import words

_NUMBERS = (FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY)


def order(subject: Subject, rule: FieldOrder) -> RuleView:
    """One value comes after another."""
    earlier, later = subject.term(rule.earlier), subject.term(rule.later)
    wrong = Binary("<=" if rule.strict else "<", Path((rule.later,)), Path((rule.earlier,)))
    field = subject.shape.field(rule.later)
    high, low = ("must be above", "can't be below") if field and field.type in _NUMBERS else _TIMES
    word = high if rule.strict else low
    return RuleView(
        kind="condition",
        fact=rule_id(rule),
        function=subject.function(f"{rule.earlier}_before_{rule.later}"),
        sentence=f"{capital(later.label)} {word} {earlier.label}.",
        field=later.name,
        message=f"{word} {earlier.label}",
        condition=subject.source().condition(wrong).text,
    )


_TIMES = ("must be after", "can't be before")


def differ(subject: Subject, rule: FieldsDiffer) -> RuleView:
    """Two values are not the same."""
    first, second = (subject.term(name) for name in rule.fields)
    guard = f"{second.value} is not None and " if second.nullable else ""
    return RuleView(
        kind="condition",
        fact=rule_id(rule),
        function=subject.function(f"{rule.fields[0]}_differs_from_{rule.fields[1]}"),
        sentence=f"{capital(second.label)} must differ from {first.label}.",
        field=second.name,
        message=f"must differ from {first.label}",
        condition=f"{guard}{first.value} == {second.value}",
    )


def bound(subject: Subject, rule: RelatedBound) -> RuleView:
    """A number stays within one of a related object."""
    other = Path((*rule.relation.split("."), rule.related_field))
    wrong = Binary("<" if rule.at_least else ">", Path((rule.field,)), other)
    word = "at least" if rule.at_least else "at most"
    whose = f"{words(rule.related_field)} of the {words(rule.relation)}"
    return RuleView(
        kind="condition",
        fact=rule_id(rule),
        function=subject.function(f"{rule.field}_within_{rule.relation}_{rule.related_field}"),
        sentence=f"{capital(words(rule.field))} is {word} the {whose}.",
        field=subject.term(rule.field).name,
        message=f"must be {word} the {whose}",
        condition=subject.source().condition(wrong).text,
    )


def required(subject: Subject, rule: RequiredWhen) -> RuleView:
    """A value is given while a condition holds."""
    term, condition = subject.term(rule.field), parse(rule.condition)
    return RuleView(
        kind="condition",
        fact=rule_id(rule),
        function=subject.function(f"{rule.field}_given"),
        sentence=f"{capital(term.label)} is required when {said(condition)}.",
        field=term.name,
        message=f"is required when {said(condition)}",
        condition=f"{term.value} is None and {subject.source().condition(condition).within(2)}",
        on_move=about_status(rule.condition),
    )


def check(subject: Subject, rule: Check) -> RuleView:
    """Any other condition; what is missing does not break it."""
    condition = parse(rule.condition)
    source = subject.source()
    guard = "".join(f"{need} is not None and " for need in source.value(condition).needs)
    return RuleView(
        kind="condition",
        fact=rule_id(rule),
        function=subject.function(f"{rule.field or 'values'}_valid"),
        sentence=f"{capital(said(condition))}.",
        field=subject.term(rule.field).name if rule.field else subject.named(condition),
        message=f"must be such that {said(condition)}",
        condition=f"{guard}{source.value(contrary(condition)).within(2)}",
        on_move=about_status(rule.condition),
    )
