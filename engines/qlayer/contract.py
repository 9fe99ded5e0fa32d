"""The black-box contract suite of a specification: cases as JSON for a runner that knows HTTP alone.

Derived from the Spec, never from a stack; each blueprint renders it into tests/contract. Called by the contexts of blueprints.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from importlib.resources import files
from typing import assert_never

from engines.kernel.events import Json
from engines.kernel.spec import Entity, FieldType, Spec
from engines.qlayer.samples import computed_cases, plain_spec, rule_cases, samples, step_cases
from engines.qlayer.samples.access_rules import accesses, allowed_and_denied, owning
from engines.qlayer.samples.accounts import is_account
from engines.qlayer.samples.edits import edits
from engines.qlayer.samples.model import (
    Account,
    Act,
    Case,
    Change,
    Changes,
    Coded,
    Counted,
    Expect,
    Given,
    Make,
    Move,
    New,
    Refused,
    Remove,
    Samples,
    Shows,
    Step,
    Text,
    Upload,
    Use,
)
from engines.qlayer.samples.titles import collections, property_name, reference_name, shown_name
from engines.qlayer.samples.values import refused

Row = dict[str, Json]


@dataclass(frozen=True, kw_only=True)
class ContractView:
    """The two files of tests/contract: `cases` as JSON text and the `runner` that carries them out."""

    cases: str
    runner: str


def contract_view(spec: Spec) -> ContractView:
    """The contract suite of a specification; the same text for the same specification."""
    runner = files("resources").joinpath("blueprints", "contract", "test_contract.py").read_text("utf-8")
    return ContractView(cases=json.dumps(contract_cases(spec), indent=1, ensure_ascii=False) + "\n", runner=runner)


def contract_cases(spec: Spec) -> Row:
    """Everything that the runner sends and expects."""
    spec = plain_spec(spec)
    known = samples(spec)
    cases = (*rule_cases(spec, known), *computed_cases(spec, known), *step_cases(spec, known))
    writer = _Writer(spec)
    return {
        "project": spec.name,
        "accounts": spec.accounts,
        "entities": [writer.entity(known, spec.entity(sample.entity)) for sample in known.all],
        "cases": [writer.case(case) for case in cases],
        "access": list(_access(spec, known, writer)) if spec.accounts else [],
        "steps": list(_role_steps(spec, writer)) if spec.accounts else [],
    }


@dataclass(frozen=True)
class _Writer:
    """Writes samples and acts as JSON values."""

    spec: Spec

    def entity(self, known: Samples, entity: Entity) -> Row:
        """An entity's sample and what its fields refuse."""
        sample = known.of(entity.name)
        changes = edits(self.spec, known, entity)
        return {
            "name": entity.name,
            "path": collections(self.spec)[entity.name],
            "values": self.changes(entity.name, sample.values),
            "optional": self.changes(entity.name, sample.optional),
            "ways": {walk.state: [self.act(step, {"it": entity.name}) for step in walk.steps] for walk in sample.walks},
            "required": [
                property_name(f)
                for f in entity.fields
                if f.required and f.default is None and f.type is not FieldType.BOOLEAN
            ],
            "bad": [
                {"property": property_name(field), "value": _plain(wrong.value), "why": wrong.why}
                for field in entity.fields
                for wrong in refused(field)
                if wrong.value is not None
            ],
            "unique": [
                property_name(f)
                for f in entity.fields
                if f.unique and f.name in dict(sample.values) and f.type not in (FieldType.FILE, FieldType.IMAGE)
            ],
            "references": [{"property": reference_name(self.spec, r), "many": r.many} for r in entity.relations],
            "changes": self.changes(entity.name, changes),
            "searched": list(self._searched(entity)),
        }

    def _searched(self, entity: Entity) -> Sequence[str]:
        asked = [f for f in self.spec.features if f.name == "search" and f.entity in ("", entity.name) and f.built]
        names = {name for feature in asked for name in feature.fields}
        texts = [f for f in entity.fields if f.type in (FieldType.TEXT, FieldType.LONG_TEXT) and not f.pattern]
        return [f.name for f in texts if asked and (not names or f.name in names) and (f.max_length or 200) >= 9]

    def case(self, case: Case) -> Row:
        """A case with its acts."""
        of: dict[str, str] = {}
        for act in case.acts:
            step = act.step if isinstance(act, Refused) else act
            if isinstance(step, Make):
                of[step.alias] = step.entity
        return {"fact": case.fact, "title": case.title, "acts": [self.act(act, of) for act in case.acts]}

    def act(self, act: Act | Step, of: Mapping[str, str]) -> Row:
        """One act; `of` tells the entity of each alias."""
        match act:
            case Make(alias=name, entity=entity, changes=changes) if is_account(self.spec, entity):
                return {"account": str(dict(changes).get("role", "")), "as": name}
            case Make(alias=name, entity=entity, changes=changes):
                state = dict(changes).get("status") if self.spec.entity(entity).lifecycle else None
                told = tuple(pair for pair in changes if pair[0] != "status" or state is None)
                row: Row = {"make": entity, "as": name, "with": self.changes(entity, told)}
                return {**row, "status": str(state)} if state else row
            case Change(alias=name, changes=changes):
                return {"change": name, "with": self.changes(of[name], changes)}
            case Move(alias=name, to=to):
                return {"move": name, "to": to}
            case Remove(alias=name):
                return {"remove": name}
            case Refused(step=step, status=status, fields=fields):
                place = self.spec.entity(step.entity if isinstance(step, Make) else of[step.alias])
                naming = list(dict.fromkeys(shown_name(self.spec, place, field) for field in fields))
                return {"refused": self.act(step, of), "status": status, "naming": [*naming]}
            case Expect(alias=name, property=read, value=value):
                return {"expect": name, "property": read, "value": _plain(value)}
            case Shows(alias=name, property=read):
                return {"shows": name, "property": read}
        assert_never(act)

    def changes(self, entity: str, changes: Changes) -> Row:
        """Changes by API property."""
        place = self.spec.entity(entity)
        return {shown_name(self.spec, place, name): self.value(given) for name, given in changes}

    def value(self, given: Given) -> Json:
        """A value; what must be made first is an object with one telling key."""
        match given:
            case tuple():
                return [self.value(one) for one in given]
            case Use(alias=name):
                return {"use": name}
            case New(entity=entity, changes=changes):
                return {"new": self.act(Make(alias="", entity=entity, changes=changes), {})}
            case Account(role=role):
                return {"account": role}
            case Upload(image=image):
                return {"upload": "image" if image else "file"}
            case Text(template=template):
                return {"text": template}
            case Coded(before=before, width=width, after=after, signs=signs):
                return {"signs": signs, "width": width, "before": before, "after": after}
            case Counted(start=start, every=every, span=span):
                more = {
                    name: number for name, number, usual in (("every", every, 1), ("span", span, 0)) if number != usual
                }
                return {"counted": _plain(start), **more}
            case _:
                return _plain(given)


