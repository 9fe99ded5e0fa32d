"""Specifications as the engine reads, draws and checks them. Used by Home and Spec."""

from __future__ import annotations

from collections.abc import Mapping

from ui.engine.link import EngineLink
from ui.reading import Facts, Reading


async def read_brief(link: EngineLink, brief: str, answers: Mapping[str, str] | None = None) -> Reading:
    """What the engine understands of a brief."""
    return Reading.of(await link.ask("POST", "/specs/read", body={"brief": brief, "answers": dict(answers or {})}))


async def read_interface(link: EngineLink, document: str, brief: str) -> Reading:
    """What the engine understands of an OpenAPI document and the text that goes with it."""
    return Reading.of(await link.ask("POST", "/specs/read", body={"brief": brief, "interface": document}))


async def facts_of(link: EngineLink, spec: str) -> Facts:
    """The facts of a specification, for drawing; `Refused` when it can't be read."""
    return Facts.of(await link.ask("POST", "/specs/facts", body={"spec": spec}))
