"""Pure decisions about previews: names, addresses, environment, who may enter, what is due. Called by service and gateway."""

from __future__ import annotations

import base64
import hmac
import ipaddress
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from engines.kernel.errors import UserError
from engines.preview.model import Record

ID_BYTES = 5
DATA_FOLDER = ".preview"
MANIFEST = "quantumlayer.json"
SHARE = "share"
COOKIE = "ql_share"
SERVE = ("python", "-m", "uvicorn", "app.main:app", "--uds", "{socket}")

_NAME_LENGTH = 40
_LOCAL_DOMAIN = "localhost"

Entry = Literal["enter", "remember", "refuse"]
Due = Literal["remove", "sleep", "nothing"]


def slug(name: str) -> str:
    """A part of a host name for any name; `app` when nothing of it can stand there."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:_NAME_LENGTH].rstrip("-") or "app"


def spell(random: bytes) -> str:
    """Random bytes in letters and digits that may stand in a host name."""
    return base64.b32encode(random).decode().rstrip("=").lower()


def serve_command(manifest: str | None, socket: Path) -> Sequence[str]:
    """How the project is served on that socket: as its manifest says, else by uvicorn."""
    words: object = None
    if manifest is not None:
        try:
            content = json.loads(manifest)
        except ValueError as error:
            raise UserError(f"{MANIFEST} is not JSON: {error}", hint="Correct it, or delete it.") from error
        words = content.get("serve") if isinstance(content, dict) else None
    if words is None:
        words = list(SERVE)
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
        raise UserError(f"`serve` in {MANIFEST} must be a list of words, not {words!r}.")
    return [word.replace("{socket}", str(socket)) for word in words]


def data_folder(record: Record) -> Path:
    return record.project / DATA_FOLDER / record.id


def program_environment(record: Record) -> dict[str, str]:
    """The environment of the program: its own secrets and database, and what the caller gave."""
    database = f"sqlite:///{data_folder(record) / 'data.db'}"
    return {"PREVIEW": "1", "DATABASE_URL": database, **record.environment, **record.given}


def preview_label(host: str, domain: str) -> str | None:
    """The label of the preview that a Host header names, if it names one."""
    name = host.rsplit(":", 1)[0].lower().rstrip(".")
    for suffix in (_LOCAL_DOMAIN, domain.lower()):
        if name.endswith(f".{suffix}"):
            label = name.removesuffix(f".{suffix}")
            return label if "." not in label else None
    return None


def is_local(peer: str, host: str, headers: Mapping[str, str]) -> bool:
    """Whether a request comes from this machine by a name that only means this machine (no proxy, no rebound name)."""
    name = host.rsplit(":", 1)[0].lower()
    named = name in (_LOCAL_DOMAIN, "127.0.0.1") or name.endswith(f".{_LOCAL_DOMAIN}")
    passed_on = "x-forwarded-for" in headers or "forwarded" in headers
    return named and not passed_on and ipaddress.ip_address(peer).is_loopback


def entry(record: Record, target: str, cookie: str, *, local: bool) -> Entry:
    """Whether a request may enter, and whether its browser shall remember the share link's secret."""
    link = dict(parse_qsl(urlsplit(target).query)).get(SHARE, "")
    if link and _same(link, record.share):
        return "remember"
    return "enter" if local or _same(cookie_value(cookie, cookie_name(record)), record.share) else "refuse"


def cookie_name(record: Record) -> str:
    """One per preview: cookies of one host are shared by all its ports."""
    return f"{COOKIE}_{record.id}"


def cookie_value(header: str, name: str) -> str:
    """The value of a cookie in a Cookie header, or nothing."""
    try:
        morsel = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def without_share(target: str) -> str:
    """The same address without the secret in it."""
    parts = urlsplit(target)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != SHARE]
    return urlunsplit(("", "", "/" + parts.path.lstrip("/"), urlencode(query), ""))


def due(record: Record, now: datetime, idle_since: datetime | None, idle: timedelta) -> Due:
    """What time asks for; `idle_since` is None for a preview that sleeps or is in use."""
    if record.expires <= now:
        return "remove"
    return "sleep" if idle_since is not None and now - idle_since >= idle else "nothing"


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] if ordered else 0.0


def _same(given: str, secret: str) -> bool:
    return hmac.compare_digest(given.encode(), secret.encode())
