"""How many requests a client may send: beyond it answers 429 until there is room again. Called by the extras.

Options of the feature: `requests` and `seconds`.
"""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec import Spec
from engines.qlayer.python_fastapi.extras.model import Extra, asked
from engines.qlayer.python_fastapi.features import feature_fact

REQUESTS, MINUTE = 100, 60


@dataclass(frozen=True, kw_only=True)
class RateLimitView:
    """So many requests in so many seconds, for each account or address."""

    extra: Extra
    requests: int
    seconds: int


def rate_limit_view(spec: Spec) -> RateLimitView | None:
    """The limit of a specification, if it asks for one."""
    features = asked(spec, "rate_limit")
    if not features:
        return None
    options = dict(features[0].options)
    facts = tuple(map(feature_fact, features))
    return RateLimitView(
        extra=Extra(condition="rate_limit", facts=facts),
        requests=_number(options.get("requests", ""), REQUESTS),
        seconds=_number(options.get("seconds", ""), MINUTE),
    )


def _number(said: str, otherwise: int) -> int:
    return max(1, int(said)) if said.isdecimal() else otherwise
