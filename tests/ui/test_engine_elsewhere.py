"""An engine is reached by address and token, or it is said in words why not; its token lies in the keyring alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.client import EngineError, NoEngine
from app.client.errors import OtherVersion
from app.version import VERSION
from tests.secret_service import bus, needs_keyring, secret_service
from tests.ui.engines_elsewhere import Elsewhere, answering, certificate, engine_elsewhere, free_port
from ui.engine.address import BadAddress, checked
from ui.engine.attached import Attached, NotAnEngine, TokenRefused
from ui.engine.choice import BadToken, checked_token
from ui.engine.tokens import NoToken, Tokens
from ui.language import speak

__all__ = ["bus", "secret_service"]
TOKEN = "planted-token-0123456789"


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    with engine_elsewhere() as made:
        yield made


@pytest.fixture(autouse=True)
def english() -> None:
    speak("en")


def failure(address: str, token: str = TOKEN) -> EngineError:
    with pytest.raises(EngineError) as caught:
        Attached(address=address, token=lambda: token).find()
    assert TOKEN not in f"{caught.value}{caught.value.hint}"
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" https://Engine.Example.org/ ", "https://engine.example.org"),
        ("https://engine.example.org:8443/ql/", "https://engine.example.org:8443/ql"),
        ("http://127.0.0.1:7700", "http://127.0.0.1:7700"),
        ("http://localhost:7700", "http://localhost:7700"),
        ("http://[::1]:7700", "http://[::1]:7700"),
    ],
)
def test_an_address_is_https_or_this_machine(given: str, kept: str) -> None:
    assert checked(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "",
        "engine.example.org",
        "ftp://engine.example.org",
        "unix:/tmp/engine.sock",
        "https://",
        "https://engine.example.org:port",
        "https://engine.example.org:99999",
        "https://engine.example.org/?a=1",
        "https://engine example.org",
        "http://engine.example.org",
        "http://10.0.0.7:7700",
        "http://0.0.0.0:7700",
        "http://127.0.0.1.example.org",
        "http://evil.localhost:7700",
        "http://[::1",
    ],
)
def test_any_other_address_is_refused_and_named(given: str) -> None:
    with pytest.raises(BadAddress) as caught:
        checked(given)
    assert given in str(caught.value)
    assert caught.value.hint


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(BadAddress) as caught:
        checked(f"https://me:{TOKEN}@engine.example.org/ql")
    assert "https://engine.example.org/ql" in str(caught.value)
    assert TOKEN not in f"{caught.value}{caught.value.hint}"


@pytest.mark.parametrize("given", ["two words", "zwölf", "a\nb", "x" * 5000])
def test_what_can_be_no_token_is_refused_and_not_repeated(given: str) -> None:
    with pytest.raises(BadToken) as caught:
        checked_token(given)
    assert given not in f"{caught.value}{caught.value.hint}"


def test_a_real_engine_is_found_by_address_and_token(elsewhere: Elsewhere) -> None:
    engine = elsewhere.start()
    found = Attached(address=elsewhere.address, token=lambda: engine.token).find()
    assert (found.pid, found.version, found.address) == (engine.pid, VERSION, elsewhere.address)


def test_a_wrong_token_is_refused(elsewhere: Elsewhere) -> None:
    elsewhere.start()
    refused = failure(elsewhere.address)
    assert isinstance(refused, TokenRefused)
    assert "engine.json" in refused.hint


def test_where_nothing_listens_it_is_unreachable() -> None:
    port = free_port()
    lost = failure(f"http://127.0.0.1:{port}")
    assert type(lost) is NoEngine
    assert str(lost) == f"127.0.0.1:{port} cannot be reached: Connection refused."


@pytest.mark.parametrize("body", ["<h1>Hello</h1>", {"hello": "world"}, {"pid": 1}, [1]])
def test_what_is_no_engine_is_told_from_one(body: object) -> None:
    with answering(200, body) as port:
        assert isinstance(failure(f"http://127.0.0.1:{port}"), NotAnEngine)


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_error_of_something_else_is_no_engine(status: int) -> None:
    with answering(status, "<h1>Hello</h1>") as port:
        assert isinstance(failure(f"http://127.0.0.1:{port}"), NotAnEngine)


def test_of_two_versions_the_older_is_named() -> None:
    with answering(200, {"pid": 7, "version": "0.0.9"}) as port:
        old = failure(f"http://127.0.0.1:{port}")
    with answering(200, {"pid": 7, "version": "99.1.0"}) as port:
        new = failure(f"http://127.0.0.1:{port}")
    assert isinstance(old, OtherVersion)
    assert f"is too old: it is 0.0.9, this window is {VERSION}" in str(old)
    assert isinstance(new, OtherVersion)
    assert "This window is too old" in str(new)
    assert "99.1.0" in new.hint


def test_a_certificate_is_trusted_only_where_a_person_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, context = certificate(tmp_path)
    with answering(200, {"pid": 7, "version": VERSION}, tls=context) as port:
        unknown = failure(f"https://127.0.0.1:{port}")
        assert "is not trusted" in str(unknown)
        assert "SSL_CERT_FILE" in unknown.hint
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        assert Attached(address=f"https://127.0.0.1:{port}", token=lambda: TOKEN).find().pid == 7


def test_https_to_a_port_that_speaks_http_is_said_so() -> None:
    with answering(200, {"pid": 7, "version": VERSION}) as port:
        assert "does not speak https" in str(failure(f"https://127.0.0.1:{port}"))


@needs_keyring
def test_a_token_lies_in_the_keyring_by_its_address(
    secret_service: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    home = tmp_path / "home"
    assert Tokens(home).keep("https://a.example", TOKEN) == ""
    assert Tokens(home).get("https://a.example") == TOKEN
    with pytest.raises(NoToken):
        Tokens(home).get("https://b.example")
    assert [path for path in home.rglob("*") if path.is_file() and TOKEN.encode() in path.read_bytes()] == []
    assert Tokens(home).forget("https://a.example") == ""
    with pytest.raises(NoToken):
        Tokens(home).get("https://a.example")


def test_without_a_keyring_a_token_is_known_until_the_window_closes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    tokens = Tokens(tmp_path)
    assert "no keyring" in tokens.keep("https://a.example", TOKEN)
    assert tokens.get("https://a.example") == TOKEN
    with pytest.raises(NoToken) as caught:
        Tokens(tmp_path).get("https://a.example")
    assert "no keyring" in caught.value.hint
    assert not list(tmp_path.iterdir())


def test_a_keyring_that_cannot_be_asked_is_said(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path, command=("false",))
    with pytest.raises(NoToken) as caught:
        tokens.get("https://a.example")
    assert "cannot be asked" in caught.value.hint
