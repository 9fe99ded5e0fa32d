"""The suite finds each fault that it is there to find, and nothing in a service without any."""

from pathlib import Path

import pytest

from tests.attacks import access, injections, loads, outputs, tokens
from tests.attacks.broken import application, document
from tests.attacks.finding import Report
from tests.attacks.run import main
from tests.attacks.sources import comparisons, kept_in_plain
from tests.attacks.suite import ATTACKS, Attack, attack
from tests.attacks.target import Person
from tests.openapi.model import AttackClass as A
from tests.openapi.reference.serve import served

FAULTS: dict[A, tuple[Attack, str]] = {
    A.SQL_INJECTION: (injections.sql_injection, "/notes$"),
    A.OUTPUT_ESCAPING: (outputs.output_escaping, "/notes$|/page"),
    A.TRAVERSAL: (injections.traversal, "/files"),
    A.COMMAND_INJECTION: (injections.command_injection, "/letters"),
    A.TEMPLATE_INJECTION: (injections.template_injection, "/greeting"),
    A.FORMULA_INJECTION: (outputs.formula_injection, "/notes$|/table"),
    A.MASS_ASSIGNMENT: (access.mass_assignment, "/notes"),
    A.OBJECT_AUTHORISATION: (access.strangers, "/notes"),
    A.SECRET_IN_ANSWER: (outputs.secrets, "/notes"),
    A.TOKEN_TAMPERING: (tokens.token_tampering, "/notes"),
    A.BRUTE_FORCE: (tokens.brute_force, "/login|/users"),
    A.SIZE_LIMIT: (loads.size_limit, "/greeting"),
    A.XML_ENTITIES: (loads.xml_entities, "/elements"),
    A.REGEX_CATASTROPHE: (loads.regex_catastrophe, "/matches"),
    A.DECOMPRESSION_BOMB: (loads.decompression, "/greeting"),
    A.OPEN_REDIRECT: (outputs.open_redirect, "/leave"),
    A.SSRF: (outputs.ssrf, "/previews"),
    A.HEADER_INJECTION: (injections.header_injection, "/export"),
    A.SECURITY_HEADERS: (outputs.security_headers, "/greeting"),
    A.COOKIE_FLAGS: (outputs.cookie_flags, "/login"),
    A.HOSTILE_NUMBERS: (loads.hostile_numbers, "/halves"),
    A.NULL_BYTES: (injections.null_bytes, "/notes$"),
    A.WRONG_CONTENT_TYPE: (loads.wrong_content_type, "/greeting"),
    A.STACK_TRACE: (injections.null_bytes, "/notes"),
}


def findings(fault: A | None, *only: Attack, where: str = "") -> Report:
    with served(application(fault)) as url:
        return attack(url, document(), only=only, quick=1.5, where=where)


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.value for fault in FAULTS])
def test_a_fault_is_found(fault: A) -> None:
    one, where = FAULTS[fault]
    assert findings(fault, one, where=where).of(fault)
    assert findings(None, one, where=where).findings == []


@pytest.mark.slow
def test_a_sound_service_has_no_finding() -> None:
    report = findings(None, *ATTACKS)
    assert report.findings == []
    assert set(report.tried) == set(FAULTS)


def test_what_is_open_to_everybody_is_found(tmp_path: Path) -> None:
    with served(application(A.TOKEN_TAMPERING)) as url:
        report = attack(url, document(), only=(access.unknown_callers, tokens.token_tampering))
    assert any("unsigned" in found.why for found in report.findings)


def test_an_open_comparison_of_secrets_is_found(tmp_path: Path) -> None:
    (tmp_path / "callers.py").write_text(
        "def known(token, stored):\n    return token == stored\n\n\ndef empty(token):\n    return token == ''\n"
    )
    report = Report()
    comparisons(tmp_path, report)
    assert [found.operation for found in report.findings] == ["callers.py:2"]


def test_a_password_in_plain_is_found(tmp_path: Path) -> None:
    (tmp_path / "data.db").write_bytes(b"...horse...")
    report = Report()
    kept_in_plain(tmp_path / "data.db", report, Person("anna", {"x": "y"}, password="horse", token="z" * 20))
    assert [found.why for found in report.findings] == ["keeps the password of anna in plain"]


def test_the_command_tells_what_went_through(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = Path(__file__).parent / "broken.yaml"
    with served(application(A.SECURITY_HEADERS)) as url:
        assert main([url, str(place), "--only", "security_headers"]) == 1
    assert "lacks X-Content-Type-Options: nosniff" in capsys.readouterr().out
