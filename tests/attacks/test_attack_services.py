"""Services that are generated from documents withstand every attack of the suite."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from engines.qlayer import load_blueprint, render
from engines.spec import read_brief
from tests.attacks import access, outputs, tokens
from tests.attacks.finding import Report
from tests.attacks.suite import ATTACKS, Attack, attack
from tests.openapi.collection import folder_of, interface
from tests.openapi.model import AttackClass as A
from tests.qlayer.running import write_tree
from tests.qlayer.services import ADMIN, serving

WITHOUT_ACCOUNTS = ("everyday-sums", "text-tools", "file-locker", "badges")
WITH_ACCOUNTS = ("notes-sharing", "blog-articles", "tickets", "auth-tokens")
EVERYWHERE = {
    A.SQL_INJECTION,
    A.COMMAND_INJECTION,
    A.TEMPLATE_INJECTION,
    A.OUTPUT_ESCAPING,
    A.SECURITY_HEADERS,
    A.NULL_BYTES,
}


def findings(name: str, home: Path, only: Iterable[Attack] = ATTACKS) -> Report:
    chosen = interface(name)
    document = next(folder_of(name).glob("openapi.*")).read_text("utf-8")
    write_tree(render(read_brief(chosen.text, interface=document).spec, load_blueprint("python-service")), home)
    known = {"email": ADMIN[0], "username": ADMIN[0], "password": ADMIN[1]}
    with serving(home) as url:
        return attack(url, chosen.document, only=only, known=known, home=home)


def test_people_are_kept_apart(tmp_path: Path) -> None:
    only = (access.unknown_callers, access.strangers, access.mass_assignment, tokens.token_tampering, outputs.secrets)
    report = findings("notes-sharing", tmp_path, only)
    assert report.findings == []
    assert all(report.tried[kind] for kind in (A.OBJECT_AUTHORISATION, A.TOKEN_TAMPERING, A.MASS_ASSIGNMENT))


@pytest.mark.slow
@pytest.mark.parametrize("name", [*WITHOUT_ACCOUNTS, *WITH_ACCOUNTS])
def test_a_generated_service_withstands_all(name: str, tmp_path: Path) -> None:
    report = findings(name, tmp_path)
    assert report.findings == []
    assert set(report.tried) >= EVERYWHERE
    assert name not in WITH_ACCOUNTS or report.tried[A.OBJECT_AUTHORISATION]
