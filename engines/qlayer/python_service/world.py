"""The service that is rendered, with ways to find its parts. Made by context, read by all that renders."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from engines.kernel.errors import UserError
from engines.kernel.spec.service import (
    ForEach,
    If,
    Link,
    Operation,
    Resource,
    Scheme,
    Service,
    ServiceStep,
    Stored,
    View,
)
from engines.kernel.spec.service_terms import QUERIES, calls, parse_term
from engines.qlayer.python_service.document import Document, DocumentOperation
from engines.qlayer.python_service.skills import Skill


@dataclass(frozen=True, kw_only=True)
class World:
    """A service, its document, and the skills that there are."""

    service: Service
    skills: Mapping[str, Skill]

    @cached_property
    def document(self) -> Document:
        return Document(self.service.document)

    @cached_property
    def _documented(self) -> Mapping[tuple[str, str], DocumentOperation]:
        return {(o.method, o.path): o for o in self.document.operations()}

    def documented(self, operation: Operation) -> DocumentOperation:
        """What the document says of an operation; UserError when it is not there."""
        found = self._documented.get((operation.method.upper(), operation.path))
        if found is None:
            raise UserError(f"the document has no operation {operation.method} {operation.path}")
        return found

    def resource(self, name: str) -> Resource:
        """A resource by its name; UserError when there is none."""
        found = next((r for r in self.service.resources if r.name == name), None)
        if found is None:
            raise UserError(f"there is no resource '{name}'", hint=f"Known: {', '.join(self.resource_names)}")
        return found

    @property
    def resource_names(self) -> tuple[str, ...]:
        return tuple(r.name for r in self.service.resources)

    def field(self, resource: str, name: str) -> Stored | None:
        """A field of a resource."""
        return next((f for f in self.resource(resource).fields if f.name == name), None)

    def link(self, resource: str, name: str) -> Link | None:
        """A link of a resource."""
        return next((link for link in self.resource(resource).links if link.name == name), None)

    def view(self, name: str) -> View | None:
        """A view by its name."""
        return next((v for v in self.service.views if v.name == name), None)

    def scheme(self, name: str) -> Scheme:
        """A scheme by its name; UserError when there is none."""
        found = next((s for s in self.service.schemes if s.name == name), None)
        if found is None:
            raise UserError(f"there is no scheme '{name}'")
        return found

    def holder(self, scheme: Scheme) -> str:
        """The resource of the caller that a scheme knows."""
        if not scheme.holder:
            return scheme.resource
        link = self.link(scheme.resource, scheme.holder)
        if link is None:
            raise UserError(
                f"'{scheme.resource}' has no link '{scheme.holder}', which the scheme '{scheme.name}' names"
            )
        return link.to

    @cached_property
    def view_needs(self) -> Mapping[str, tuple[bool, bool]]:
        """Of each view, whether it asks for records and whether it asks who calls, itself or in a view that it shows."""
        return {view.name: self._needs(view, set()) for view in self.service.views}

    def _needs(self, view: View, seen: set[str]) -> tuple[bool, bool]:

        term = parse_term(view.body)
        called = set(calls(term))
        store = bool(called & set(QUERIES))
        caller = any(isinstance(node, ast.Name) and node.id == "caller" for node in ast.walk(term))
        for name in called - seen:
            other = self.view(name)
            if other is not None and other.name != view.name:
                inner = self._needs(other, seen | {view.name})
                store, caller = store or inner[0], caller or inner[1]
        return store, caller


def walked(steps: tuple[ServiceStep, ...]) -> Iterator[ServiceStep]:
    """All steps, also those inside of others."""
    for step in steps:
        yield step
        if isinstance(step, If):
            yield from walked(step.then)
            yield from walked(step.otherwise)
        if isinstance(step, ForEach):
            yield from walked(step.steps)
