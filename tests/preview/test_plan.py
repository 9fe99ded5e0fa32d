"""The pure decisions of previews."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engines.kernel.errors import UserError
from engines.preview.model import Record
from engines.preview.plan import (
    cookie_name,
    entry,
    is_local,
    p95,
    preview_label,
    program_environment,
    serve_command,
    slug,
    without_share,
)

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
RECORD = Record(
    id="abcdefgh",
    name="vet-clinic",
    project=Path("/projects/vet"),
    created=NOON,
    expires=NOON + timedelta(days=7),
    given={"ADMIN_EMAIL": "given@example.com"},
    environment={"SECRET_KEY": "own", "ADMIN_EMAIL": "own@example.com"},
    share="secret",
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Vet Clinic", "vet-clinic"), ("  ", "app"), ("日本", "app"), ("a--B_c", "a-b-c"), ("x" * 99, "x" * 40)],
)
def test_any_name_becomes_part_of_a_host_name(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize(
    ("host", "label"),
    [
        ("vet-abcdefgh.localhost:8080", "vet-abcdefgh"),
        ("VET-abcdefgh.LOCALHOST", "vet-abcdefgh"),
        ("vet-abcdefgh.previews.example.com", "vet-abcdefgh"),
        ("a.b.localhost", None),
        ("localhost:80", None),
        ("127.0.0.1:80", None),
        ("evil.example", None),
    ],
)
def test_a_host_name_names_a_preview_only_below_a_known_domain(host: str, label: str | None) -> None:
    assert preview_label(host, "previews.example.com") == label


@pytest.mark.parametrize(
    ("peer", "host", "headers", "expected"),
    [
        ("127.0.0.1", "x-1.localhost:80", {}, True),
        ("127.0.0.1", "127.0.0.1:80", {}, True),
        ("127.0.0.1", "rebound.example:80", {}, False),
        ("127.0.0.1", "x-1.localhost", {"x-forwarded-for": "203.0.113.9"}, False),
        ("203.0.113.9", "x-1.localhost", {}, False),
    ],
)
def test_only_this_machine_by_its_own_names_is_local(
    peer: str, host: str, headers: dict[str, str], expected: bool
) -> None:
    assert is_local(peer, host, headers) is expected


@pytest.mark.parametrize(
    ("target", "cookie", "local", "expected"),
    [
        ("/", "", True, "enter"),
        ("/", "", False, "refuse"),
        ("/?share=wrong", "", False, "refuse"),
        ("/?share=secret", "", False, "remember"),
        ("/a", f"{cookie_name(RECORD)}=secret", False, "enter"),
        ("/a", f"{cookie_name(RECORD)}=wrong", False, "refuse"),
        ("/a", "ql_share_other=secret", False, "refuse"),
        ("/?share=é", "", False, "refuse"),
    ],
)
def test_strangers_need_the_share_link_once(target: str, cookie: str, local: bool, expected: str) -> None:
    assert entry(RECORD, target, cookie, local=local) == expected


@pytest.mark.parametrize(
    ("target", "clean"),
    [("/?share=s", "/"), ("/a?x=1&share=s&y=", "/a?x=1&y="), ("//evil.example/?share=s", "/?"), ("/a", "/a")],
)
def test_the_secret_is_taken_out_of_the_address_and_it_stays_on_this_host(target: str, clean: str) -> None:
    assert without_share(target).startswith(clean.rstrip("?"))
    assert not without_share(target).startswith("//")


def test_the_callers_environment_wins_over_the_previews_own() -> None:
    environment = program_environment(RECORD)
    assert environment["ADMIN_EMAIL"] == "given@example.com"
    assert environment["SECRET_KEY"] == "own"
    assert environment["DATABASE_URL"] == "sqlite:////projects/vet/.preview/abcdefgh/data.db"
    assert environment["PREVIEW"] == "1"


def test_a_project_may_say_how_it_is_served() -> None:
    manifest = '{"serve": ["python", "serve.py", "{socket}"]}'
    assert serve_command(manifest, Path("/s")) == ["python", "serve.py", "/s"]
    assert serve_command("{}", Path("/s")) == ["python", "-m", "uvicorn", "app.main:app", "--uds", "/s"]
    assert serve_command(None, Path("/s")) == serve_command("{}", Path("/s"))


@pytest.mark.parametrize("manifest", ["{", '{"serve": "make run"}', '{"serve": []}', '{"serve": [1]}'])
def test_a_wrong_manifest_is_a_clear_error(manifest: str) -> None:
    with pytest.raises(UserError, match=r"quantumlayer\.json"):
        serve_command(manifest, Path("/s"))


def test_95_of_100_values_do_not_exceed_the_p95() -> None:
    assert p95([]) == 0
    assert p95([3]) == 3
    assert p95(range(100)) == 95
