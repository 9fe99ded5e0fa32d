"""Puts a case together for a rule: its fact, title and the sentence of the brief. Called by the case modules."""

from __future__ import annotations

from collections.abc import Mapping

from engines.kernel.spec import Entity, Origin, Rule, Spec, rule_id
from engines.qlayer.samples.accounts import made
from engines.qlayer.samples.model import Act, Case, Changes, Given, Make, New, Sample, Samples, Use
from engines.qlayer.samples.titles import alias


def claim(spec: Spec, rule: Rule, title: str, acts: tuple[Act, ...]) -> Case:
    """A case of a rule."""
    return Case(fact=rule_id(rule), title=title, entity=rule.entity, acts=acts, said=said(spec, rule.origin))


def said(spec: Spec, origin: Origin) -> str:
    """The sentence that a fact was read from, or nothing."""
    texts = {sentence.number: " ".join(sentence.text.split()) for sentence in spec.sentences}
    return next((texts[number] for number in origin.sentences if number in texts), "")


def known(samples: Samples) -> Mapping[str, Sample]:
    """Samples by entity."""
    return {sample.entity: sample for sample in samples.all}


def holder(samples: Samples, entity: str, relation: str) -> Changes:
    """What an object must be given so that objects of `entity` may refer to it."""
    given = dict(samples.of(entity).values).get(relation)
    return given.changes if isinstance(given, New) else ()


def laid_out(entity: Entity, changes: Changes, before: str = "") -> tuple[tuple[Make, ...], Changes]:
    """Objects that changes refer to, as steps of their own with names, and the changes that refer to them by name."""
    makes: list[Make] = []
    kept: list[tuple[str, Given]] = []
    for name, given in changes:
        call = alias(f"{before}{name}")
        if make := made(call, given):
            makes.append(make)
            kept.append((name, Use(call)))
        else:
            kept.append((name, given))
    return tuple(makes), tuple(kept)