def _plain(value: str | int | Decimal | bool | date | datetime | time | None) -> Json:
    match value:
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date() | time():
            return value.isoformat()
        case Decimal():
            return float(value) if value % 1 else int(value)
    return value


def _access(spec: Spec, known: Samples, writer: _Writer) -> Sequence[Row]:
    rows: list[Row] = []
    for access in accesses(spec):
        entity = spec.entity(access.entity)
        owned = owning(spec, entity, access.role)
        rows.append(
            {
                "role": access.role,
                "entity": entity.name,
                "facts": list(access.facts),
                "scopes": {action: scope for action, scope in access.scopes if scope},
                "own": writer.changes(entity.name, owned[0]) if owned else None,
                "changes": writer.changes(entity.name, edits(spec, known, entity)[:1]),
            }
        )
    return rows


def _role_steps(spec: Spec, writer: _Writer) -> Sequence[Row]:
    rows: list[Row] = []
    for entity in spec.entities:
        for step in entity.lifecycle.transitions if entity.lifecycle else ():
            allowed, denied = allowed_and_denied(spec, entity.name, step)
            if step.roles and denied:
                fact = f"step:{entity.name}.{step.source}-{step.target}"
                rows.append(
                    {
                        "fact": fact,
                        "entity": entity.name,
                        "from": step.source,
                        "to": step.target,
                        "allowed": allowed,
                        "denied": denied,
                    }
                )
    return rows
