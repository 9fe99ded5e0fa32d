"""The names of the rendered package: modules, functions, flags and titles. Used by all modules of this blueprint."""

from __future__ import annotations

import keyword
import re
import sys

from engines.kernel.spec import Spec
from engines.kernel.spec.tool import Aggregate, Command, Condition, FindingKind, Group, Ranking

AGGREGATES: dict[Aggregate, str] = {
    "count": "count",
    "sum": "total",
    "mean": "average",
    "median": "median",
    "min": "minimum",
    "max": "maximum",
}
FOUND: dict[FindingKind, str] = {
    "emails": "email",
    "urls": "url",
    "phone_numbers": "phone_number",
    "ip_addresses": "ip_address",
    "dates": "date",
    "hashtags": "hashtag",
    "numbers": "number",
    "todos": "text",
}
_CONDITIONS = {
    ("status", ">=", "400"): "errors",
    ("status", ">=", "500"): "server_errors",
    ("level", "=", "ERROR"): "errors",
    ("level", "=", "WARNING"): "warnings",
    ("level", "=", "CRITICAL"): "critical_errors",
}
RANKED = {"words": "word", "letters": "letter", "lines": "line"}


def package_name(spec: Spec) -> str:
    """The package's name, one that no module of Python has."""
    name = snake(spec.name)
    taken = name in sys.stdlib_module_names or keyword.iskeyword(name) or name == "tests" or not name.isidentifier()
    return f"{name}_tool" if taken else name


def snake(text: str) -> str:
    """Lower-case words joined by underscores."""
    return "_".join(re.findall(r"[a-z0-9]+", text.lower()))


def flag(option: str) -> str:
    """`ignore_case` is `--ignore-case`."""
    return "--" + option.replace("_", "-")


def function_name(command: Command) -> str:
    """The function that carries a command out."""
    return f"run_{snake(command.name)}" if command.name else "run"


def report_name(command: Command) -> str:
    """The function that makes a command's report."""
    return f"{snake(command.name)}_report" if command.name else "report"


def select_name(command: Command) -> str:
    """The function that chooses a command's rows."""
    return f"select_{snake(command.name)}" if command.name else "select"


def group_title(group: Group) -> str:
    """`status` counted is `per_status`; errors by the hour are `errors_per_hour`; all rows together are the `totals`."""
    key = group.unit or snake(group.key) or ("group" if group.key_option else "")
    told = [_condition(condition) for condition in group.where]
    words = [*told, *([snake(group.of)] if group.of else []), *(["per", key] if key else ["totals"])]
    return "_".join(words)


def _condition(condition: Condition) -> str:
    known = _CONDITIONS.get((condition.column, condition.operator, condition.value))
    return known or f"{snake(condition.column)}_{snake(condition.value)}"


def ranking_title(ranking: Ranking) -> str:
    """What the most frequent things are called in a report."""
    return f"frequent_{ranking.of}" if ranking.option else ranking.of
