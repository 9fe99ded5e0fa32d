"""What changes between two specifications, and how a rendering is merged with what people wrote."""

from engines.change.difference import difference
from engines.change.likeness import Likely, agreed, likely
from engines.change.merge import Piece, merged
from engines.change.model import Conflict, Difference, FactChange, Kept, Merge, Risk
from engines.change.plan import Sides, decisions, risk_of
from engines.change.recoding import lost_values, recoding
from engines.change.service import ChangeService

__all__ = [
    "ChangeService",
    "Conflict",
    "Difference",
    "FactChange",
    "Kept",
    "Likely",
    "Merge",
    "Piece",
    "Risk",
    "Sides",
    "agreed",
    "decisions",
    "difference",
    "likely",
    "lost_values",
    "merged",
    "recoding",
    "risk_of",
]
