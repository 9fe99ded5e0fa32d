"""What an answer of the engine means, for both clients: a problem document becomes `Refused`, no answer becomes `Lost`."""

from __future__ import annotations

import httpx

from app.client.errors import EngineError, Lost, Refused


def check(response: httpx.Response) -> None:
    """Raises what the engine said against the request, if anything."""
    if response.is_success:
        return
    if "json" not in response.headers.get("content-type", ""):
        raise EngineError(f"The engine answered {response.status_code} without saying why.")
    problem = response.json()
    raise Refused(
        str(problem.get("detail", "")),
        status=response.status_code,
        hint=str(problem.get("hint", "")),
        fields=[(str(each["field"]), str(each["message"])) for each in problem.get("errors", [])],
    )


def loss_of(error: httpx.TransportError, method: str, path: str) -> Lost:
    """The loss of a request, and whether asking again cannot do anything twice."""
    untouched = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
    waited = isinstance(error, httpx.TimeoutException) and not untouched
    return Lost(
        f"The engine gave no answer to {method} {path} ({type(error).__name__}).",
        repeatable=untouched or (method == "GET" and not waited),
    )
