"""Webhooks: other programs subscribe to what happens to records. Called by the extras."""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec import Spec
from engines.qlayer.python_fastapi.extras.model import AdminPage, Extra, Job, Model, asked, covered
from engines.qlayer.python_fastapi.features import feature_fact
from engines.qlayer.python_fastapi.tables import plain_table

_SUBSCRIPTIONS = {
    "id": ("sa.Integer()", False),
    "url": ("sa.String(2000)", False),
    "secret": ("sa.String(200)", False),
    "events": ("sa.Text()", False),
    "active": ("sa.Boolean()", False),
    "created_at": ("sa.DateTime(timezone=True)", False),
}
_DELIVERIES = {
    "id": ("sa.Integer()", False),
    "subscription_id": ("sa.Integer()", False),
    "event": ("sa.String(100)", False),
    "body": ("sa.Text()", False),
    "created_at": ("sa.DateTime(timezone=True)", False),
    "status": ("sa.String(20)", False),
    "attempts": ("sa.Integer()", False),
    "next_try_at": ("sa.DateTime(timezone=True)", False),
    "response_status": ("sa.Integer()", True),
    "error": ("sa.String(500)", True),
}


@dataclass(frozen=True, kw_only=True)
class WebhookView:
    """The entities whose events are told."""

    extra: Extra
    entities: frozenset[str]


def webhook_view(spec: Spec) -> WebhookView | None:
    """The webhooks of a specification, if it asks for them."""
    features = asked(spec, "webhooks", "webhooks", "webhook_subscriptions", "webhook_deliveries")
    entities = covered(spec, features)
    if not entities:
        return None
    subscriptions, deliveries = "webhook_subscriptions", "webhook_deliveries"
    module = "webhook_subscription"
    return WebhookView(
        extra=Extra(
            condition="webhooks",
            facts=tuple(map(feature_fact, features)),
            models=(Model(module=module, cls="WebhookDelivery"), Model(module=module, cls="WebhookSubscription")),
            tables=(
                plain_table(subscriptions, _SUBSCRIPTIONS),
                plain_table(
                    deliveries,
                    _DELIVERIES,
                    ("subscription_id", "status"),
                    references={"subscription_id": subscriptions},
                ),
            ),
            api=("webhooks",),
            pages=(AdminPage(path="/webhooks", label="Webhooks", icon="bolt", module="webhooks"),),
            filters=frozenset({"moment", "day"}),
            icons=frozenset({"bolt", "plus", "trash"}),
            jobs=(Job(module="app.webhooks.delivery", function="deliver_events", seconds=5),),
        ),
        entities=entities,
    )
