"""The contract of this application, tried over HTTP alone: it knows neither language nor framework.

    BASE_URL=http://127.0.0.1:8000 ADMIN_EMAIL=... ADMIN_PASSWORD=... python -m pytest tests/contract

Without BASE_URL the application is started as quantumlayer.json says. The database should be empty.
What is sent and expected stands in cases.json, which was derived from spec.yaml.
"""

import datetime as dt
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
SUITE = json.loads(HERE.joinpath("cases.json").read_text("utf-8"))
ENTITIES = {entity["name"]: entity for entity in SUITE["entities"]}
ADMIN = {
    "email": os.environ.get("ADMIN_EMAIL", "admin@contract.example"),
    "password": os.environ.get("ADMIN_PASSWORD", "Contract-Passw0rd"),
}
PASSWORD = "Correct-Horse-7"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
Json = dict[str, Any]


class Application:
    """A running application, and what has been made in it."""

    def __init__(self, url: str, socket: str | None = None) -> None:
        self._url, self._socket = url, socket
        self._clients: list[httpx.Client] = []
        self.numbers = count(1)
        self.visitor = self.client()
        self.admin = self.signed_in(**ADMIN) if SUITE["accounts"] else self.visitor

    def client(self, **headers: str) -> httpx.Client:
        """A client with headers of its own."""
        transport = httpx.HTTPTransport(uds=self._socket)
        client = httpx.Client(base_url=self._url, transport=transport, headers=headers, timeout=20)
        self._clients.append(client)
        return client

    def close(self) -> None:
        """Ends all connections."""
        for client in self._clients:
            client.close()

    def signed_in(self, email: str, password: str) -> httpx.Client:
        """A client that is signed in."""
        answer = self.visitor.post("/api/auth/token", data={"username": email, "password": password})
        assert answer.status_code == 200, answer.text
        return self.client(Authorization=f"Bearer {answer.json()['access_token']}")

    def account(self, role: str = "") -> tuple[httpx.Client, Json]:
        """A fresh account, with a role that the administrator gives."""
        email = f"contract{next(self.numbers)}-{os.getpid()}@accounts.example"
        answer = self.visitor.post(
            "/api/auth/register", json={"email": email, "password": PASSWORD, "name": "Somebody"}
        )
        assert answer.status_code == 201, answer.text
        if role:
            changed = self.admin.patch(f"/api/users/{answer.json()['id']}", json={"role": role})
            assert changed.status_code == 200, changed.text
        return self.signed_in(email, PASSWORD), answer.json()

    def values(self, entity: str, changes: Json, known: dict[str, Json]) -> Json:
        """A valid body: the entity's sample with some changes; what it refers to is made first."""
        n = next(self.numbers)
        given = {**ENTITIES[entity]["values"], **changes}
        return {name: self.value(value, n, known) for name, value in given.items()}

    def value(self, given: Any, n: int, known: dict[str, Json]) -> Any:
        """A value as it is sent."""
        if isinstance(given, list):
            return [self.value(one, n, known) for one in given]
        match given:
            case {"use": alias}:
                return known[alias]["id"]
            case {"new": make}:
                return self.make(make, known)["id"]
            case {"account": role}:
                return self.account(role)[1]["id"]
            case {"upload": kind}:
                name, content = ("dot.png", PIXEL) if kind == "image" else ("note.pdf", b"%PDF-1.4\n%%EOF\n")
                answer = self.admin.post("/api/files", files={"file": (name, content)})
                assert answer.status_code == 201, answer.text
                return answer.json()["id"]
            case {"text": template}:
                return template.format(n=n)
            case {"signs": signs, "width": width, "before": before, "after": after}:
                base = len(signs)
                code = "".join(signs[n // base**place % base] for place in reversed(range(width)))
                return f"{before}{code}{after}"
            case {"counted": int(start), "span": span}:
                return start + 1 + n % (span - 1)
            case {"counted": int(start)}:
                return start + n
            case {"counted": start}:
                return _later(start, n * given.get("every", 1))
        return given

    def make(self, act: Json, known: dict[str, Json]) -> Json:
        """Creates an object and takes it to its state."""
        entity = ENTITIES[act["make"]]
        answer = self.admin.post(entity["path"], json=self.values(act["make"], act["with"], known))
        assert answer.status_code == 201, answer.text
        made: Json = {**answer.json(), "_path": entity["path"]}
        here = {**known, "it": made}
        for step in entity["ways"].get(act.get("status", ""), []):
            self.play(step, here)
        return made

    def play(self, act: Json, known: dict[str, Json]) -> None:
        """Carries out one act of a case."""
        match act:
            case {"account": role, "as": alias}:
                known[alias] = self.account(role)[1]
            case {"make": _, "as": alias}:
                known[alias] = self.make(act, known)
            case {"refused": step, "status": status, "naming": naming}:
                assert_refused(self.answer(step, known), status, naming)
            case {"expect": alias, "property": name, "value": value}:
                read = self.read(known[alias])[name]
                assert read == value, f"{name} reads {read!r}, not {value!r}"
            case {"shows": alias, "property": name}:
                assert name in self.read(known[alias])
            case _:
                answer = self.answer(act, known)
                assert answer.status_code in (200, 204), answer.text

    def answer(self, act: Json, known: dict[str, Json]) -> httpx.Response:
        """The answer to the request of an act."""
        match act:
            case {"make": entity, "with": changes}:
                return self.admin.post(ENTITIES[entity]["path"], json=self.values(entity, changes, known))
            case {"change": alias, "with": changes}:
                body = {name: self.value(value, 0, known) for name, value in changes.items()}
                return self.admin.patch(place(known[alias]), json=body)
            case {"move": alias, "to": to}:
                return self.admin.post(f"{place(known[alias])}/transitions", json={"to": to})
            case {"remove": alias}:
                return self.admin.delete(place(known[alias]))
        raise AssertionError(f"an unknown act: {act}")

    def read(self, thing: Json) -> Json:
        """An object as it is now."""
        answer = self.admin.get(place(thing))
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found


def place(thing: Json) -> str:
    """Where an object lives."""
    return f"{thing['_path']}/{thing['id']}"


def assert_refused(answer: httpx.Response, status: int, naming: list[str] | None = None) -> None:
    """The answer is a problem document of this status that names one of the properties."""
    assert answer.status_code == status, f"{answer.status_code}, not {status}: {answer.text}"
    assert answer.headers["content-type"].startswith("application/problem+json")
    named = {error["field"] for error in answer.json()["errors"]}
    assert not naming or named & set(naming), f"names {named}, not one of {naming}"


def same(sent: Any, read: Any) -> bool:
    """Whether a value reads as it was sent; moments may be written in another way."""
    if isinstance(sent, str) and isinstance(read, str) and "T" in sent and sent.endswith("Z"):
        return dt.datetime.fromisoformat(sent) == dt.datetime.fromisoformat(read)
    return bool(sent == read)


def _later(start: str, days: int) -> str:
    if "-" not in start:
        return dt.time(10 + days // 60 % 12, days % 60).isoformat()
    if "T" in start:
        return (dt.datetime.fromisoformat(start) + dt.timedelta(days=days)).isoformat()
    return (dt.date.fromisoformat(start) + dt.timedelta(days=days)).isoformat()


@pytest.fixture(scope="session")
def app() -> Iterator[Application]:
    """The application under test: the one at BASE_URL, else one that is started for the tests."""
    if os.environ.get("BASE_URL"):
        application = Application(os.environ["BASE_URL"])
        yield application
        application.close()
        return
    with tempfile.TemporaryDirectory(prefix="contract-") as folder:
        path = str(Path(folder) / "app.sock")
        with subprocess.Popen(
            _serve(path),
            cwd=PROJECT,
            env=_environment(folder),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                _wait_until_it_listens(path)
                application = Application("http://contract.example", path)
                yield application
                application.close()
            finally:
                process.terminate()


def _serve(path: str) -> list[str]:
    """The command of quantumlayer.json that serves on a socket."""
    words = json.loads(PROJECT.joinpath("quantumlayer.json").read_text("utf-8"))["serve"]
    command = [word.replace("{socket}", path) for word in words]
    return [sys.executable if command[0] == "python" else command[0], *command[1:]]


def _environment(folder: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder}/contract.db",
        "UPLOAD_FOLDER": f"{folder}/uploads",
        "RATE_LIMIT": "0",
        "SEED_DATA": "no",
        "SECRET_KEY": "a-secret-for-the-contract-suite-alone",
        "ADMIN_EMAIL": ADMIN["email"],
        "ADMIN_PASSWORD": ADMIN["password"],
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _wait_until_it_listens(path: str) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(path) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the application does not listen")


entities = pytest.mark.parametrize("entity", ENTITIES.values(), ids=list(ENTITIES))


def test_the_application_describes_and_observes_itself(app: Application) -> None:
    document = app.visitor.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert {entity["path"] for entity in ENTITIES.values()} <= set(document["paths"])
    assert app.visitor.get("/healthz").status_code == 200
    assert app.visitor.get("/metrics").status_code == 200


@entities
def test_objects_read_as_they_were_created(app: Application, entity: Json) -> None:
    sent = app.values(entity["name"], entity["optional"], {})
    answer = app.admin.post(entity["path"], json=sent)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert all(same(value, made[name]) for name, value in sent.items()), f"{sent} reads {made}"
    again = app.read({**made, "_path": entity["path"]})
    assert all(same(value, again[name]) for name, value in sent.items()), f"{sent} reads {again}"


@entities
def test_required_properties_are_required(app: Application, entity: Json) -> None:
    for name in entity["required"]:
        values = app.values(entity["name"], {}, {})
        values.pop(name, None)
        assert_refused(app.admin.post(entity["path"], json=values), 422, [name])


@entities
def test_bad_values_are_refused(app: Application, entity: Json) -> None:
    for bad in entity["bad"]:
        values = {**app.values(entity["name"], {}, {}), bad["property"]: bad["value"]}
        assert_refused(app.admin.post(entity["path"], json=values), 422, [bad["property"]])


@entities
def test_unknown_properties_are_refused(app: Application, entity: Json) -> None:
    values = {**app.values(entity["name"], {}, {}), "no_such_property": 1}
    assert_refused(app.admin.post(entity["path"], json=values), 422, ["no_such_property"])


@entities
def test_unique_values_occur_once(app: Application, entity: Json) -> None:
    for name in entity["unique"]:
        made = app.make({"make": entity["name"], "with": {}}, {})
        values = {**app.values(entity["name"], {}, {}), name: made[name]}
        assert_refused(app.admin.post(entity["path"], json=values), 409, [name])


@entities
def test_references_lead_somewhere(app: Application, entity: Json) -> None:
    properties = app.visitor.get("/openapi.json").text
    for reference in entity["references"]:
        name, missing = reference["property"], 999_999_999
        values = {**app.values(entity["name"], {}, {}), name: [missing] if reference["many"] else missing}
        assert_refused(app.admin.post(entity["path"], json=values), 409, [name])
        assert f'"{name}"' in properties
        assert "x-resource" in properties


@entities
def test_lists_come_in_pages(app: Application, entity: Json) -> None:
    made = [app.make({"make": entity["name"], "with": {}}, {})["id"] for _ in range(3)]
    first = app.admin.get(entity["path"], params={"size": 2, "sort": "-id"}).json()
    second = app.admin.get(entity["path"], params={"size": 2, "sort": "-id", "page": 2}).json()
    assert [one["id"] for one in first["items"]] == made[:0:-1]
    assert second["items"][0]["id"] == made[0]
    assert first["total"] >= 3
    assert (second["page"], second["size"]) == (2, 2)
    assert_refused(app.admin.get(entity["path"], params={"sort": "no_such_property"}), 422)


@entities
def test_objects_can_be_searched(app: Application, entity: Json) -> None:
    for name in entity["searched"]:
        found = app.make({"make": entity["name"], "with": {name: "Quokka"}}, {})
        listed = app.admin.get(entity["path"], params={"q": "quokka", "sort": "-id"}).json()
        assert listed["items"][0]["id"] == found["id"]
        assert app.admin.get(entity["path"], params={"q": "no such word anywhere"}).json()["total"] == 0


@entities
def test_objects_can_be_changed_and_deleted(app: Application, entity: Json) -> None:
    if not entity["changes"]:
        pytest.skip("these objects can't be changed")
    made = app.make({"make": entity["name"], "with": {}}, {})
    answer = app.admin.patch(place(made), json=entity["changes"])
    assert answer.status_code == 200, answer.text
    read = app.read(made)
    assert all(same(value, read[name]) for name, value in entity["changes"].items())
    assert app.admin.delete(place(made)).status_code == 204
    assert_refused(app.admin.get(place(made)), 404)


@pytest.mark.parametrize("case", SUITE["cases"], ids=[case["title"] for case in SUITE["cases"]])
def test_rule(app: Application, case: Json) -> None:
    known: dict[str, Json] = {}
    for act in case["acts"]:
        app.play(act, known)


@pytest.mark.skipif(not SUITE["accounts"], reason="nobody signs in")
def test_accounts_sign_up_and_sign_in(app: Application) -> None:
    client, account = app.account()
    assert client.get("/api/auth/me").json()["email"] == account["email"]
    assert_refused(app.visitor.get("/api/auth/me"), 401)
    wrong = {"username": account["email"], "password": "not it"}
    assert_refused(app.visitor.post("/api/auth/token", data=wrong), 401)
    assert_refused(client.patch(f"/api/users/{account['id']}", json={"role": "admin"}), 403)


@pytest.mark.parametrize("row", SUITE["access"], ids=[f"{row['role']} {row['entity']}" for row in SUITE["access"]])
def test_access(app: Application, row: Json) -> None:
    entity, scopes = ENTITIES[row["entity"]], row["scopes"]
    client, me = (app.visitor, {"id": 0}) if row["role"] == "visitor" else app.account(row["role"])
    refusal = 401 if row["role"] == "visitor" else 403
    other = app.make({"make": entity["name"], "with": {}}, {})
    if scopes.get("read") == "own" and row["own"] is not None:
        mine = app.make({"make": entity["name"], "with": row["own"]}, {"me": me})
        assert [one["id"] for one in client.get(entity["path"]).json()["items"]] == [mine["id"]]
        assert client.get(place(mine)).status_code == 200
        assert_refused(client.get(place(other)), 404)
    else:
        assert client.get(entity["path"]).status_code == (200 if "read" in scopes else refusal)
    if "create" not in scopes:
        assert_refused(client.post(entity["path"], json=app.values(entity["name"], {}, {})), refusal)
    if "update" not in scopes and row["changes"]:
        answer = client.patch(place(other), json=row["changes"])
        assert answer.status_code in (refusal, 404), answer.text
    if "delete" not in scopes:
        assert client.delete(place(other)).status_code in (refusal, 404)


@pytest.mark.parametrize("row", SUITE["steps"], ids=[row["fact"] for row in SUITE["steps"]])
def test_steps_are_for_some_roles(app: Application, row: Json) -> None:
    way = {"make": row["entity"], "with": {}, "status": row["from"]}
    made = app.make(way, {})
    denied = app.account(row["denied"])[0]
    assert_refused(denied.post(f"{place(made)}/transitions", json={"to": row["to"]}), 403)
