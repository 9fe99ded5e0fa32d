"""Texts that would be run by whoever reads them as a program: SQL, shells, templates, headers, folders."""

import re
from typing import Any

import httpx

from tests.attacks.exploring import logins, skipped, told
from tests.attacks.places import with_text
from tests.attacks.target import Person, Target
from tests.openapi.document import Operation
from tests.openapi.model import AttackClass

SQL = (
    "' OR '1'='1",
    "x' OR 1=1 -- ",
    '" OR ""="',
    "1; DROP TABLE users; --",
    "') UNION SELECT name FROM sqlite_master -- ",
    "%' --",
)
SQL_SAYS = re.compile(
    r"SQL syntax|syntax error at or near|unrecognized token|sqlite_master|SQLSTATE|ORA-\d{5}|no such (?:table|column)",
    re.IGNORECASE,
)
COMMANDS = ("; sleep 1.4", "$(sleep 1.4)", "`id`", "| id", "__import__('os').popen('id').read()")
COMMAND_SAYS = re.compile(r"uid=\d+\(|gid=\d+")
TEMPLATES = (
    "{{7777*3}}",
    "${7777*3}",
    "<%= 7777*3 %>",
    "#{7777*3}",
    "{{''.__class__}}",
    "{0.__class__}",
    "%(password)s",
)
TEMPLATE_SAYS = re.compile(r"\b23331\b|<class '|<type '")
FOLDERS = (
    "../../../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "/etc/passwd",
    "....//....//etc/passwd",
    "..\\..\\secret.txt",
)
PASSWD = re.compile(r"root:[x*!]?:0:0:")
HEADERS = ("x\r\nX-Evil: 1", "x\nSet-Cookie: evil=1", "x\r\n\r\n<b>evil</b>", "x\u010aX-Evil:1")
NULLS = ("a\0b", "\0", "a\u2028b\U0001f600", "\u202etxt.exe")
SLOW = 1.2


def sql_injection(target: Target, anna: Person, bert: Person) -> None:
    """A quote changes no statement: nothing fails, says more, or lets anybody in."""
    with target.attacking(AttackClass.SQL_INJECTION):
        for operation, place, answer in _all(target, anna, SQL):
            found = SQL_SAYS.search(answer.text)
            if found and not _echoed(found[0], answer):
                target.finding(operation, f"{place}: speaks of the database: {found[0]!r}")
            _finds_more(target, operation, place, answer, anna)
        for operation in logins(target):
            for _, request in with_text(target, operation, Person("thief"), "' OR '1'='1' -- "):
                if target.send(request).is_success:
                    target.finding(operation, "a quote logs in")


def _finds_more(target: Target, operation: Operation, place: str, answer: httpx.Response, who: Person) -> None:
    """A search for a quote finds no more than a search for what is not there."""
    if operation.method != "GET" or not place.startswith("query") or not answer.is_success or not _count(answer):
        return
    request = target.honest(operation, who)
    request.query[place.removeprefix("query ")] = "zq-not-there-zq"
    if _count(target.send(request, who)) == 0:
        target.finding(operation, f"{place}: a quote finds {_count(answer)} more")


def _count(answer: httpx.Response) -> int:
    """How many things an answer lists."""
    try:
        said = answer.json()
    except ValueError:
        return 0
    lists = [said] if isinstance(said, list) else [part for _, part in told(answer) if isinstance(part, list)]
    return max(map(len, lists), default=0)


def command_injection(target: Target, anna: Person, bert: Person) -> None:
    """No text is run by a shell or as a program."""
    with target.attacking(AttackClass.COMMAND_INJECTION):
        for operation, place, answer in _all(target, anna, COMMANDS):
            if COMMAND_SAYS.search(answer.text):
                target.finding(operation, f"{place}: a command was run")
            if answer.extensions.get("took", 0) > SLOW and _sleeps(target, operation, answer.request, anna):
                target.finding(operation, f"{place}: slept for {answer.extensions['took']:.1f} s")


def _sleeps(target: Target, operation: Operation, request: httpx.Request, who: Person) -> bool:
    """Whether it is the text that takes so long: it does again, and an honest request does not."""
    honest = target.send(target.honest(operation, who), who).extensions.get("took", 0)
    return bool(target.sent(request, operation).extensions.get("took", 0) > SLOW > honest)


def template_injection(target: Target, anna: Person, bert: Person) -> None:
    """No text is worked out as a template."""
    with target.attacking(AttackClass.TEMPLATE_INJECTION):
        for operation, place, answer in _all(target, anna, TEMPLATES):
            if found := TEMPLATE_SAYS.search(answer.text):
                target.finding(operation, f"{place}: worked out: {found[0]!r}")


def traversal(target: Target, anna: Person, bert: Person) -> None:
    """Names lead out of no folder, neither in paths nor of files, nor in what is told back of them."""
    with target.attacking(AttackClass.TRAVERSAL):
        for operation, place, answer in _all(target, anna, FOLDERS):
            if PASSWD.search(answer.text):
                target.finding(operation, f"{place}: shows /etc/passwd")
            if place.startswith("file") and answer.is_success:
                names = [str(v) for n, v in told(answer) if "name" in n.lower() or n.lower() == "path"]
                kept = [name for name in names if "/" in name or "\\" in name or name in (".", "..")]
                if kept:
                    target.finding(operation, f"{place}: keeps the folders of {kept[0]!r}")


def header_injection(target: Target, anna: Person, bert: Person) -> None:
    """No text begins another header."""
    with target.attacking(AttackClass.HEADER_INJECTION):
        for operation, place, answer in _all(target, anna, HEADERS):
            split = "x-evil" in answer.headers or any("evil=1" in c for c in answer.headers.get_list("set-cookie"))
            if split or answer.text.startswith("<b>evil</b>"):
                target.finding(operation, f"{place}: began another header")


def null_bytes(target: Target, anna: Person, bert: Person) -> None:
    """Odd characters fail nothing."""
    with target.attacking(AttackClass.NULL_BYTES):
        for _ in _all(target, anna, NULLS):
            pass


def _all(target: Target, who: Person, payloads: tuple[str, ...]) -> Any:
    """Every payload at every place of every operation, with the answers; what was stored is read again."""
    for operation in target.operations():
        if skipped(operation) or operation.method == "DELETE":
            continue
        for payload in payloads:
            for place, request in with_text(target, operation, who, payload):
                answer = target.send(request, who)
                yield operation, place, answer
                where = answer.headers.get("location", "")
                if answer.status_code == 201 and where.startswith("/"):
                    built = target.client.build_request("GET", where, headers=who.headers)
                    yield operation, place, target.sent(built, operation)


def _echoed(said: str, answer: httpx.Response) -> bool:
    """Whether an answer only says again what was sent."""
    sent = f"{answer.request.url} {answer.request.read().decode('utf-8', 'replace')}".lower()
    return said.lower() in sent or said.split()[0].lower() in sent
