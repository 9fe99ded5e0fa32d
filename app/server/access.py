"""The door's keeper: a bearer token on everything but /healthz, and a count of open requests. Wraps the application."""

from __future__ import annotations

import hmac

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.server.lifetime import Lifetime
from app.server.problems import problem

OPEN_PATHS = frozenset({"/healthz"})


class Access:
    """ASGI middleware; answers 401 to whoever does not know the token."""

    def __init__(self, app: ASGIApp, *, token: str, lifetime: Lifetime) -> None:
        self._app = app
        self._token = f"Bearer {token}".encode()
        self._lifetime = lifetime

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or scope["path"] in OPEN_PATHS:
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("authorization", "").encode()
        if not hmac.compare_digest(given, self._token):
            refusal = problem(401, "The token is missing or wrong.", hint="Read it from engine.json in QL_HOME.")
            await refusal(scope, receive, send)
            return
        with self._lifetime.request():
            await self._app(scope, receive, send)
