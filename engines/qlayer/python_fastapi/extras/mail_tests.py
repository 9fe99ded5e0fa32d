"""The tests of messages by email: something happens, and the one who should know is written to. Called by context."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engines.kernel.spec import Spec
from engines.qlayer.python_fastapi.extras.mail import MailView, Message
from engines.qlayer.python_fastapi.extras.recipients import Recipient
from engines.qlayer.python_fastapi.test_source import Source
from engines.qlayer.python_fastapi.test_views import EntityTests
from engines.qlayer.python_fastapi.tests import ReminderTest, TestsView
from engines.qlayer.samples import plain_spec, samples
from engines.qlayer.samples.edits import edits

SOMEBODY = '"somebody@example.com"'


@dataclass(frozen=True, kw_only=True)
class MessageTest:
    """A test of one message: its name, the facts that it proves and its lines."""

    name: str
    facts: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Way:
    """How a test comes to know an address: lines before, what the record is made with, and the address as source."""

    before: tuple[str, ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    wanted: str = ""


def message_tests(spec: Spec, mail: MailView, tests: TestsView) -> tuple[MessageTest, ...]:
    """One test per message that can be brought about."""
    suites = {one.name: one for one in tests.entities}
    found = (_test(spec, message, suites, tests.reminders) for message in mail.messages if message.entity in suites)
    return tuple(test for test in found if test)


def _test(
    spec: Spec, message: Message, suites: dict[str, EntityTests], reminders: tuple[ReminderTest, ...]
) -> MessageTest | None:
    one = suites[message.entity]
    if message.event == "reminder":
        due = next((r for r in reminders if r.fact.endswith(f".{message.entity}")), None)
        lines = tuple(_reminded(message, due)) if due else ()
    else:
        lines = tuple(_told(spec, message, one, suites))
    if not lines:
        return None
    return MessageTest(
        name=f"test_{message.function.replace('tell_of', 'people_are_told_of')}", facts=message.facts, lines=lines
    )


def _told(spec: Spec, message: Message, one: EntityTests, suites: dict[str, EntityTests]) -> Iterator[str]:
    ways = [
        way
        for number, found in enumerate(message.recipients, 1)
        if not _replaced(found, message) and (way := _way(found, one, number, suites))
    ]
    state = message.detail or (one.factory.ways[-1][0] if one.factory.ways else "")
    act = _act(spec, message, one, suites)
    if not ways or act is None or (message.event == "status" and not state):
        return
    for way in ways:
        yield from way.before
    given = dict(pair for way in ways for pair in way.given)
    made = [f'status="{state}"'] if message.event == "status" else []
    made += [f"{name}={value}" for name, value in given.items()]
    yield f"record = make_{one.name}({', '.join(['api', *made])})"
    yield from act
    yield f'told = outbox(api, "{message.names.table}", record, "{message.event}")'
    if message.ends:
        yield f'told = [one for one in told if one["title"].endswith("{message.ends}")]'
    for way in ways:
        yield f'assert {way.wanted} in [one["to"] for one in told]'


def _replaced(found: Recipient, message: Message) -> bool:
    """Whether the change that is told of leads to another recipient."""
    return message.event == "changed" and bool(found.hops) and found.hops[0].name == message.attr


def _act(spec: Spec, message: Message, one: EntityTests, suites: dict[str, EntityTests]) -> tuple[str, ...] | None:
    """What is done to the record, after it was made; None when nothing is known that could be done."""
    path = f'f"{one.path}/{{record[{chr(39)}id{chr(39)}]}}"'
    match message.event:
        case "deleted":
            return (f"assert api.delete({path}).status_code == 204",) if one.deletable else None
        case "changed":
            body = _change(spec, message, one, suites)
            if not body:
                return None
            return (f"answer = api.patch({path}, json={body})", "assert answer.status_code == 200, answer.text")
    return ()


def _change(spec: Spec, message: Message, one: EntityTests, suites: dict[str, EntityTests]) -> str:
    if not message.attr:
        return one.changes
    plain = plain_spec(spec)
    relation = next((r for r in one.references if message.attr == r.name), None)
    if relation:
        made = "open_account(api)" if relation.account else f"make_{relation.target}(api)"
        return f'{{"{relation.name}": {made}["id"]}}' if relation.account or relation.target in suites else ""
    pairs = tuple(p for p in edits(plain, samples(plain), plain.entity(one.name)) if p[0] == message.detail)
    return Source(plain).body(one.name, pairs) if pairs else ""


def _way(found: Recipient, one: EntityTests, number: int, suites: dict[str, EntityTests]) -> _Way | None:
    part, account = f"part_{number}", f"account_{number}"
    if found.end == "role":
        return _Way(before=(f'{account} = open_account(api, "{found.name}")',), wanted=f'{account}["email"]')
    if not found.hops:
        if found.end == "field":
            return _Way(given=((found.name, SOMEBODY),), wanted=SOMEBODY)
        return _Way(
            before=(f"{account} = open_account(api)",),
            given=((found.name, f'{account}["id"]'),),
            wanted=f'{account}["email"]',
        )
    first, *rest = found.hops
    if any(hop.nullable for hop in rest):
        return None
    if first.nullable or first.account:
        if not first.account and first.target not in suites:
            return None
        made = "open_account(api)" if first.account else f"make_{first.target}(api)"
        lines = [f"{part} = {made}"]
        given = ((first.name, f'{part}["id"]'),)
    else:
        lines = [f"first_{number} = {one.name}_values(api)"]
        lines.append(f'{part} = read(api, "{first.path}", {{"id": first_{number}["{first.name}"]}})')
        given = ((first.name, f'first_{number}["{first.name}"]'),)
    lines += [f'{part} = read(api, "{hop.path}", {{"id": {part}["{hop.name}"]}})' for hop in rest]
    before, wanted = _reached(found, part, account)
    return _Way(before=(*lines, *before), given=given, wanted=wanted)


def _reached(found: Recipient, part: str, account: str) -> tuple[list[str], str]:
    """The address of what the hops lead to, which may have to be written there first."""
    path = f'f"{found.hops[-1].path}/{{{part}[{chr(39)}id{chr(39)}]}}"'
    if found.end == "account" and found.name == "user_id":
        lines = [f"{account} = open_account(api)", f'answer = api.patch({path}, json={{"user_id": {account}["id"]}})']
        return [*lines, "assert answer.status_code == 200, answer.text"], f'{account}["email"]'
    if found.nullable:
        line = f'answer = api.patch({path}, json={{"{found.name}": {SOMEBODY}}})'
        return [line, "assert answer.status_code == 200, answer.text"], SOMEBODY
    return [], f'{part}["{found.name}"]'


def _reminded(message: Message, due: ReminderTest) -> Iterator[str]:
    yield from due.lines[:-2]
    for number, found in enumerate(message.recipients, 1):
        part, account = f"part_{number}", f"account_{number}"
        if found.end == "role":
            yield f'{account} = open_account(api, "{found.name}")'
            continue
        if not found.hops or any(hop.nullable for hop in found.hops):
            continue
        at = "due"
        for hop in found.hops:
            yield f'{part} = read(api, "{hop.path}", {{"id": {at}["{hop.name}"]}})'
            at = part
        yield from _reached(found, part, account)[0]
    yield "remind()"
    yield "remind()"
    yield 'told = api.get("/api/outbox").json()["items"]'
    yield 'assert [one["record_id"] for one in told if one["topic"] == "reminder"] == [due["id"]]'
