"""The form of `functional.yaml` and `attacks.yaml`: cases made of steps, read once and typed.

The runner plays what is read here; the tests of the collection compare it with the documents.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

OPERATORS = frozenset(
    {"equals", "not", "matches", "type", "absent", "length", "contains", "lacks", "unordered", "min", "max", "one_of"}
)
TYPES = frozenset({"string", "integer", "number", "boolean", "array", "object", "null"})
METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})


class CaseError(ValueError):
    """A file of the collection that does not follow the form; the message names the file and the step."""


class AttackClass(StrEnum):
    SQL_INJECTION = "sql-injection"
    OUTPUT_ESCAPING = "output-escaping"
    TRAVERSAL = "traversal"
    COMMAND_INJECTION = "command-injection"
    TEMPLATE_INJECTION = "template-injection"
    FORMULA_INJECTION = "formula-injection"
    MASS_ASSIGNMENT = "mass-assignment"
    OBJECT_AUTHORISATION = "object-authorisation"
    SECRET_IN_ANSWER = "secret-in-answer"
    TOKEN_TAMPERING = "token-tampering"
    BRUTE_FORCE = "brute-force"
    SIZE_LIMIT = "size-limit"
    XML_ENTITIES = "xml-entities"
    REGEX_CATASTROPHE = "regex-catastrophe"
    DECOMPRESSION_BOMB = "decompression-bomb"
    OPEN_REDIRECT = "open-redirect"
    SSRF = "ssrf"
    HEADER_INJECTION = "header-injection"
    SECURITY_HEADERS = "security-headers"
    COOKIE_FLAGS = "cookie-flags"
    HOSTILE_NUMBERS = "hostile-numbers"
    NULL_BYTES = "null-bytes"
    DUPLICATE_KEYS = "duplicate-keys"
    WRONG_CONTENT_TYPE = "wrong-content-type"
    RACE = "race"
    STACK_TRACE = "stack-trace"


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Upload(Form):
    """One part of a multipart body; `content` is text or a made payload such as `{zip: {a.txt: hello}}`."""

    name: str | None = None
    content: Any = ""
    type: str | None = None


class Step(Form):
    """One request with what is expected of the answer, or the use of a fragment, or a wait."""

    call: str | None = None
    use: str | None = None
    wait: Annotated[float, Field(gt=0, le=5)] | None = None
    person: str = Field(default="someone", alias="as")
    query: dict[str, Any] = Field(default_factory=dict)
    headers: dict[str, str] = Field(default_factory=dict)
    cookies: dict[str, str] = Field(default_factory=dict)
    basic: tuple[str, str] | None = None
    body: Any = Field(default=None, alias="json")
    form: dict[str, Any] | None = None
    raw: Any = None
    type: str | None = None
    files: dict[str, Upload | list[Upload]] | None = None
    status: int | str | list[int | str] | None = None
    expect: dict[str, Any] = Field(default_factory=dict)
    save: dict[str, str] = Field(default_factory=dict)
    remember: dict[str, str] = Field(default_factory=dict)
    times: Annotated[int, Field(ge=1, le=200)] = 1
    parallel: bool = False
    tally: dict[str, int | dict[str, int]] = Field(default_factory=dict)
    within: Annotated[float, Field(gt=0, le=15)] | None = None
    under: float | None = None

    @property
    def method(self) -> str:
        return str(self.call).split(" ", 1)[0]

    @property
    def path(self) -> str:
        return str(self.call).split(" ", 1)[1].strip()

    @property
    def statuses(self) -> list[str]:
        """Every status that the step accepts, as written: '201', '4xx'."""
        listed = self.status if isinstance(self.status, list) else [self.status]
        return [str(status) for status in listed if status is not None] + list(self.tally)

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if sum(part is not None for part in (self.call, self.use, self.wait)) != 1:
            raise ValueError("a step is exactly one of call, use, wait")
        if self.call is not None:
            if " " not in self.call or self.method not in METHODS or not self.path.startswith("/"):
                raise ValueError(f"call is 'METHOD /path', not {self.call!r}")
            if self.status is None and not self.tally:
                raise ValueError(f"{self.call}: says no status")
        if sum(part is not None for part in (self.body, self.raw, self.form)) > 1:
            raise ValueError(f"{self.call}: has more than one body")
        for status in self.statuses:
            if not (status.isdigit() and len(status) == 3) and status not in {"2xx", "3xx", "4xx", "5xx"}:
                raise ValueError(f"{self.call}: {status!r} is no status")
        for where, check in self.expect.items():
            if not where.startswith(("$", "header.", "cookie.", "set-cookie.", "text", "canary.")):
                raise ValueError(f"{self.call}: nothing can be read at {where!r}")
            if isinstance(check, dict) and OPERATORS & set(check) and not set(check) <= OPERATORS:
                raise ValueError(f"{self.call}: {where} mixes operators with values")
            if isinstance(check, dict) and set(check) <= OPERATORS and check.get("type", "null") not in TYPES:
                raise ValueError(f"{self.call}: {where} has the unknown type {check['type']!r}")
        return self


class Case(Form):
    """A promise of the interface and the steps that hold it to account."""

    name: str
    steps: Annotated[list[Step], Field(min_length=1)]


class Attack(Form):
    """An attack: `steps` must be met safely, after which the honest use in `control` must still succeed."""

    name: str
    kind: AttackClass = Field(alias="class")
    given: list[Step] = Field(default_factory=list)
    steps: Annotated[list[Step], Field(min_length=1)]
    control: Annotated[list[Step], Field(min_length=1)]


class Functional(Form):
    fragments: dict[str, list[Step]] = Field(default_factory=dict)
    cases: Annotated[list[Case], Field(min_length=1)]


class Attacks(Form):
    fragments: dict[str, list[Step]] = Field(default_factory=dict)
    cases: Annotated[list[Attack], Field(min_length=1)]


def read(path: Path, form: type[Functional] | type[Attacks]) -> Functional | Attacks:
    """The cases of `path`. Raises CaseError naming the file, the case and the step that break the form."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise CaseError(f"{path}: {error}") from error
    try:
        return form.model_validate(raw)
    except ValidationError as error:
        found = [
            f"{path.parent.name}/{path.name}: {_place(raw, item['loc'])}: {item['msg']}" for item in error.errors()
        ]
        raise CaseError("\n".join(found)) from error


def _place(raw: Any, location: tuple[int | str, ...]) -> str:
    """`cases.3 (the name).steps.1.status`: the way to the fault, with the names of the cases on it."""
    words, here = [], raw
    for key in location:
        here = here[key] if isinstance(here, list) and isinstance(key, int) and key < len(here) else here
        here = here.get(key) if isinstance(here, dict) and isinstance(key, str) else here
        name = here.get("name") if isinstance(key, int) and isinstance(here, dict) else None
        words.append(f"{key} ({name})" if name else str(key))
    return ".".join(words)
