"""A service that is sound, or has one fault of choice: what proves that each class of attack finds something."""

import csv
import gzip
import hashlib
import html
import io
import json
import re
import secrets
import sqlite3
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import httpx
import jwt
import yaml
from jinja2 import Template
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.openapi.document import Document
from tests.openapi.model import AttackClass as A

DOCUMENT = Path(__file__).parent / "broken.yaml"
LARGEST, GUESSES, SECONDS = 1_000_000, 5, 0.3
KEY = "a key of the tests that is long enough for HS256"


class Refused(Exception):
    """Ends a request with a status."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class Shelf:
    """Notes of people, and tools for texts; `fault` is what is wrong with it."""

    def __init__(self, fault: A | None = None) -> None:
        self.fault = fault
        self.database = sqlite3.connect(":memory:", check_same_thread=False)
        self.database.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, owner TEXT, title TEXT, more TEXT)")
        self.passwords: dict[str, bytes] = {}
        self.wrong: Counter[str] = Counter()

    def has(self, fault: A) -> bool:
        return self.fault is fault

    def register(self, said: dict[str, Any]) -> Response:
        self.passwords[str(said["username"])] = _hash(str(said["password"]))
        shown = {"username": said["username"]} | (
            {"password": said["password"]} if self.has(A.SECRET_IN_ANSWER) else {}
        )
        return JSONResponse(shown, 201)

    def log_in(self, said: dict[str, Any]) -> Response:
        name = str(said["username"])
        if self.wrong[name] >= GUESSES and not self.has(A.BRUTE_FORCE):
            raise Refused(429)
        if not secrets.compare_digest(self.passwords.get(name, b""), _hash(str(said["password"]))):
            self.wrong[name] += 1
            raise Refused(401)
        made = JSONResponse(
            {"accessToken": jwt.encode({"sub": name}, KEY, "HS256")}, headers={"Cache-Control": "no-store"}
        )
        made.set_cookie("seen", "1", httponly=not self.has(A.COOKIE_FLAGS), samesite="lax")
        return made

    def caller(self, request: Request) -> str:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        try:
            if self.has(A.TOKEN_TAMPERING):
                return str(jwt.decode(token, options={"verify_signature": False})["sub"])
            return str(jwt.decode(token, KEY, ["HS256"])["sub"])
        except jwt.InvalidTokenError as error:
            raise Refused(401) from error

    def make_note(self, said: dict[str, Any], owner: str) -> Response:
        title = said["title"]
        if type(said.get("stars", 0)) is not int:
            raise Refused(400)
        if self.has(A.NULL_BYTES) and "\0" in title:
            raise ValueError("embedded null byte")
        more = {n: v for n, v in said.items() if self.has(A.MASS_ASSIGNMENT) or n in ("title", "stars")}
        made = self.database.execute(
            "INSERT INTO notes (owner, title, more) VALUES (?, ?, ?)", (owner, title, json.dumps(more))
        )
        return JSONResponse({**more, "id": made.lastrowid}, 201)

    def notes(self, owner: str, wanted: str) -> list[dict[str, Any]]:
        if self.has(A.SQL_INJECTION):
            found = self.database.execute(
                f"SELECT id, title FROM notes WHERE owner = '{owner}' AND title LIKE '%{wanted}%'"
            )
        else:
            like = "SELECT id, title FROM notes WHERE owner = ? AND instr(title, ?) > 0"
            found = self.database.execute(like, (owner, wanted))
        return [{"id": key, "title": title} for key, title in found]

    def note(self, key: str, owner: str) -> Response:
        if not re.fullmatch("[0-9]{1,9}", key):
            raise Refused(404)
        row = self.database.execute("SELECT owner, more FROM notes WHERE id = ?", (int(key),)).fetchone()
        if row is None or (row[0] != owner and not self.has(A.OBJECT_AUTHORISATION)):
            raise Refused(404)
        return JSONResponse({**json.loads(row[1]), "id": int(key)})

    def page(self, owner: str) -> Response:
        shown = [note["title"] for note in self.notes(owner, "")]
        items = "".join(f"<li>{title if self.has(A.OUTPUT_ESCAPING) else html.escape(title)}</li>" for title in shown)
        return Response(
            f"<ul>{items}</ul>", media_type="text/html", headers={"Content-Security-Policy": "default-src 'none'"}
        )

    def table(self, owner: str) -> Response:
        written = io.StringIO()
        for note in self.notes(owner, ""):
            run = note["title"].startswith(("=", "+", "-", "@", "\t")) and not self.has(A.FORMULA_INJECTION)
            csv.writer(written).writerow([note["id"], f"'{note['title']}" if run else note["title"]])
        return Response(written.getvalue(), media_type="text/csv")

    def letters(self, text: str) -> Response:
        if self.has(A.COMMAND_INJECTION):
            done = subprocess.run(f'echo "{text}" {text}', shell=True, capture_output=True, text=True, check=False)
            return JSONResponse({"letters": len(done.stdout), "said": done.stdout[:500]})
        return JSONResponse({"letters": len(text)})

    def greet(self, text: str) -> Response:
        said = Template(f"Hello {text}").render() if self.has(A.TEMPLATE_INJECTION) else f"Hello {text}"
        return JSONResponse({"said": said})

    def elements(self, raw: bytes) -> Response:
        if b"<!" in raw and not self.has(A.XML_ENTITIES):
            raise Refused(400)
        try:
            return JSONResponse({"elements": sum(1 for _ in ElementTree.fromstring(raw[:5000]).iter())})
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise Refused(400) from error

    def matches(self, pattern: str, text: str) -> Response:
        program = "import re, sys; sys.stdout.write(str(len(re.findall(sys.argv[1], sys.argv[2]))))"
        seconds = 2.0 if self.has(A.REGEX_CATASTROPHE) else SECONDS
        try:
            command = [sys.executable, "-I", "-S", "-c", program, pattern, text]
            done = subprocess.run(command, timeout=seconds, capture_output=True, text=True, check=True)
        except subprocess.TimeoutExpired as error:
            raise Refused(408) from error
        except (subprocess.CalledProcessError, ValueError) as error:
            raise Refused(400) from error
        return JSONResponse({"matches": int(done.stdout)})

    def leave(self, to: str) -> Response:
        if not self.has(A.OPEN_REDIRECT) and not re.fullmatch(r"/[\w/-]*", to):
            raise Refused(400)
        return RedirectResponse(to, 302)

    def preview(self, url: str) -> Response:
        if not self.has(A.SSRF) or urlsplit(url).scheme != "http":
            raise Refused(400)
        try:
            return JSONResponse({"bytes": len(httpx.get(url, trust_env=False, timeout=2).content)})
        except httpx.HTTPError as error:
            raise Refused(400) from error

    def export(self, name: str) -> Response:
        made = PlainTextResponse("hello")
        first, *rest = name.splitlines() or [""]
        made.headers["Content-Disposition"] = f'attachment; filename="{re.sub("[^A-Za-z0-9.]", "_", first)}"'
        for line in rest if self.has(A.HEADER_INJECTION) else []:
            header, _, value = line.partition(":")
            if re.fullmatch("[A-Za-z-]+", header):
                made.headers[header] = value.strip()
        return made

    def halves(self, number: str) -> Response:
        if not re.fullmatch("-?[0-9]{1,18}", number) or (int(number) == 0 and not self.has(A.HOSTILE_NUMBERS)):
            raise Refused(400)
        return JSONResponse({"half": 1 / int(number)})


def _hash(password: str) -> bytes:
    return hashlib.scrypt(password.encode("utf-8", "replace"), salt=b"0123456789abcdef", n=16, r=8, p=1)


async def read(shelf: Shelf, request: Request) -> bytes:
    """The body within its limits, unpacked where it was packed."""
    raw = bytearray()
    async for part in request.stream():
        raw += part
        if len(raw) > LARGEST and not shelf.has(A.SIZE_LIMIT):
            raise Refused(413)
    if request.headers.get("content-encoding") == "gzip":
        if not shelf.has(A.DECOMPRESSION_BOMB):
            raise Refused(415)
        await run_in_threadpool(gzip.decompress, bytes(raw))
        return (
            b'{"title": "unpacked", "text": "unpacked", "pattern": "x", "url": "x", "username": "x", "password": "x"}'
        )
    return bytes(raw)


def members(shelf: Shelf, request: Request, raw: bytes, *names: str) -> dict[str, Any]:
    """The object of a body with members that must be texts."""
    if shelf.has(A.WRONG_CONTENT_TYPE) and "json" not in request.headers.get("content-type", ""):
        return dict.fromkeys(names, "taken")
    if "json" not in request.headers.get("content-type", ""):
        raise Refused(415)
    try:
        said = json.loads(raw.decode(), parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise Refused(400) from error
    if shelf.has(A.SIZE_LIMIT) and isinstance(said, dict):
        said = dict.fromkeys(names, "large") | said
    if not isinstance(said, dict) or not all(isinstance(said.get(name), str) for name in names):
        raise Refused(400)
    return said


def _refused(word: str) -> None:
    raise ValueError(word)


def application(fault: A | None = None) -> Starlette:
    """The service with a fault, or without."""
    shelf = Shelf(fault)

    def route(method: str, path: str, work: Callable[[Request, bytes], Response]) -> Route:
        async def answer(request: Request) -> Response:
            try:
                made = await run_in_threadpool(work, request, await read(shelf, request))
            except Refused as refused:
                made = PlainTextResponse("refused", refused.status)
                if shelf.has(A.STACK_TRACE):
                    made = PlainTextResponse("".join(traceback.format_exception(refused)), refused.status)
            return safe(shelf, made)

        return Route(path, answer, methods=[method])

    def taken(*names: str) -> Callable[[Request, bytes], list[str]]:
        return lambda request, raw: [members(shelf, request, raw, *names)[name] for name in names]

    def account(request: Request, raw: bytes) -> dict[str, Any]:
        return members(shelf, request, raw, "username", "password")

    routes = [
        route("POST", "/users", lambda request, raw: shelf.register(account(request, raw))),
        route("POST", "/login", lambda request, raw: shelf.log_in(account(request, raw))),
        route("GET", "/notes", lambda r, _: JSONResponse(shelf.notes(shelf.caller(r), r.query_params.get("q", "")))),
        route("POST", "/notes", lambda r, raw: shelf.make_note(members(shelf, r, raw, "title"), shelf.caller(r))),
        route("GET", "/notes/{key}", lambda r, _: shelf.note(r.path_params["key"], shelf.caller(r))),
        route("GET", "/page", lambda r, _: shelf.page(shelf.caller(r))),
        route("GET", "/table", lambda r, _: shelf.table(shelf.caller(r))),
        route("POST", "/files", lambda r, raw: _uploaded(shelf, r, raw)),
        route("POST", "/letters", lambda r, raw: shelf.letters(*taken("text")(r, raw))),
        route("POST", "/greeting", lambda r, raw: shelf.greet(*taken("text")(r, raw))),
        route("POST", "/elements", lambda r, raw: _xml(shelf, r, raw)),
        route("POST", "/matches", lambda r, raw: shelf.matches(*taken("pattern", "text")(r, raw))),
        route("GET", "/halves", lambda r, _: shelf.halves(r.query_params.get("number", ""))),
        route("GET", "/leave", lambda r, _: shelf.leave(r.query_params.get("next", ""))),
        route("POST", "/previews", lambda r, raw: shelf.preview(*taken("url")(r, raw))),
        route("GET", "/export", lambda r, _: shelf.export(r.query_params.get("filename", ""))),
    ]

    async def nothing(request: Request, error: Exception) -> Response:
        return safe(shelf, PlainTextResponse("nothing", 404))

    async def failed(request: Request, error: Exception) -> Response:
        return safe(shelf, PlainTextResponse("failed", 500))

    return Starlette(routes=routes, exception_handlers={404: nothing, 405: nothing, 500: failed})


def _uploaded(shelf: Shelf, request: Request, raw: bytes) -> Response:
    shelf.caller(request)
    if "multipart/form-data" not in request.headers.get("content-type", ""):
        raise Refused(415)
    found = re.search(rb'filename="([^"\r\n]*)"', raw)
    name = found[1].decode("utf-8", "replace") if found else ""
    if not found or (("/" in name or "\\" in name or name.startswith("..")) and not shelf.has(A.TRAVERSAL)):
        raise Refused(400)
    return JSONResponse({"name": name}, 201)


def _xml(shelf: Shelf, request: Request, raw: bytes) -> Response:
    if "xml" not in request.headers.get("content-type", ""):
        raise Refused(415)
    return shelf.elements(raw)


def safe(shelf: Shelf, made: Response) -> Response:
    """An answer with the headers that every one has."""
    if not shelf.has(A.SECURITY_HEADERS):
        made.headers["X-Content-Type-Options"] = "nosniff"
    return made


def document() -> Document:
    """What the service promises."""
    return Document(raw=yaml.safe_load(DOCUMENT.read_text("utf-8")))
