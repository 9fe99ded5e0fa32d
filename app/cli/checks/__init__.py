"""The looks of `ql doctor`, each at one thing that a newcomer's machine may lack."""

from app.cli.checks.model import Check
from app.cli.checks.own import all_of_its_own
from app.cli.checks.system import all_of_the_system

__all__ = ["Check", "all_of_its_own", "all_of_the_system"]
