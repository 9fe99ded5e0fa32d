"""Errors as problem documents (RFC 9457): the one place that knows which error is which status."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from engines.kernel import errors
from engines.kernel.errors import QuantumLayerError
from engines.kernel.texts import shown

_STATUS: Mapping[type[QuantumLayerError], int] = {
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.UserError: 422,
    errors.Denied: 403,
    errors.Unavailable: 503,
    errors.Retryable: 503,
    QuantumLayerError: 500,
}


def problem(status: int, detail: str, *, hint: str = "", **more: object) -> JSONResponse:
    """A problem document; `hint` says what to do next."""
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": shown(detail)}
    headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else None
    return JSONResponse(
        {**content, "hint": hint, **more}, status, media_type="application/problem+json", headers=headers
    )


def answer_with_problems(app: FastAPI) -> None:
    """Makes the application answer every error with a problem document."""
    app.add_exception_handler(QuantumLayerError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


async def _ours(_: Request, error: Exception) -> Response:
    kind = next(kind for kind in type(error).__mro__ if kind in _STATUS)
    response = problem(_STATUS[kind], str(error), hint=getattr(error, "hint", ""))
    if isinstance(error, errors.Retryable):
        response.headers["Retry-After"] = str(max(1, round(error.delay)))
    return response


async def _invalid(_: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    places = [{"field": ".".join(map(str, each["loc"][1:])), "message": each["msg"]} for each in found]
    return problem(422, "The request is not valid.", hint="Correct the named fields.", errors=places)


async def _http(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return problem(status, getattr(error, "detail", ""))


async def _unexpected(_: Request, error: Exception) -> Response:
    return problem(500, f"{type(error).__name__}: {error}", hint="`ql engine logs` shows more.")
