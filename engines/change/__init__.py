"""What changes between two specifications, and how a rendering is merged with what people wrote."""

from engines.change.difference import difference
from engines.change.merge import Piece, merged
from engines.change.model import Conflict, Difference, FactChange, Kept, Merge, Risk
from engines.change.plan import decisions, risk_of
from engines.change.service import ChangeService

__all__ = [
    "ChangeService",
    "Conflict",
    "Difference",
    "FactChange",
    "Kept",
    "Merge",
    "Piece",
    "Risk",
    "decisions",
    "difference",
    "merged",
    "risk_of",
]
