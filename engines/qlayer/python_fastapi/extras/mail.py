"""Messages by email: on which event of which record whom is told what. Called by the extras.

The options of a feature `email` or `notifications` are pairs of event and recipient:
`created`, `changed`, `changed:price`, `status`, `status:ready`, `deleted`, `reminder` and what recipients reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args

from engines.kernel.spec import Feature, Spec
from engines.qlayer.python_fastapi.extras.model import AdminPage, Extra, Job, Model, asked
from engines.qlayer.python_fastapi.extras.recipients import Recipient, recipient, usual
from engines.qlayer.python_fastapi.features import feature_fact, label_attr
from engines.qlayer.python_fastapi.names import Names
from engines.qlayer.python_fastapi.tables import plain_table
from engines.qlayer.python_fastapi.views import EntityShape, Shapes
from engines.qlayer.wording import words

Event = Literal["created", "changed", "status", "deleted", "reminder"]
_SAID = {"created": "was created", "changed": "was changed", "deleted": "was deleted", "reminder": "needs attention"}
FACTS = 8


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is told on one event: `detail` is the state or the field; `title` is Python source, `ends` what it always ends with."""

    facts: tuple[str, ...]
    entity: str
    names: Names
    event: Event
    detail: str
    attr: str
    recipients: tuple[Recipient, ...]
    title: str
    ends: str
    said: str

    @property
    def function(self) -> str:
        """Its function: `tell_of_order_ready`."""
        what = {"created": "new", "changed": f"changed_{self.detail}".rstrip("_"), "status": self.detail or "step"}
        return f"tell_of_{self.names.name}_{what.get(self.event, self.event)}"


@dataclass(frozen=True, kw_only=True)
class Told:
    """The messages about the records of one entity, by their event."""

    all: tuple[Message, ...]

    def _on(self, event: Event) -> list[Message]:
        return [message for message in self.all if message.event == event]

    @property
    def created(self) -> list[Message]:
        """When one is made."""
        return self._on("created")

    @property
    def changed(self) -> list[Message]:
        """When one is changed."""
        return self._on("changed")

    @property
    def status(self) -> list[Message]:
        """When one reaches a state."""
        return self._on("status")

    @property
    def deleted(self) -> list[Message]:
        """When one is deleted."""
        return self._on("deleted")


@dataclass(frozen=True, kw_only=True)
class MailView:
    """All messages of an application, and per entity what stands in the text of its messages."""

    extra: Extra
    messages: tuple[Message, ...]
    shown: dict[str, tuple[tuple[str, str], ...]]

    @property
    def roles(self) -> bool:
        """Whether any goes to all accounts of a role."""
        return any(one.end == "role" for message in self.messages for one in message.recipients)

    @property
    def entities(self) -> list[str]:
        """The entities that messages are about."""
        return list(dict.fromkeys(message.entity for message in self.messages))


def mail_view(shapes: Shapes) -> MailView | None:
    """The messages of a specification, if it asks for any that can reach somebody."""
    spec = shapes.spec
    features = [f for name in ("email", "notifications") for f in asked(spec, name, "outbox_messages", "outbox")]
    found: dict[tuple[str, str, str], Message] = {}
    for feature in features:
        for message in _messages(shapes, feature):
            key = (message.entity, message.event, message.detail)
            found[key] = _joined(found[key], message) if key in found else message
    if not found:
        return None
    reminds = any(message.event == "reminder" for message in found.values())
    columns = {
        "id": ("sa.Integer()", False),
        "created_at": ("sa.DateTime(timezone=True)", False),
        "to": ("sa.String(254)", False),
        "title": ("sa.String(200)", False),
        "text": ("sa.Text()", False),
        "entity": ("sa.String(100)", False),
        "record_id": ("sa.Integer()", False),
        "topic": ("sa.String(100)", False),
        "status": ("sa.String(20)", False),
        "attempts": ("sa.Integer()", False),
        "next_try_at": ("sa.DateTime(timezone=True)", False),
        "sent_at": ("sa.DateTime(timezone=True)", True),
        "error": ("sa.String(500)", True),
    }
    return MailView(
        extra=Extra(
            condition="mail",
            facts=tuple(dict.fromkeys(fact for message in found.values() for fact in message.facts)),
            models=(Model(module="outbox_message", cls="OutboxMessage"),),
            tables=(plain_table("outbox_messages", columns, ("created_at", "record_id", "status")),),
            api=("mail",),
            pages=(AdminPage(path="/outbox", label="Outbox", icon="mail", module="mail"),),
            filters=frozenset({"moment", "day"}),
            icons=frozenset({"mail"}),
            jobs=(
                Job(module="app.mail.delivery", function="deliver_due", seconds=5),
                *([Job(module="app.mail.reminding", function="remind", seconds=3600)] if reminds else []),
            ),
        ),
        messages=tuple(found.values()),
        shown={name: tuple(_shown(shapes, shapes[name])) for name in {m.entity for m in found.values()}},
    )


