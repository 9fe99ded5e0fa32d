"""Secret addresses of feeds: calendar programs and feed readers can't sign in, so each account has addresses of its own.

Called by the extras, for applications with accounts that have a calendar or a feed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engines.kernel.spec import Spec
from engines.qlayer.python_fastapi.extras.feeds import FeedsView
from engines.qlayer.python_fastapi.extras.model import AdminPage, Extra, Model
from engines.qlayer.python_fastapi.features import feature_fact
from engines.qlayer.python_fastapi.tables import plain_table
from engines.qlayer.python_fastapi.views import Shapes
from engines.qlayer.web import label

_TABLE = "feed_keys"
_COLUMNS = {
    "id": ("sa.Integer()", False),
    "user_id": ("sa.Integer()", False),
    "serial": ("sa.String(32)", False),
    "created_at": ("sa.DateTime(timezone=True)", False),
}


@dataclass(frozen=True, kw_only=True)
class Address:
    """A feed that has a secret address: what it is called, of which entity it is, and where it is."""

    label: str
    entity: str
    path: str
    fact: str


@dataclass(frozen=True, kw_only=True)
class FeedKeysView:
    """The feeds with secret addresses."""

    extra: Extra
    addresses: tuple[Address, ...]


def feed_keys_view(shapes: Shapes, feeds: FeedsView | None) -> FeedKeysView | None:
    """The secret addresses of a specification with accounts, if there is anything to subscribe to."""
    spec = shapes.spec
    if not spec.accounts or _TABLE in {entity.plural for entity in spec.entities}:
        return None
    found = {address.path: address for address in (*_calendars(spec, shapes), *_feeds(feeds))}
    if not found:
        return None
    page = AdminPage(path="/feed-addresses", label="Feed addresses", icon="feed", module="feed_keys", everyone=True)
    table = plain_table(_TABLE, _COLUMNS, references={"user_id": "users"}, unique=("user_id",))
    extra = Extra(
        condition="feed_keys",
        facts=tuple(dict.fromkeys(address.fact for address in found.values())),
        models=(Model(module="feed_key", cls="FeedKey"),),
        tables=(table,),
        api=("feed_keys",),
        pages=(page,),
        icons=frozenset({"feed", "plus", "trash"}),
    )
    return FeedKeysView(extra=extra, addresses=tuple(found.values()))


def _calendars(spec: Spec, shapes: Shapes) -> Iterator[Address]:
    for feature in spec.features:
        known = feature.entity in shapes.entities and feature.entity != "user"
        if feature.name == "calendar" and feature.built and feature.fields and known and spec.kind == "web":
            names = shapes[feature.entity].names
            path = f"/api/{names.kebab}/calendar.ics"
            name = label(f"{names.label} calendar")
            yield Address(label=name, entity=names.name, path=path, fact=feature_fact(feature))


def _feeds(feeds: FeedsView | None) -> Iterator[Address]:
    for feed in feeds.feeds if feeds else ():
        if not feed.open:
            name = label(f"{feed.names.label} feed")
            yield Address(label=name, entity=feed.names.name, path=feed.path, fact=feed.facts[0])
