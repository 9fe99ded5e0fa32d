"""Shares calls among equal deployments by weight, so that the same key always finds the same one. Pure.

Weighted rendezvous hashing (Thaler and Ravishankar 1998): nothing is remembered, so it holds across restarts, and when a
deployment goes, only its own keys move.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence

from engines.llm.model import Deployment


def in_turn(equals: Sequence[Deployment], key: str) -> list[Deployment]:
    """The deployments, the one that this key belongs to first. One of weight 0 is the last resort."""
    return sorted(equals, key=lambda each: (-_score(each, key), each.name))


def draw(key: str, salt: str) -> float:
    """A number from 0 to 1 that depends on nothing but the key."""
    digest = hashlib.sha256(f"{salt}\0{key}".encode()).digest()
    return (int.from_bytes(digest[:7]) + 0.5) / 2**56


def _score(deployment: Deployment, key: str) -> float:
    return deployment.weight / -math.log(draw(key, deployment.name))
