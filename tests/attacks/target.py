"""A running service under attack: its operations, honest requests to them, and eyes on every answer."""

import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

from tests.attacks.finding import Report
from tests.attacks.samples import sample, schema_of
from tests.openapi.document import Document, Operation
from tests.openapi.model import AttackClass
from tests.openapi.play import TRACES

JSON = re.compile(r"application/(?:[\w.+-]*\+)?json\b")
HASHES = re.compile(r"scrypt\$|\$2[aby]\$\d\d\$|\$argon2|pbkdf2[_:$]|\$6\$")
SECONDS, QUICK = 20.0, 6.0


@dataclass
class Person:
    """Somebody who calls: the headers and cookies by which they are known, and what they chose as their password."""

    name: str
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)
    password: str = ""
    token: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.headers or self.cookies or self.query)


NOBODY = Person("nobody")


@dataclass
class Request:
    """What is sent to an operation; attacks change a part of an honest one."""

    operation: Operation
    path: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    media: str = ""
    raw: bytes | None = None
    files: dict[str, tuple[str, bytes, str]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return re.sub(r"\{([^}]+)\}", lambda m: quote(str(self.path.get(m[1], "x")), safe="%"), self.operation.path)


class Target:
    """The service at an address. `secrets`: what no answer may say again; `quick`: the seconds that one may take;
    `where`: what the paths that are attacked have in them, a regular expression."""

    def __init__(self, document: Document, client: httpx.Client, report: Report, quick: float = QUICK) -> None:
        self.quick = quick
        self.transport = client._transport  # a client itself fails at odd addresses that redirects name
        self.document = document
        self.client = client
        self.report = report
        self.secrets: dict[str, str] = {}
        self.where = ""
        self._kind = AttackClass.STACK_TRACE

    @contextmanager
    def attacking(self, kind: AttackClass) -> Iterator[None]:
        """Requests count for a class from here on."""
        self._kind, before = kind, self._kind
        yield
        self._kind = before

    def finding(self, operation: object, why: str, kind: AttackClass | None = None) -> None:
        """Notes that an attack of the present class went through."""
        self.report.add(kind or self._kind, str(operation), why)

    def operations(self, *methods: str) -> list[Operation]:
        """Those of some methods, as far as they are attacked."""
        wanted = [one for one in self.document.operations() if not methods or one.method in methods]
        return [one for one in wanted if re.search(self.where, one.path)]

    def parameters(self, operation: Operation, place: str = "") -> list[dict[str, Any]]:
        """What an operation takes beside its body, those of its path among them."""
        path = operation.path.removeprefix(self.document.base)
        listed = [*self.document.raw["paths"][path].get("parameters", ()), *operation.raw.get("parameters", ())]
        found = [self.document.resolve(one) for one in listed]
        return [one for one in found if not place or one["in"] == place]

    def body(self, operation: Operation) -> tuple[str, dict[str, Any]] | None:
        """The first content type of a body with its schema."""
        content = (self.document.resolve(operation.raw.get("requestBody")) or {}).get("content") or {}
        return next(((media, schema_of(self.document, one.get("schema", {}))) for media, one in content.items()), None)

    def statuses(self, operation: Operation) -> set[str]:
        return {str(status) for status in operation.raw.get("responses", ())}

    def secured(self, operation: Operation) -> bool:
        """Whether nobody but those who are known may call an operation."""
        said = operation.raw.get("security", self.document.raw.get("security"))
        return bool(said) and {} not in (said or ())

    def media(self, operation: Operation) -> set[str]:
        """The content types of good answers."""
        answers = [a for s, a in operation.raw.get("responses", {}).items() if str(s).startswith("2")]
        return {media for answer in answers for media in (self.document.resolve(answer).get("content") or {})}

    def honest(self, operation: Operation, who: Person, *, mark: str = "", full: bool = True) -> Request:
        """A request that a good client would send, on what `who` has made before."""
        made = Request(operation)
        for parameter in self.parameters(operation):
            place, name = parameter["in"], parameter["name"]
            value = self._value(operation, parameter, who, mark)
            if place == "path":
                made.path[name] = quote(str(value), safe="")
            elif place == "query" and parameter.get("required"):
                made.query[name] = value
            elif place == "header" and (parameter.get("required") or name.lower() in who.known):
                made.headers[name] = str(who.known.get(name.lower(), value))
        body = self.body(operation)
        if body:
            made.media, schema = body
            self._fill(made, schema, who, mark, full)
        return made

    def _fill(self, made: Request, schema: dict[str, Any], who: Person, mark: str, full: bool) -> None:
        value = sample(self.document, schema, mark=mark, full=full)
        if JSON.match(made.media) or made.media.endswith("urlencoded"):
            made.body = self._with_known(value, who)
        elif made.media == "multipart/form-data":
            parts = {name: self.document.resolve(part) for name, part in schema.get("properties", {}).items()}
            binary = [n for n, p in parts.items() if p.get("format") == "binary" or "contentMediaType" in p]
            made.body = {name: str(value[name]) for name in parts if name in value and name not in binary}
            made.files = dict.fromkeys(binary, (f"a{mark}.txt", b"hello", "text/plain"))
        else:
            made.raw = b"<a>hello</a>" if "xml" in made.media else str(value).encode()

    def _with_known(self, value: Any, who: Person) -> Any:
        """References to what was made before stand for it: `productId`."""
        if not isinstance(value, dict):
            return value
        return {n: who.known.get(f"body:{n}", v) if re.search(r"_?[iI]d$", n) else v for n, v in value.items()}

    def _value(self, operation: Operation, parameter: Mapping[str, Any], who: Person, mark: str) -> Any:
        name = parameter["name"]
        if parameter["in"] == "path":
            before = operation.path.partition("{" + name + "}")[0]
            for key in (before, name):
                if key in who.made:
                    return who.made[key]
        content: Mapping[str, Any] = next(iter((parameter.get("content") or {}).values()), {})
        schema = parameter.get("schema", content.get("schema", {}))
        example = parameter.get("example", schema_of(self.document, schema).get("example"))
        return example if example is not None else sample(self.document, schema, name, mark=mark)

    def send(self, request: Request, who: Person = NOBODY) -> httpx.Response:
        """Sends a request as somebody, and looks at the answer as at every one."""
        self.client.cookies.clear()
        headers = {**who.headers, **request.headers}
        if who.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in who.cookies.items())
        said: dict[str, Any] = {}
        if request.raw is not None:
            said["content"] = request.raw
            headers.setdefault("Content-Type", request.media or "application/octet-stream")
        elif request.files:
            said = {"files": dict(request.files), "data": request.body or {}}
        elif request.body is not None and request.media.endswith("urlencoded"):
            said["data"] = request.body
        elif request.body is not None:
            said["content"] = json.dumps(request.body).encode()
            headers.setdefault("Content-Type", request.media or "application/json")
        query = {**who.query, **request.query}
        built = self.client.build_request(
            request.operation.method, request.url, params=query or None, headers=headers, **said
        )
        return self.sent(built, request.operation)

    def sent(self, built: httpx.Request, operation: object) -> httpx.Response:
        """The answer to a request made by hand; of a server that gives none, a finding and an empty one."""
        self.report.tried[self._kind] += 1
        began = time.monotonic()
        try:
            answer = self.transport.handle_request(built)
            answer.request = built
            answer.read()
        except httpx.HTTPError as error:
            if not isinstance(error, httpx.WriteError | httpx.LocalProtocolError):
                self.finding(operation, f"no answer: {type(error).__name__}")
            return httpx.Response(400, request=built, text="")
        answer.extensions["took"] = time.monotonic() - began
        self._look(answer, operation)
        return answer

    def _look(self, answer: httpx.Response, operation: object) -> None:
        """What holds for every answer there is."""
        told = answer.text if len(answer.content) < 200_000 else ""
        if answer.status_code >= 500 and answer.status_code != 501:
            self.finding(operation, f"answered {answer.status_code}")
        if found := TRACES.search(told):
            self.finding(operation, f"shows its inside: {found[0]!r}", AttackClass.STACK_TRACE)
        if found := HASHES.search(told):
            self.finding(operation, f"shows the hash of a password: {found[0]!r}", AttackClass.SECRET_IN_ANSWER)
        for line in answer.headers.get_list("set-cookie"):
            for flag in ("httponly", "samesite"):
                if flag not in line.lower():
                    why = f"the cookie {line.partition('=')[0]} lacks {flag}"
                    self.finding(operation, why, AttackClass.COOKIE_FLAGS)
        for secret, whose in self.secrets.items():
            if secret in told:
                self.finding(operation, f"says {whose}", AttackClass.SECRET_IN_ANSWER)
