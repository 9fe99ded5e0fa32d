"""Requests on a condition (RFC 9110): entity tags in answers, If-None-Match when reading, If-Match when writing."""

from __future__ import annotations

from dataclasses import replace

from engines.kernel.spec.service import Answer, FaultName, If, Require, ServiceStep
from engines.spec.interface.model import Call


def tagged(call: Call) -> bool:
    """Whether the answer carries a tag of what it shows."""
    reply = call.success
    return reply is not None and "etag" in {name.lower() for name in reply.headers}


def asks(call: Call, header: str) -> bool:
    """Whether an operation takes a header, by its name in terms."""
    return any(parameter.word == header for parameter in call.among("header"))


def with_tag(call: Call, done: Answer) -> Answer:
    """An answer with the tag of its body, where the document promises one."""
    return (
        replace(done, headers=(*done.headers, ("ETag", f"etag({done.body})"))) if tagged(call) and done.body else done
    )


def unless_known(call: Call, done: Answer) -> list[ServiceStep]:
    """304 for who has the same already."""
    if 304 not in call.statuses() or not done.body:
        return []
    tag = f"etag({done.body})"
    same = Answer(status=304, headers=(("ETag", tag),))
    return [If(that=f"header.if_none_match == {tag}", then=(same,))] if asks(call, "if_none_match") else []


def conditions(call: Call, record: str, body: str) -> list[ServiceStep]:
    """Before a record is written: that it is still the one that was read, or that there is none yet. `body`: how it is shown."""
    steps: list[ServiceStep] = []
    match, none = asks(call, "if_match"), asks(call, "if_none_match")
    stale: FaultName = "stale" if 412 in call.statuses() else "conflict"
    given = " or ".join(
        f"header.{name} is not None" for name, is_ in (("if_match", match), ("if_none_match", none)) if is_
    )
    if 428 in call.statuses() and given:
        steps.append(
            Require(that=given, otherwise="no_condition", says="Say on which condition: If-Match or If-None-Match.")
        )
    if none:
        steps.append(Require(that=f"header.if_none_match is None or {record} is None", otherwise=stale))
    if match:
        current = f"{record} is not None and header.if_match == etag({body})"
        steps.append(Require(that=f"header.if_match is None or ({current})", otherwise=stale))
    return steps
