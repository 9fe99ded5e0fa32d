"""Plays the cases of one interface against a running application, as several persons, and says what went wrong."""

import base64
import re
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from tests.openapi.canary import Canary
from tests.openapi.collection import Interface
from tests.openapi.expect import ABSENT, at, faults
from tests.openapi.model import Attack, Case, Step, Upload
from tests.openapi.values import Missing, fill, payload

TRACES = re.compile(
    r"Traceback \(most recent|File \"[^\"]+\.py\"|sqlite3\.|sqlalchemy\.|psycopg|SQLSTATE|pydantic_core"
    r"|\bat [\w$.]+\([\w]+\.(?:java|kt|js|ts):\d+|goroutine \d+ \[|\.go:\d+ \+0x|node_modules/|root:x:0:0"
)
SECONDS = 15.0


class Broken(Exception):
    """A step was not met as it says; the message says how."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How one case went; `why` is empty when it passed."""

    interface: str
    name: str
    why: str = ""

    @property
    def passed(self) -> bool:
        return not self.why


@dataclass
class Person:
    """Somebody's cookies and the headers that each of their requests carries."""

    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def keep(self, answer: httpx.Response) -> None:
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.split(";")[0].partition("=")
            gone = not value.strip('"') or re.search(r"max-age\s*=\s*(0|-\d+)\s*(;|$)|01[ -]Jan[ -]1970", line, re.I)
            self.cookies.pop(name.strip(), None)
            if not gone:
                self.cookies[name.strip()] = value.strip()


class Play:
    """One case under way: what it saved and who takes part. Every play begins with names that no other uses."""

    def __init__(self, client: httpx.Client, canary: Canary, fragments: Mapping[str, list[Step]]) -> None:
        self._client = client
        self._canary = canary
        self._fragments = fragments
        self._people: dict[str, Person] = {}
        self._uid = uuid4().hex[:10]
        self._seen = canary.hits
        self._known: dict[str, Any] = {
            "uid": self._uid,
            "UID": self._uid.upper(),
            "canary": canary.url,
            "canary_port": canary.port,
        }

    def tell(self, known: Mapping[str, str]) -> None:
        self._known.update(known)

    def run(self, steps: list[Step], label: str) -> None:
        """Plays `steps` in turn. Raises Broken at the first that is not met."""
        for number, step in enumerate(steps, start=1):
            where = f"{label} {number} ({step.call or step.use or 'wait'})"
            try:
                self._step(step, where)
            except httpx.HTTPError as error:
                raise Broken(f"{where}: {type(error).__name__} {error}") from error
            except (Missing, ValueError) as error:
                raise Broken(f"{where}: {error}") from error

    def _step(self, step: Step, where: str) -> None:
        if step.wait is not None:
            time.sleep(step.wait)
        elif step.use is not None:
            inner = [one.model_copy(update={"person": step.person}) for one in self._fragments[step.use]]
            self.run(inner, f"{where} >")
        elif step.within is not None:
            self._until(step, where)
        else:
            self._once(step, where)

    def _until(self, step: Step, where: str) -> None:
        end = time.monotonic() + (step.within or 0)
        while True:
            try:
                return self._once(step, where)
            except Broken:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def _once(self, step: Step, where: str) -> None:
        self._client.cookies.clear()  # else one person's cookies would go out with the next one's request
        person = self._people.setdefault(step.person, Person())
        known = {**self._known, "me": f"{step.person}{self._uid}"}
        request = self._request(step, person, known)
        begun = time.monotonic()
        answers = self._send(request, step)
        took = time.monotonic() - begun
        wrong = [fault for answer in answers for fault in _basics(step, answer)] + _tally(step, answers)
        if step.under is not None and took > step.under:
            wrong.append(f"took {took:.1f} s, more than {step.under}")
        if not wrong:
            wrong = list(self._unmet(step, answers[-1], known))
        if wrong:
            raise Broken(f"{where}: {'; '.join(dict.fromkeys(wrong))}")
        for answer in answers:
            person.keep(answer)
        self._learn(step, answers[-1], known)
        person.headers.update(fill(step.remember, {**self._known, "me": known["me"]}))

    def _learn(self, step: Step, answer: httpx.Response, known: Mapping[str, Any]) -> None:
        for name, place in step.save.items():
            found = at(answer, fill(place, known))
            if found is ABSENT:
                raise Broken(f"{step.call}: nothing to save at {place}")
            self._known[name] = self._known[f"{step.person}.{name}"] = found

    def _send(self, request: httpx.Request, step: Step) -> list[httpx.Response]:
        if not step.parallel:
            return [self._client.send(request) for _ in range(step.times)]
        with ThreadPoolExecutor(step.times) as pool:
            return list(pool.map(lambda _: self._client.send(request), range(step.times)))

    def _request(self, step: Step, person: Person, known: Mapping[str, Any]) -> httpx.Request:
        headers = {**person.headers, **fill(step.headers, known)}
        cookies = {**person.cookies, **fill(step.cookies, known)}
        if cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        if step.type is not None:
            headers["Content-Type"] = step.type
        if step.basic is not None:
            name, password = fill(list(step.basic), known)
            headers["Authorization"] = "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()
        path, query = fill(step.path, known), fill(step.query, known)
        body = {"json": fill(step.body, known)} if step.body is not None else {}
        if step.raw is not None:
            body = {"content": payload(fill(step.raw, known))}
        elif step.form is not None or step.files is not None:
            body = {"data": fill(step.form or {}, known), "files": _files(step, known)}
        return self._client.build_request(step.method, path, params=query or None, headers=headers, **body)

    def _unmet(self, step: Step, answer: httpx.Response, known: Mapping[str, Any]) -> Iterator[str]:
        for place, check in step.expect.items():
            if place == "canary.hits":
                time.sleep(0.3)
                found: Any = self._canary.hits - self._seen
            else:
                found = at(answer, fill(place, known))
            yield from (f"{place} {fault}" for fault in faults(found, fill(check, known)))