def _messages(shapes: Shapes, feature: Feature) -> Iterator[Message]:
    spec = shapes.spec
    entities = [feature.entity] if feature.entity else _about(shapes)
    for name in entities:
        if name not in shapes.entities or (spec.accounts and name == "user"):
            continue
        shape = shapes[name]
        pairs = feature.options or (("status" if shape.lifecycle else "created", ""),)
        for event, said in pairs:
            kind, _, detail = event.partition(":")
            found = recipient(shapes, shape, said) if said else None
            found = found or usual(shapes, shape) or recipient(shapes, shape, "role:admin")
            if kind == "reminder" and not _has_reminders(spec, name):
                continue
            if found and kind in get_args(Event):
                yield _message(shapes, shape, feature, kind, detail, found)  # type: ignore[arg-type]


def _has_reminders(spec: Spec, entity: str) -> bool:
    return any(f.name == "reminders" and f.built and f.expression and f.entity == entity for f in spec.features)


def _about(shapes: Shapes) -> list[str]:
    """What messages are about when nothing says so: what moves through states, else what refers to a person."""
    reached = [name for name, shape in shapes.entities.items() if name != "user" and usual(shapes, shape)]
    moving = [name for name in reached if shapes[name].lifecycle]
    referring = [name for name in reached if (found := usual(shapes, shapes[name])) and found.hops]
    return moving or referring or reached


def _message(
    shapes: Shapes, shape: EntityShape, feature: Feature, event: Event, detail: str, found: Recipient
) -> Message:
    names = shape.names
    called = f"{names.label.capitalize()} {{{names.var}.{label_attr(shape) or 'id'}}}"
    field, relation = shape.field(detail), shape.relation(detail)
    attr = field.attr if field else relation.attr if relation else ""
    if event == "changed" and not attr:
        detail = ""
    if event == "status" and shape.lifecycle and detail == shape.lifecycle.initial:
        event, detail = "created", ""
    if event == "status" and not (shape.lifecycle and (not detail or detail in shape.lifecycle.states)):
        event, detail = "changed", ""
    if event == "status":
        said = f"is {words(detail)}" if detail else f"is {{{names.var}.status.replace('_', ' ')}}"
    elif detail:
        said = f"has another {words(detail)}"
    else:
        said = _SAID[event]
    return Message(
        facts=(feature_fact(feature),),
        entity=shape.entity.name,
        names=names,
        event=event,
        detail=detail,
        attr=attr,
        recipients=(found,),
        title=f'f"{called} {said}"',
        ends="" if "{" in said else said,
        said=f"{names.label} {said if '{' not in said else 'moves on'}",
    )


def _joined(one: Message, two: Message) -> Message:
    recipients = {found.source: found for found in (*one.recipients, *two.recipients)}
    return replace(one, recipients=tuple(recipients.values()), facts=tuple(dict.fromkeys((*one.facts, *two.facts))))


def _shown(shapes: Shapes, shape: EntityShape) -> Iterator[tuple[str, str]]:
    var = shape.names.var
    plain = [f for f in shape.fields if not f.is_file and f.type.value != "long_text"]
    yield from ((field.label.capitalize(), f"{var}.{field.attr}") for field in plain[:FACTS])
    if shape.lifecycle:
        yield "Status", f'{var}.status.replace("_", " ")'
    for relation in shape.relations:
        known = "name" if relation.on_user else label_attr(shapes[relation.relation.target])
        if known:
            read = f"{var}.{relation.link}.{known}"
            yield (
                relation.label.capitalize(),
                f"{read} if {var}.{relation.link} else None" if relation.nullable else read,
            )
