"""Rules over states: what a related object must be like, and what a step needs. Joined by table."""

from __future__ import annotations

from engines.kernel.spec import RelatedState, StepNeeds, parse, rule_id
from engines.qlayer.python_fastapi.expression import PythonSource
from engines.qlayer.python_fastapi.reading import said
from engines.qlayer.python_fastapi.rules.model import RuleView
from engines.qlayer.python_fastapi.rules.subject import Subject
from engines.qlayer.wording import with_article, words


def related_state(subject: Subject, rule: RelatedState) -> RuleView:
    """What an object refers to is as it should be."""
    path = rule.relation.split(".")
    links = [subject.link(path[: end + 1]) for end in range(len(path))]
    ways = [".".join((subject.names.var, *(link.link for link in links[: end + 1]))) for end in range(len(links))]
    guard = "".join(f"{way} is not None and " for way, link in zip(ways, links, strict=True) if link.nullable)
    source = PythonSource(subject.shapes, subject.shapes[links[-1].relation.target], ways[-1], subject.imports)
    condition = parse(rule.condition)
    needed = f"needs {with_article(path[-1])} where {said(condition)}"
    return RuleView(
        kind="conflict",
        fact=rule_id(rule),
        function=subject.function(f"{rule.relation.replace('.', '_')}_allows_{subject.names.name}"),
        sentence=f"{with_article(subject.names.label).capitalize()} {needed}.",
        field=links[0].name,
        message=needed,
        condition=f"{guard}{source.denial(condition).within(2)}",
        terms=(subject.term(path[0]),),
        on_update=False,
    )


def step_needs(subject: Subject, rule: StepNeeds) -> RuleView:
    """What must hold before a step to a state."""
    condition = parse(rule.condition)
    return RuleView(
        kind="step",
        fact=rule_id(rule),
        function=subject.function(f"ready_for_{rule.to}"),
        sentence=f"Becoming {words(rule.to)} needs: {said(condition)}.",
        field=subject.named(condition) or "status",
        message=f"{words(rule.to)} needs: {said(condition)}",
        condition=subject.source().denial(condition).text,
        state=rule.to,
        on_create=False,
        on_update=False,
    )
