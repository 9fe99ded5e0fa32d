"""Every case can be played: each name is saved before it is used, and each request can be built and sent."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.openapi.canary import Canary
from tests.openapi.collection import Interface, fresh_names, interface, names
from tests.openapi.model import Attack, Case, Step
from tests.openapi.play import Person, Play

TOLD = {
    "uid": "0f",
    "UID": "0F",
    "canary": "http://127.0.0.1:1",
    "canary_port": 1,
    "admin_email": "a@b.c",
    "admin_password": "x",
}
SENDABLE = re.compile(rb"[^\x00-\x20\x7f](?:[^\x00\n\r]*[^\x00-\x20\x7f])?|")


def expanded(chosen: Interface, steps: list[Step], person: str | None = None) -> Iterator[Step]:
    for step in steps:
        step = step.model_copy(update={"person": person}) if person else step
        if step.use:
            yield from expanded(chosen, chosen.fragments[step.use], step.person)
        elif step.call:
            yield step


def steps_of(chosen: Interface, case: Case | Attack) -> list[Step]:
    runs = [*case.given, *case.steps, *case.control] if isinstance(case, Attack) else case.steps
    return list(expanded(chosen, runs))


def unplayable(chosen: Interface, case: Case | Attack, client: httpx.Client, canary: Canary) -> Iterator[str]:
    play = Play(client, canary, chosen.fragments)
    known: dict[str, Any] = dict(TOLD)
    for step in steps_of(chosen, case):
        here = {**known, "me": f"{step.person}0f"}
        request = play._request(step, Person(), here)
        play_expectations(play, step, here)
        bad = [name for name, value in request.headers.raw if not SENDABLE.fullmatch(value)]
        yield from (f"{case.name}: {step.call}: header {name!r} cannot be sent" for name in bad)
        for saved in step.save:
            known[saved] = known[f"{step.person}.{saved}"] = "saved-value"


def play_expectations(play: Play, step: Step, known: dict[str, Any]) -> None:
    """Places and checks are filled as in a real play, against an answer that says nothing."""
    without_canary = step.model_copy(update={"expect": {k: v for k, v in step.expect.items() if k != "canary.hits"}})
    list(play._unmet(without_canary, httpx.Response(200, text="{}"), known))


@pytest.mark.parametrize("name", [*names(), *fresh_names()])
def test_every_case_can_be_played(name: str) -> None:
    chosen = interface(name)
    with httpx.Client(base_url="http://127.0.0.1:1", trust_env=False) as client, Canary() as canary:
        cases: list[Case | Attack] = [*chosen.functional.cases, *chosen.attacks.cases]
        assert [found for case in cases for found in unplayable(chosen, case, client, canary)] == []
