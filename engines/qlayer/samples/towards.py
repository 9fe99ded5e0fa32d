"""Steps of a sample's `it` as acts of a named object. Called by the cases and the factories."""

from __future__ import annotations

from engines.qlayer.samples.model import Act, Change, Changes, Make, Move, Step, Use


def towards(step: Step, name: str) -> Act:
    """A step of `it` as a step of the object called `name`."""
    match step:
        case Make(alias=call, entity=entity, changes=changes):
            told: Changes = tuple((key, Use(name) if value == Use("it") else value) for key, value in changes)
            return Make(alias=call, entity=entity, changes=told)
        case Change(changes=changes):
            return Change(alias=name, changes=changes)
        case Move(to=to):
            return Move(alias=name, to=to)
    return step
