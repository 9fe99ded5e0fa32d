"""What answers bring to a browser, a spreadsheet or another server."""

import json
import re
from urllib.parse import urlsplit

import httpx

from tests.attacks.exploring import make_all, meet, skipped
from tests.attacks.places import with_text
from tests.attacks.target import JSON, NOBODY, Person, Target
from tests.openapi.canary import Canary
from tests.openapi.model import AttackClass

MARK = "zq7zq"
SCRIPTS = (
    f"<script>{MARK}</script>",
    f'"><img src=x onerror={MARK}>',
    f"<svg onload={MARK}>",
    f"[{MARK}](javascript:{MARK})",
)
RAW = re.compile(
    rf"<script>{MARK}|<img src=x onerror={MARK}|<svg onload={MARK}|href=[\"']?javascript:{MARK}", re.IGNORECASE
)
ACTIVE = ("text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/xml")
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1")
ADDRESS = re.compile(r"url|uri|link|href|callback|webhook|target|next|return|redirect|continue|dest", re.IGNORECASE)
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "javascript:alert(1)",
)


def output_escaping(target: Target, anna: Person, bert: Person) -> None:
    """Markup that was sent is never markup in an answer; JSON is no page."""
    with target.attacking(AttackClass.OUTPUT_ESCAPING):
        for operation in target.operations():
            if skipped(operation) or operation.method == "DELETE":
                continue
            for script in SCRIPTS:
                for place, request in with_text(target, operation, anna, script):
                    _is_text(target, operation, place, target.send(request, anna))
        for operation in target.operations("GET"):
            _is_text(target, operation, "kept before", target.send(target.honest(operation, anna), anna))
        built = target.client.build_request("GET", f"/nothing-here/%3Cscript%3E{MARK}%3C/script%3E")
        _is_text(target, "GET of nothing", "the address", target.sent(built, "GET of nothing"))


def _is_text(target: Target, operation: object, place: str, answer: httpx.Response) -> None:
    kind = answer.headers.get("content-type", "").split(";")[0]
    sniffed = not kind and MARK in answer.text
    if (kind in ACTIVE or sniffed) and RAW.search(answer.text):
        target.finding(operation, f"{place}: is markup in an answer of {kind or 'no type'}")


def formula_injection(target: Target, anna: Person, bert: Person) -> None:
    """A spreadsheet runs nothing that somebody wrote into a table."""
    tables = [one for one in target.operations() if "text/csv" in target.media(one)]
    if not tables:
        return
    with target.attacking(AttackClass.FORMULA_INJECTION):
        for operation in target.operations("POST", "PUT", "PATCH"):
            for formula in FORMULAS:
                for place, request in with_text(target, operation, anna, formula):
                    answer = target.send(request, anna)
                    if operation in tables:
                        _runs_nothing(target, operation, place, answer)
        for table in tables:
            if table.method == "GET":
                _runs_nothing(target, table, "kept before", target.send(target.honest(table, anna), anna))


def _runs_nothing(target: Target, operation: object, place: str, answer: httpx.Response) -> None:
    if answer.is_success and re.search(r"(?:^|[,;\n\"])(?:=1\+1|\+1\+1|-1\+1|@SUM\(A1\)|\t=1\+1)", answer.text):
        target.finding(operation, f"{place}: a cell begins a formula")


