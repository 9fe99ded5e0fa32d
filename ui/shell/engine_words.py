"""How the engine stands, in the few words of the status bar and the sentence of the banner. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.client import EngineError
from app.client.errors import OtherVersion
from ui.engine import EngineState
from ui.engine.address import BadAddress, place_of
from ui.engine.attached import NotAnEngine, TokenRefused
from ui.engine.tokens import NoToken
from ui.language import say

LONGEST = 32


@dataclass(frozen=True, kw_only=True)
class Shown:
    """`dot` is the role of its colour, or its tone; it turns, and the seconds count, while something is awaited.

    `action` is what a click on it does, where that is more than to show what can be done.
    """

    text: str
    dot: str
    turning: bool = False
    action: str = ""


def status_of(state: EngineState, problem: EngineError | None, address: str) -> Shown:
    """What the status bar says; `address` is '' for this machine's engine."""
    if address:
        return _elsewhere(state, problem, short(place_of(address)))
    match state:
        case EngineState.RUNNING:
            return Shown(text=say("Engine running"), dot="success")
        case EngineState.STARTING:
            return Shown(text=say("Engine starting"), dot="warning", turning=True)
        case EngineState.RECONNECTING:
            return Shown(text=say("Reconnecting"), dot="warning", turning=True)
    if isinstance(problem, OtherVersion):
        return Shown(text=say("Engine of another version"), dot="danger")
    return Shown(text=say("Engine stopped"), dot="danger", action=say("Start"))


def _elsewhere(state: EngineState, problem: EngineError | None, place: str) -> Shown:
    match state:
        case EngineState.RUNNING:
            return Shown(text=say("Engine at {place}", place=place), dot="info")
        case EngineState.STARTING:
            return Shown(text=say("Connecting to {place}", place=place), dot="warning", turning=True)
        case EngineState.RECONNECTING:
            return Shown(text=say("Reconnecting to {place}", place=place), dot="warning", turning=True)
    match problem:
        case TokenRefused():
            return Shown(text=say("{place}: token refused", place=place), dot="danger")
        case NoToken():
            return Shown(text=say("{place}: no token", place=place), dot="danger")
        case OtherVersion():
            return Shown(text=say("{place}: another version", place=place), dot="danger")
        case BadAddress():
            return Shown(text=say("{place}: no address", place=place), dot="danger")
        case NotAnEngine():
            return Shown(text=say("{place}: no engine", place=place), dot="danger")
    return Shown(text=say("{place}: unreachable", place=place), dot="danger")


def banner_of(state: EngineState, problem: EngineError | None, address: str) -> str:
    """The sentence over all rooms; '' while the engine is there or was not looked for long."""
    if state is EngineState.RECONNECTING and address:
        return say("The connection to {place} is lost; it is being made again.", place=place_of(address))
    if state is EngineState.RECONNECTING:
        return say("The engine ended; it is being started again. Runs go on where they stopped.")
    if state is EngineState.STOPPED:
        return str(problem) if problem else say("The engine is stopped.")
    return ""


def short(place: str) -> str:
    """A long name of a machine, cut in its middle."""
    half = LONGEST // 2 - 1
    return place if len(place) <= LONGEST else f"{place[:half]}…{place[-half:]}"
