"""How many requests a client may send: '60 requests per minute and API key'. Used by the reader of features."""

from __future__ import annotations

import re
from dataclasses import replace

from engines.kernel.spec import Feature
from engines.spec.english import English
from engines.spec.patterns import pattern

_RATE = pattern(
    r"\b(?P<number>[\w.,]+) (?:api |http )?(?:requests?|reqs?|calls?|queries|hits)\b.{0,40}?(?:\b(?:per|an?|each|every|in|within|for)|/) ?(?:(?:client|user|account|caller|key|api key|ip|address|one|a)s?,? (?:and|per|in|each|a|every)? ?)*(?P<count>\d+ )?(?P<unit>second|minute|hour|day|min|sec|s|m|h)s?\b"
)
_SHORT = re.compile(
    r"\b(?P<number>\d[\d,]*) ?(?:/|per|an?|each) ?(?P<count>\d+ )?(?P<unit>second|minute|hour|day|min|sec|s|m|h)\b"
)
_SECONDS = {"s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60, "h": 3600, "hour": 3600, "day": 86_400}


def limited(feature: Feature, low: str, english: English) -> Feature:
    """The feature with its numbers, as far as the words tell them."""
    rate = _RATE.search(low) or _SHORT.search(low)
    number = english.number(rate["number"].replace(",", "")) if rate else None
    if rate is None or not number:
        return feature
    seconds = _SECONDS[rate["unit"]] * int(rate["count"] or 1)
    return replace(feature, options=(("requests", str(int(number))), ("seconds", str(seconds))))
