"""The one-time vault by hand, in memory: what the cases of `secret-vault` say a right application does."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from secrets import token_urlsafe
from threading import Lock
from typing import Annotated, Any

from fastapi import Body, FastAPI, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

PATIENCE = 5
LARGEST = 100_000


class NewSecret(BaseModel):
    model_config = ConfigDict(strict=True)
    content: Annotated[str, Field(min_length=1, max_length=10000)]
    passphrase: Annotated[str, Field(min_length=4, max_length=128)] | None = None
    ttlSeconds: Annotated[int, Field(ge=1, le=604800)] = 86400  # noqa: N815


class Opening(BaseModel):
    model_config = ConfigDict(strict=True)
    passphrase: str = ""


@dataclass
class Secret:
    content: str | None
    passphrase: str | None
    expires: datetime
    id: str = field(default_factory=lambda: token_urlsafe(18))
    burn_token: str = field(default_factory=lambda: token_urlsafe(18))
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    wrong: int = 0

    @property
    def meta(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "hasPassphrase": self.passphrase is not None,
            "createdAt": self.created.isoformat(),
            "expiresAt": self.expires.isoformat(),
        }


class Refused(Exception):
    def __init__(self, status: int, title: str, pointer: str | None = None) -> None:
        self.status = status
        self.body = {"errors": [{"status": status, "title": title} | ({"pointer": pointer} if pointer else {})]}


class Vault:
    """The rules. Faulty vaults, which the tests of the runner need, override one method each."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._secrets: dict[str, Secret] = {}

    def leave(self, new: NewSecret) -> dict[str, Any]:
        expires = datetime.now(UTC) + timedelta(seconds=new.ttlSeconds)
        secret = Secret(content=new.content, passphrase=new.passphrase, expires=expires)
        self._secrets[secret.id] = secret
        return {**secret.meta, "burnToken": secret.burn_token}

    def find(self, key: str) -> Secret:
        if key not in self._secrets:
            raise Refused(404, "no such secret")
        secret = self._secrets[key]
        if secret.content is None or secret.expires < datetime.now(UTC):
            raise Refused(410, "gone")
        return secret

    def peek(self, key: str) -> dict[str, Any]:
        return self.find(key).meta

    def open(self, key: str, passphrase: str) -> str:
        with self._lock:
            secret = self.find(key)
            if not self.unlocks(secret, passphrase):
                self.count_wrong(secret)
                raise Refused(403, "wrong passphrase")
            content, secret.content = secret.content, None
            return str(content)

    def unlocks(self, secret: Secret, passphrase: str) -> bool:
        return secret.passphrase is None or compare_digest(secret.passphrase.encode(), passphrase.encode())

    def count_wrong(self, secret: Secret) -> None:
        secret.wrong += 1
        if secret.wrong >= PATIENCE:
            secret.content = None

    def burn(self, key: str, token: str) -> None:
        secret = self.find(key)
        if not compare_digest(secret.burn_token.encode(), token.encode()):
            raise Refused(403, "wrong burn token")
        secret.content = None


def application(vault: Vault) -> FastAPI:
    """`vault` behind the paths of the document."""
    app = FastAPI(openapi_url=None)

    @app.exception_handler(Refused)
    async def refused(_: Request, error: Refused) -> JSONResponse:
        return JSONResponse(error.body, error.status)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        place = [str(part) for part in error.errors()[0]["loc"][1:]]
        return JSONResponse(Refused(400, "invalid", "/" + "/".join(place)).body, 400)

    @app.middleware("http")
    async def guarded(request: Request, following: Callable[[Request], Awaitable[Response]]) -> Response:
        if int(request.headers.get("content-length", "0")) > LARGEST:
            return JSONResponse(Refused(413, "too large").body, 413)
        answer = await following(request)
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @app.post("/api/v1/secrets", status_code=201)
    def create(new: NewSecret) -> dict[str, Any]:
        return {"data": vault.leave(new)}

    @app.get("/api/v1/secrets/{key}")
    def meta(key: str) -> dict[str, Any]:
        return {"data": vault.peek(key)}

    @app.post("/api/v1/secrets/{key}/open")
    def opened(key: str, opening: Annotated[Opening | None, Body()] = None) -> dict[str, Any]:
        return {"data": {"content": vault.open(key, (opening or Opening()).passphrase)}}

    @app.delete("/api/v1/secrets/{key}", status_code=204)
    def burnt(key: str, x_burn_token: Annotated[str, Header()] = "") -> None:
        vault.burn(key, x_burn_token)

    return app
