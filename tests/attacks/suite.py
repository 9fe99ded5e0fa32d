"""The whole suite: each class of attack in turn, against a service that answers."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import httpx

from tests.attacks import access, injections, loads, outputs, tokens
from tests.attacks.exploring import make_all, meet
from tests.attacks.finding import Report
from tests.attacks.sources import comparisons, kept_in_plain
from tests.attacks.target import QUICK, SECONDS, Person, Target
from tests.openapi.document import Document
from tests.openapi.model import AttackClass

Attack = Callable[[Target, Person, Person], None]
ATTACKS: tuple[Attack, ...] = (
    outputs.security_headers, outputs.cookie_flags, access.unknown_callers, access.strangers, access.mass_assignment,
    tokens.token_tampering, injections.sql_injection, injections.command_injection, injections.template_injection,
    injections.traversal, injections.header_injection, injections.null_bytes, outputs.output_escaping,
    outputs.formula_injection, outputs.open_redirect, outputs.ssrf, loads.hostile_numbers, loads.wrong_content_type,
    loads.regex_catastrophe, loads.xml_entities, loads.decompression, loads.size_limit, outputs.secrets, tokens.brute_force,
)  # fmt: skip


def attack(
    url: str,
    document: Document,
    *,
    only: Iterable[Attack] = ATTACKS,
    known: Mapping[str, Any] | None = None,
    home: Path | None = None,
    quick: float = QUICK,
    where: str = "",
) -> Report:
    """Attacks the service at an address. `known`: an account that is there already; `home`: the sources, with data.db;
    `quick`: the seconds that an answer may take; `where`: a regular expression for the paths that are attacked."""
    report = Report()
    with httpx.Client(base_url=url, timeout=SECONDS, trust_env=False) as client:
        target = Target(document, client, report, quick)
        with target.attacking(AttackClass.STACK_TRACE):
            anna, bert = meet(target, "anna", known), meet(target, "bert")
            make_all(target, anna)
        target.where = where
        for one in only:
            one(target, anna, bert)
        if home is not None:
            comparisons(home / "app", report)
            kept_in_plain(home / "data.db", report, anna, bert)
    return report