def security_headers(target: Target, anna: Person, bert: Person) -> None:
    """No answer is guessed to be a page, pages run no foreign script, and nobody keeps what is secured."""
    with target.attacking(AttackClass.SECURITY_HEADERS):
        answers = [
            (one, target.send(target.honest(one, anna), anna)) for one in target.operations() if not skipped(one)
        ]
        nothing = target.client.build_request("GET", "/nothing-here")
        answers += [("GET of nothing", target.sent(nothing, "GET of nothing"))]  # type: ignore[list-item]  # only told
        answers += [(one, target.send(target.honest(one, anna), NOBODY)) for one in target.operations("GET")]
        for operation, answer in answers:
            if answer.headers.get("x-content-type-options", "").lower() != "nosniff":
                target.finding(operation, "lacks X-Content-Type-Options: nosniff")
            kind = answer.headers.get("content-type", "").split(";")[0]
            policy = answer.headers.get("content-security-policy", "")
            if kind in ACTIVE and (
                "unsafe-inline" in policy.partition("script-src")[2].partition(";")[0] or not policy
            ):
                target.finding(operation, f"sends {kind} without a content security policy")
            for name in ("x-powered-by", "x-aspnet-version"):
                if name in answer.headers:
                    target.finding(operation, f"tells {name}")
            if re.search(r"\d+\.\d+", answer.headers.get("server", "")):
                target.finding(operation, f"tells its server's version: {answer.headers['server']}")
            if answer.headers.get("access-control-allow-origin") == "*" and answer.headers.get(
                "access-control-allow-credentials"
            ):
                target.finding(operation, "lets every site read with credentials")
            token = anna.token and anna.token in answer.text
            if token and "no-store" not in answer.headers.get("cache-control", ""):
                target.finding(operation, "lets others keep an answer with a secret")


def cookie_flags(target: Target, anna: Person, bert: Person) -> None:
    """Cookies are for the server alone, and not for requests from elsewhere; every answer is looked at, these are sure to set some."""
    with target.attacking(AttackClass.COOKIE_FLAGS):
        meet(target, "flora")


def open_redirect(target: Target, anna: Person, bert: Person) -> None:
    """A parameter leads nobody to another site, and what is kept leads to no script."""
    with target.attacking(AttackClass.OPEN_REDIRECT):
        for operation in target.operations():
            for elsewhere in ELSEWHERE:
                for place, request in with_text(target, operation, anna, elsewhere):
                    if not ADDRESS.search(place):
                        continue
                    answer = target.send(request, anna)
                    to = answer.headers.get("location", "")
                    led = urlsplit(to.replace("\\", "/")).netloc == "evil.example"
                    if to.lower().startswith("javascript:") or (
                        led and place.startswith("query") and answer.is_redirect
                    ):
                        target.finding(operation, f"{place}: leads to {to}")


def ssrf(target: Target, anna: Person, bert: Person) -> None:
    """An address that somebody gives makes the service visit nothing on its own machine or network."""
    with target.attacking(AttackClass.SSRF), Canary() as canary:
        for operation in target.operations():
            if skipped(operation) or operation.method == "DELETE":
                continue
            for address in (f"{canary.url}/x", f"http://localhost:{canary.port}/x", f"http://[::1]:{canary.port}/"):
                for place, request in with_text(target, operation, anna, address):
                    if ADDRESS.search(place):
                        target.send(request, anna)
        if canary.hits:
            target.finding("an address that was given", f"was visited {canary.hits} times")


def secrets(target: Target, anna: Person, bert: Person) -> None:
    """Passwords and the keys of others come in no answer; every answer so far was looked at, these are all once more."""
    with target.attacking(AttackClass.SECRET_IN_ANSWER):
        make_all(target, bert)
        for who, other in ((anna, bert), (bert, anna), (NOBODY, anna)):
            for operation in target.operations("GET"):
                answer = target.send(target.honest(operation, who if who.made else anna), who)
                if other.token and other.token in answer.text:
                    target.finding(operation, f"says the credentials of {other.name} to {who.name}")
                if JSON.match(answer.headers.get("content-type", "")) and _hidden(answer):
                    target.finding(operation, f"has a member {_hidden(answer)!r}")


def _hidden(answer: httpx.Response) -> str:
    """A member that is named for what nobody is to see."""
    try:
        said = json.dumps(answer.json())
    except ValueError:
        return ""
    found = re.search(
        r'"(password_?hash|hashed_?password|password_?digest|password|salt|secret_?digest|pk)":', said, re.I
    )
    return found[1] if found and "example" not in said else ""
