"""How a deployment stands at a moment: cooling down after failures, within its limits or not. Values and pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engines.llm.model import Limits

MINUTE = 60.0
FIRST_REST, LONGEST_REST = 5.0, 300.0
LIMITED_REST = 20.0
REFUSED_REST = 600.0
"""Seconds: after a failure, doubled with each further one; after a limit without Retry-After; after a refused key."""


@dataclass(frozen=True, kw_only=True)
class Health:
    """Failures in a row, and the moment until which nothing is asked."""

    failures: int = 0
    rests_until: float = 0.0


HEALTHY = Health()


def failed(health: Health, now: float) -> Health:
    """After a timeout, a broken answer or a fault of the server."""
    rest = min(LONGEST_REST, FIRST_REST * 2**health.failures)
    return Health(failures=health.failures + 1, rests_until=now + rest)


def limited(health: Health, now: float, wait: float) -> Health:
    """After a limit; `wait` is what the provider asked for, 0 when it did not say."""
    return replace(health, rests_until=max(health.rests_until, now + (wait or LIMITED_REST)))


def refused(health: Health, now: float) -> Health:
    """After a refused key, which will not get better by itself."""
    return replace(health, rests_until=now + REFUSED_REST)


@dataclass(frozen=True, kw_only=True)
class Use:
    """A question that was asked at a moment, with its tokens."""

    at: float
    tokens: int


def recent(uses: Sequence[Use], now: float) -> list[Use]:
    """Those of the last minute."""
    return [use for use in uses if use.at > now - MINUTE]


def wait_for_room(uses: Sequence[Use], limits: Limits, tokens: int, now: float) -> float:
    """Seconds until a question of so many tokens keeps the limits; 0 when it does now."""
    uses = recent(uses, now)
    waits = [0.0]
    if limits.requests and len(uses) >= limits.requests:
        waits.append(uses[len(uses) - limits.requests].at + MINUTE - now)
    if limits.tokens:
        left, total = min(tokens, limits.tokens), sum(use.tokens for use in uses)
        for use in uses:
            if total + left <= limits.tokens:
                break
            total -= use.tokens
            waits.append(use.at + MINUTE - now)
    return max(waits)
