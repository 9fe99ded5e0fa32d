"""The shared notes by hand, in memory: what the cases of `notes-sharing` say a right application does."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import scrypt
from hmac import compare_digest
from http import HTTPStatus
from secrets import token_bytes, token_urlsafe
from threading import RLock
from typing import Annotated, Any, Literal
from uuid import uuid4

from fastapi import Depends, FastAPI, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

GUESSES = 10


class Credentials(BaseModel):
    model_config = ConfigDict(strict=True)
    username: str
    password: str


class Signup(Credentials):
    username: Annotated[str, Field(pattern=r"^[a-z0-9_]{3,30}$")]
    password: Annotated[str, Field(min_length=8, max_length=128)]


class NoteBody(BaseModel):
    model_config = ConfigDict(strict=True)
    title: Annotated[str, Field(min_length=1, max_length=120)]
    body: Annotated[str, Field(max_length=50000)] = ""
    tags: Annotated[list[Annotated[str, Field(pattern=r"^[a-z0-9-]{1,24}$")]], Field(max_length=10)] = []


class NoteReplacement(NoteBody):
    version: int


class Sharing(BaseModel):
    permission: Literal["read", "write"]


class ListQuery(BaseModel):
    scope: Literal["own", "shared", "all"] = "all"
    q: str = ""
    tag: str | None = None
    page: Annotated[int, Field(ge=1)] = 1
    perPage: Annotated[int, Field(ge=1, le=100)] = 25  # noqa: N815


def now() -> str:
    return datetime.now(UTC).isoformat()


@dataclass
class User:
    username: str
    salt: bytes
    digest: bytes
    id: str = field(default_factory=lambda: str(uuid4()))
    created: str = field(default_factory=now)
    failures: int = 0

    @property
    def shown(self) -> dict[str, str]:
        return {"id": self.id, "username": self.username, "createdAt": self.created}


@dataclass
class Note:
    owner: str
    content: NoteBody
    changed: int
    id: str = field(default_factory=lambda: str(uuid4()))
    version: int = 1
    created: str = field(default_factory=now)
    updated: str = field(default_factory=now)
    shares: dict[str, str] = field(default_factory=dict)


class Refused(Exception):
    def __init__(self, status: int, message: str) -> None:
        self.status = status
        self.body = {"statusCode": status, "error": HTTPStatus(status).phrase, "message": message}


def digest(password: str, salt: bytes) -> bytes:
    return scrypt(password.encode(), salt=salt, n=2**10, r=8, p=1)


class Notes:
    """The rules. Faulty ones, which the tests of the runner need, override one method each."""

    def __init__(self) -> None:
        self.lock = RLock()
        self._users: dict[str, User] = {}
        self._tokens: dict[str, str] = {}
        self._notes: dict[str, Note] = {}
        self._clock = 0
        self._failures: dict[str, int] = {}

    def tick(self) -> int:
        self._clock += 1
        return self._clock

    def sign_up(self, new: Signup) -> dict[str, str]:
        if new.username in self._users:
            raise Refused(409, "username is taken")
        salt = token_bytes(16)
        self._users[new.username] = user = User(new.username, salt, digest(new.password, salt))
        return user.shown

    def log_in(self, given: Credentials) -> str:
        if self._failures.get(given.username, 0) >= GUESSES:
            raise Refused(429, "too many failures, wait a minute")
        user = self._users.get(given.username)
        expected = user.digest if user else b""
        if not compare_digest(digest(given.password, user.salt if user else b"none"), expected):
            self._failures[given.username] = self._failures.get(given.username, 0) + 1
            raise Refused(401, "wrong username or password")
        self._failures.pop(given.username, None)
        token = token_urlsafe(24)
        self._tokens[token] = given.username
        return token

    def log_out(self, token: str) -> None:
        self._tokens.pop(token, None)

    def whose(self, authorization: str) -> str:
        scheme, _, token = authorization.partition(" ")
        if scheme != "Bearer" or token not in self._tokens:
            raise Refused(401, "log in first")
        return self._tokens[token]

    def user(self, username: str) -> User:
        return self._users[username]

    def permission(self, note: Note, who: str) -> str | None:
        return "owner" if note.owner == who else note.shares.get(who)

    def note(self, key: str, who: str, *allowed: str) -> Note:
        """The note that `who` may see. Refuses with 404 who may not, with 403 who lacks what is `allowed`."""
        note = self._notes.get(key)
        granted = self.permission(note, who) if note else None
        if note is None or granted is None:
            raise Refused(404, "note not found")
        if allowed and granted not in allowed:
            raise Refused(403, "not allowed")
        return note

    def create(self, content: NoteBody, who: str) -> Note:
        note = Note(owner=who, content=content, changed=self.tick())
        self._notes[note.id] = note
        return note

    def replace(self, key: str, new: NoteReplacement, who: str) -> Note:
        note = self.note(key, who, "owner", "write")
        if new.version != note.version:
            raise Refused(409, f"the note is at version {note.version}")
        note.content, note.version = NoteBody(**new.model_dump(exclude={"version"})), note.version + 1
        note.updated, note.changed = now(), self.tick()
        return note

    def delete(self, key: str, who: str) -> None:
        self._notes.pop(self.note(key, who, "owner").id)

    def listed(self, query: ListQuery, who: str) -> list[Note]:
        seen = [note for note in self._notes.values() if self.permission(note, who)]
        chosen = [
            note
            for note in seen
            if (query.scope == "all" or (note.owner == who) is (query.scope == "own"))
            and query.q.lower() in f"{note.content.title}\n{note.content.body}".lower()
            and (query.tag is None or query.tag in note.content.tags)
        ]
        return sorted(chosen, key=lambda note: -note.changed)

    def share(self, key: str, username: str, permission: str, who: str) -> bool:
        """Whether the share is a new one."""
        note = self.note(key, who, "owner")
        if username == who:
            raise Refused(400, "a note is not shared with its owner")
        if username not in self._users:
            raise Refused(404, "no such user")
        new = username not in note.shares
        note.shares[username] = permission
        return new

    def unshare(self, key: str, username: str, who: str) -> None:
        note = self.note(key, who, *(() if username == who else ("owner",)))
        if note.shares.pop(username, None) is None:
            raise Refused(404, "no such share")

    def shown(self, note: Note, who: str) -> dict[str, Any]:
        return {
            "id": note.id,
            **note.content.model_dump(),
            "version": note.version,
            "owner": note.owner,
            "permission": self.permission(note, who),
            "createdAt": note.created,
            "updatedAt": note.updated,
        }


def application(notes: Notes) -> FastAPI:
    """`notes` behind the paths of the document."""
    app = FastAPI(openapi_url=None)

    def caller(authorization: Annotated[str, Header()] = "") -> str:
        with notes.lock:
            return notes.whose(authorization)

    who = Annotated[str, Depends(caller)]

    @app.exception_handler(Refused)
    async def refused(_: Request, error: Refused) -> JSONResponse:
        return JSONResponse(error.body, error.status)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        return JSONResponse(Refused(400, "invalid request").body, 400)

    def locked(act: Callable[[], Any]) -> Any:
        with notes.lock:
            return act()

    @app.post("/auth/signup", status_code=201)
    def signup(new: Signup) -> Any:
        return locked(lambda: notes.sign_up(new))

    @app.post("/auth/login")
    def login(given: Credentials) -> Any:
        return {"accessToken": locked(lambda: notes.log_in(given)), "expiresIn": 86400}

    @app.post("/auth/logout", status_code=204)
    def logout(_: who, authorization: Annotated[str, Header()] = "") -> None:
        locked(lambda: notes.log_out(re.sub(r"^Bearer ", "", authorization)))

    @app.get("/me")
    def me(user: who) -> Any:
        return notes.user(user).shown

    @app.get("/notes")
    def listing(user: who, query: Annotated[ListQuery, Query()]) -> Any:
        found = locked(lambda: [notes.shown(note, user) for note in notes.listed(query, user)])
        begin = (query.page - 1) * query.perPage
        pages = -(-len(found) // query.perPage)
        shown = found[begin : begin + query.perPage]
        return {"notes": shown, "page": query.page, "totalPages": pages, "totalCount": len(found)}

    @app.post("/notes", status_code=201)
    def create(content: NoteBody, user: who) -> Any:
        return locked(lambda: notes.shown(notes.create(content, user), user))

    @app.get("/notes/{key}")
    def read(key: str, user: who) -> Any:
        return locked(lambda: notes.shown(notes.note(key, user), user))

    @app.put("/notes/{key}")
    def replace(key: str, new: NoteReplacement, user: who) -> Any:
        return locked(lambda: notes.shown(notes.replace(key, new, user), user))

    @app.delete("/notes/{key}", status_code=204)
    def delete(key: str, user: who) -> None:
        locked(lambda: notes.delete(key, user))

    @app.get("/notes/{key}/shares")
    def shares(key: str, user: who) -> Any:
        found = locked(lambda: dict(notes.note(key, user, "owner").shares))
        return [{"username": username, "permission": granted} for username, granted in found.items()]

    @app.put("/notes/{key}/shares/{username}")
    def share(key: str, username: str, sharing: Sharing, user: who, response: Response) -> Any:
        if locked(lambda: notes.share(key, username, sharing.permission, user)):
            response.status_code = 201
        return {"username": username, "permission": sharing.permission}

    @app.delete("/notes/{key}/shares/{username}", status_code=204)
    def unshare(key: str, username: str, user: who) -> None:
        locked(lambda: notes.unshare(key, username, user))

    return app
