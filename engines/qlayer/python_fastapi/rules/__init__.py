"""Business rules as checks of a service: one module per family of rules, joined by `table`."""

from engines.qlayer.python_fastapi.rules.locks import lock_views
from engines.qlayer.python_fastapi.rules.model import LockView, RuleView, Term
from engines.qlayer.python_fastapi.rules.table import rule_views

__all__ = ["LockView", "RuleView", "Term", "lock_views", "rule_views"]
