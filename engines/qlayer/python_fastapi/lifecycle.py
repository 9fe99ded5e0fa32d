"""States and steps of an entity as its service needs them. Called by entities."""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec import Entity


@dataclass(frozen=True, kw_only=True)
class StepView:
    """An allowed step; `roles` empty: whoever may update the object."""

    fact: str
    source: str
    target: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LifecycleView:
    """The states of an entity and the steps between them."""

    fact: str
    states: tuple[str, ...]
    initial: str
    steps: tuple[StepView, ...]

    @property
    def literal(self) -> str:
        """The states as a type."""
        return f"Literal[{', '.join(f'{chr(34)}{state}{chr(34)}' for state in self.states)}]"

    @property
    def length(self) -> int:
        """Room for the longest state."""
        return max(40, *(len(state) for state in self.states))

    @property
    def guarded(self) -> bool:
        """Whether any step is for certain roles alone."""
        return any(step.roles for step in self.steps)


def lifecycle_view(entity: Entity) -> LifecycleView | None:
    """The states of an entity, if it has any."""
    lifecycle = entity.lifecycle
    if lifecycle is None:
        return None
    steps = {
        (step.source, step.target): StepView(
            fact=f"step:{entity.name}.{step.source}-{step.target}",
            source=step.source,
            target=step.target,
            roles=step.roles,
        )
        for step in lifecycle.transitions
    }
    return LifecycleView(
        fact=f"states:{entity.name}",
        states=lifecycle.states,
        initial=lifecycle.initial,
        steps=tuple(steps.values()),
    )
