"""Signed, self-contained packages of projects: build, verify, inspect, unpack."""

from engines.capsule.model import (
    Capsule,
    Evidence,
    Limits,
    Origin,
    Part,
    PartSummary,
    Rejected,
    Verdict,
)
from engines.capsule.service import CapsuleService

__all__ = ["Capsule", "CapsuleService", "Evidence", "Limits", "Origin", "Part", "PartSummary", "Rejected", "Verdict"]
