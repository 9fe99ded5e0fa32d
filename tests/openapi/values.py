"""What steps send: `${names}` and `${functions(of, them)}` put in place, and payloads too large or too odd to write down."""

import base64
import gzip
import hmac
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from struct import pack
from typing import Any

PLACE = re.compile(r"\$\{([\w.]+)(?:\(([^()]*)\))?\}")


class Missing(KeyError):
    """A `${name}` that nothing has saved."""


def fill(value: Any, known: Mapping[str, Any]) -> Any:
    """`value` with every `${...}` replaced; a string that is one placeholder alone keeps the type of what it names."""
    match value:
        case str():
            whole = PLACE.fullmatch(value)
            return _one(whole, known) if whole else PLACE.sub(lambda found: str(_one(found, known)), value)
        case list():
            return [fill(item, known) for item in value]
        case dict():
            return {fill(key, known): fill(item, known) for key, item in value.items()}
        case _:
            return value


def _one(found: re.Match[str], known: Mapping[str, Any]) -> Any:
    name, arguments = found[1], found[2]
    if arguments is None:
        if name not in known:
            raise Missing(f"{name} was never saved")
        return known[name]
    words = [word.strip() for word in arguments.split(",")]
    return FUNCTIONS[name](*[str(known.get(word, word)) for word in words])


def _day(offset: str) -> str:
    return (datetime.now(UTC) + timedelta(days=int(offset))).date().isoformat()


def _time(offset: str) -> str:
    return (datetime.now(UTC) + timedelta(seconds=int(offset))).strftime("%Y-%m-%dT%H:%M:%SZ")


def _coded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _parts(token: str) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Header, claims and signature; for a token that is no JWT, those of a plausible one."""
    try:
        head, claims, signature = token.split(".")
        opened = [json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in (head, claims)]
    except ValueError:
        return {"alg": "HS256", "typ": "JWT"}, {"sub": "1", "exp": 4102444800}, _coded(b"0" * 32)
    return opened[0], opened[1], signature


def _joined(head: dict[str, Any], claims: dict[str, Any]) -> str:
    return ".".join(_coded(json.dumps(part, separators=(",", ":")).encode()) for part in (head, claims))


def _unsigned(token: str) -> str:
    head, claims, _ = _parts(token)
    return _joined({**head, "alg": "none"}, claims) + "."


def _resigned(token: str) -> str:
    head, claims, _ = _parts(token)
    signed = _joined({**head, "alg": "HS256"}, claims)
    return f"{signed}.{_coded(hmac.digest(b'secret', signed.encode(), 'sha256'))}"


def _raised(token: str) -> str:
    head, claims, signature = _parts(token)
    return f"{_joined(head, {**claims, 'role': 'admin', 'is_admin': True, 'scope': 'admin'})}.{signature}"


def _bent(token: str) -> str:
    middle = len(token) - min(8, len(token) // 2) - 1
    return token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "day": _day,
    "time": _time,
    "long": lambda count: "a" * int(count),
    "unsigned": _unsigned,
    "resigned": _resigned,
    "raised": _raised,
    "bent": _bent,
    "hmac": lambda key, text: hmac.digest(key.encode(), text.encode(), "sha256").hex(),
    "last": lambda address: address.rstrip("/").rsplit("/", 1)[-1],
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
}


def payload(content: Any) -> bytes:
    """Text as UTF-8, or a made payload: `{zip: {name: text}}`, `{gzip: text}`, `{repeat: [text, times]}`, ..."""
    if not isinstance(content, dict):
        return str(content).encode()
    ((maker, argument),) = content.items()
    return MAKERS[maker](argument)


def _zip(files: dict[str, Any]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, payload(content))
    return target.getvalue()


def _gzip_bomb(megabytes: int) -> bytes:
    target = io.BytesIO()
    with gzip.GzipFile(fileobj=target, mode="wb") as stream:
        for _ in range(megabytes):
            stream.write(b"\n" * 1_000_000)
    return target.getvalue()


def _laughs(levels: int) -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]><x>&l{levels - 1};</x>'.encode()


def _png(size: list[int]) -> bytes:
    """A valid black picture of the given width and height, eight-bit grey."""
    width, height = size

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"\0" * (width + 1) * height)
    header = pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


MAKERS: dict[str, Callable[[Any], bytes]] = {
    "zip": _zip,
    "zip_bomb": lambda megabytes: _zip({"bomb.txt": {"repeat": ["\n", megabytes * 1_000_000]}}),
    "gzip": lambda text: gzip.compress(str(text).encode()),
    "gzip_bomb": _gzip_bomb,
    "repeat": lambda pair: (str(pair[0]) * int(pair[1])).encode(),
    "hex": lambda text: bytes.fromhex(text),
    "laughs": _laughs,
    "png": _png,
}
