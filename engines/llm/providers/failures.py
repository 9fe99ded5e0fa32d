"""What litellm raises, as the router's errors: by status and kind, without a key and without what was asked. Pure."""

from __future__ import annotations

import re

from engines.kernel.errors import Denied, QuantumLayerError, Retryable, Unavailable
from engines.llm.model import BrokenOff, NotAccepted, TimedOut, TooLong

KEYLIKE = re.compile(r"(?:sk|gsk|hf|pk|ghp|AIza|ya29|AKIA|xox)[-_.\w*]{6,}|(?i:bearer) +\S+")
SHOWN = 200
FAULTS = re.compile(r'["\']message["\']: *["\']((?:[^"\'\\]|\\.)+)')
BUSY = {429, 503, 529}


def failure(error: BaseException, name: str, *, key: str | None, begun: bool = False) -> QuantumLayerError:
    """The error that stands for what went wrong with the model `name`; `begun`: pieces of its answer had come."""
    kind, inner = type(error).__name__, getattr(error, "original_exception", None)
    if kind == "MidStreamFallbackError" and isinstance(inner, Exception) and not isinstance(inner, type(error)):
        return failure(inner, name, key=key, begun=begun)
    if begun:
        return BrokenOff(f"The answer of {name} broke off.", hint="Ask again.")
    status = int(getattr(error, "status_code", 0) or 0)
    wait = retry_after(error)
    if kind == "ContextWindowExceededError":
        return TooLong(f"The question is too long for {name}.", hint="Ask a model with a larger context, or ask less.")
    if kind == "ContentPolicyViolationError":
        return NotAccepted(
            f"The provider of {name} refuses the question.", hint="Say it differently, or ask another model."
        )
    if kind == "Timeout" or status == 408:
        return TimedOut(f"{name} did not answer in time.", hint="Try again, or ask a faster model.")
    if status == 429 or (status in BUSY and wait):
        return Retryable(f"{name} takes no more questions for now.", delay=wait, hint="Wait, or add another model.")
    if status in (401, 403):
        return Denied(f"The provider of {name} refuses the key.", hint="Set the right one with `ql keys set`.")
    if status == 404:
        return Unavailable(f"The provider of {name} knows no such model.", hint="Look at its name and address.")
    if 400 <= status < 500:
        return NotAccepted(f"The provider of {name} does not accept the question: {said(error, key)}.")
    return Unavailable(f"{name} can't be reached or failed.", hint="Is its server running? Try `ql models test`.")


def retry_after(error: BaseException) -> float:
    """Seconds that the provider asked to wait; 0 where it did not say."""
    responses = (getattr(error, "response", None), getattr(getattr(error, "__cause__", None), "response", None))
    places = [getattr(error, "litellm_response_headers", None), *(getattr(each, "headers", None) for each in responses)]
    for headers in places:
        value = (headers or {}).get("retry-after") or (headers or {}).get("llm_provider-retry-after")
        if value and re.fullmatch(r"\d+(\.\d+)?", str(value)):
            return float(value)
    return 0.0


def said(error: BaseException, key: str | None) -> str:
    """What the provider said, short and without anything that looks like a key."""
    text = str(error)
    found = FAULTS.search(text)
    return scrub(found[1] if found else text.partition(" - ")[2] or text, key)[:SHOWN].strip().rstrip(".")


def scrub(text: str, key: str | None) -> str:
    """The text without the key, or any part of it that a provider may repeat, and without what looks like one."""
    return KEYLIKE.sub("…", text.replace(key, "…") if key else text)