def _files(step: Step, known: Mapping[str, Any]) -> list[tuple[str, Any]] | None:
    parts: list[tuple[str, Any]] = []
    for name, uploads in (step.files or {}).items():
        for upload in uploads if isinstance(uploads, list) else [uploads]:
            assert isinstance(upload, Upload)
            content = payload(fill(upload.content, known))
            kind = upload.type or "application/octet-stream"
            parts.append((name, (fill(upload.name or name, known), content, kind)))
    return parts or None


def _basics(step: Step, answer: httpx.Response) -> Iterator[str]:
    """What holds for every answer: a status that was named, and no inside of the program in it."""
    status = str(answer.status_code)
    listed = step.status if isinstance(step.status, list) else [step.status]
    allowed = {str(one) for one in listed if one is not None}
    if allowed and status not in allowed and f"{status[0]}xx" not in allowed:
        yield f"answered {status}, not {' or '.join(sorted(allowed))}: {answer.text[:160]!r}"
    if not allowed and answer.status_code >= 500:
        yield f"answered {status}: {answer.text[:160]!r}"
    if found := TRACES.search(answer.text):
        yield f"shows its inside: {found[0]!r}"


def _tally(step: Step, answers: list[httpx.Response]) -> list[str]:
    codes = [str(answer.status_code) for answer in answers]
    wrong = []
    for status, wanted in step.tally.items():
        count = sum(code == status or f"{code[0]}xx" == status for code in codes)
        limits = {"min": wanted, "max": wanted} if isinstance(wanted, int) else wanted
        if not limits.get("min", 0) <= count <= limits.get("max", len(codes)):
            wrong.append(f"{count} of {len(codes)} answered {status}, not {wanted} ({', '.join(sorted(set(codes)))})")
    return wrong


def play(
    interface: Interface, url: str, *, attacks: bool, only: str = "", known: Mapping[str, str] | None = None
) -> list[Outcome]:
    """How the application at `url` meets the functional cases of `interface`, or its attacks.

    `only` picks the cases whose name contains it; `known` holds what the starter of the application set,
    such as the administrator's e-mail address and password.
    """
    cases: list[Case | Attack] = [*(interface.attacks if attacks else interface.functional).cases]
    chosen = [case for case in cases if only in case.name]
    limits = httpx.Limits(max_connections=64)
    with httpx.Client(base_url=url, timeout=SECONDS, limits=limits, trust_env=False) as client, Canary() as canary:
        return [_outcome(interface, case, client, canary, known or {}) for case in chosen]


def _outcome(
    interface: Interface, case: Case | Attack, client: httpx.Client, canary: Canary, known: Mapping[str, str]
) -> Outcome:
    one = Play(client, canary, interface.fragments)
    one.tell(known)
    try:
        if isinstance(case, Attack):
            one.run(case.given, "given")
        one.run(case.steps, "step")
        if isinstance(case, Attack):
            one.run(case.control, "control")
    except Broken as broken:
        return Outcome(interface=interface.name, name=case.name, why=str(broken))
    return Outcome(interface=interface.name, name=case.name)
