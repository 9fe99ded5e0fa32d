"""All extras of an application in one view: what the shared modules of the project must know of them. Called by context."""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec import Spec
from engines.qlayer.migration.tables import Table
from engines.qlayer.python_fastapi.extras.api_keys import ApiKeyView, api_key_view
from engines.qlayer.python_fastapi.extras.audit import AuditView, audit_view
from engines.qlayer.python_fastapi.extras.feed_keys import FeedKeysView, feed_keys_view
from engines.qlayer.python_fastapi.extras.feeds import FeedsView, feeds_view
from engines.qlayer.python_fastapi.extras.mail import MailView, Told, mail_view
from engines.qlayer.python_fastapi.extras.markdown import MarkdownView, markdown_view
from engines.qlayer.python_fastapi.extras.model import AdminPage, Extra, Job, Model
from engines.qlayer.python_fastapi.extras.rate_limit import RateLimitView, rate_limit_view
from engines.qlayer.python_fastapi.extras.redirects import RedirectView, redirect_view
from engines.qlayer.python_fastapi.extras.retention import RetentionView, retention_view
from engines.qlayer.python_fastapi.extras.seeding import SeedView, seed_view
from engines.qlayer.python_fastapi.extras.trash import TrashView, trash_view
from engines.qlayer.python_fastapi.extras.webhooks import WebhookView, webhook_view
from engines.qlayer.python_fastapi.views import Shapes


@dataclass(frozen=True, kw_only=True)
class Extras:
    """The features with modules of their own that a specification asks for."""

    spec: Spec
    audit: AuditView | None
    trash: TrashView | None
    mail: MailView | None
    webhooks: WebhookView | None
    api_keys: ApiKeyView | None
    retention: RetentionView | None
    feeds: FeedsView | None
    markdown: MarkdownView | None
    redirects: RedirectView | None
    seeds: SeedView | None
    rate_limit: RateLimitView | None
    feed_keys: FeedKeysView | None

    @property
    def all(self) -> tuple[Extra, ...]:
        """Their footprints."""
        views = (self.audit, self.trash, self.mail, self.webhooks, self.api_keys, self.retention)
        offered = (self.feeds, self.markdown, self.redirects, self.seeds, self.rate_limit, self.feed_keys)
        return tuple(view.extra for view in (*views, *offered) if view)

    @property
    def conditions(self) -> frozenset[str]:
        """What holds for the manifest."""
        found = {extra.condition for extra in self.all}
        found |= {"jobs"} if self.jobs else set()
        found |= {"clicks"} if self.redirects and self.redirects.counts else set()
        return frozenset(found | ({"mail_reminders"} if self.mail_reminds else set()))

    @property
    def models(self) -> tuple[Model, ...]:
        """Classes beside those of the entities."""
        return tuple(model for extra in self.all for model in extra.models)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Tables beside those of the entities."""
        return tuple(table for extra in self.all for table in extra.tables)

    @property
    def api(self) -> tuple[str, ...]:
        """Packages of the application with routes for programs."""
        return tuple(package for extra in self.all for package in extra.api)

    @property
    def pages(self) -> tuple[AdminPage, ...]:
        """Pages for administrators."""
        return tuple(page for extra in self.all for page in extra.pages)

    @property
    def filters(self) -> frozenset[str]:
        """Filters that their page templates use."""
        return frozenset().union(*(extra.filters for extra in self.all))

    @property
    def icons(self) -> frozenset[str]:
        """Icons that their pages use."""
        return frozenset().union(*(extra.icons for extra in self.all))

    def marked(self, entity: str) -> tuple[str, ...]:
        """The attributes of an entity that are written in Markdown."""
        return self.markdown.attrs(entity) if self.markdown else ()

    def leads_on(self, entity: str) -> RedirectView | None:
        """The short addresses, when records of an entity are such."""
        return self.redirects if self.redirects and self.redirects.names.name == entity else None

    def logs(self, entity: str) -> bool:
        """Whether the changes of an entity are kept."""
        return self.audit is not None and entity in self.audit.entities

    def keeps(self, entity: str) -> bool:
        """Whether deleted records of an entity can be brought back."""
        return self.trash is not None and entity in self.trash.entities

    def announces(self, entity: str) -> bool:
        """Whether other programs are told what happens to records of an entity."""
        return self.webhooks is not None and entity in self.webhooks.entities

    @property
    def jobs(self) -> tuple[Job, ...]:
        """What is done beside requests."""
        return tuple(job for extra in self.all for job in extra.jobs)

    @property
    def mail_reminds(self) -> bool:
        """Whether messages are sent for what is due."""
        return self.mail is not None and any(message.event == "reminder" for message in self.mail.messages)

    def messages(self, entity: str) -> Told:
        """What is told about an entity's records."""
        return Told(all=tuple(m for m in self.mail.messages if m.entity == entity) if self.mail else ())

    def removes(self, entity: str) -> bool:
        """Whether more happens than a deletion when an entity's record, or what belongs to it alone, is deleted."""
        return self._removes(entity, frozenset())

    def _removes(self, entity: str, seen: frozenset[str]) -> bool:
        if self.logs(entity) or self.keeps(entity) or self.announces(entity) or self.messages(entity).deleted:
            return True
        parts = [
            other.name
            for other in self.spec.entities
            for relation in other.relations
            if relation.target == entity and relation.on_delete == "cascade" and not relation.many
        ]
        return any(self._removes(part, seen | {entity}) for part in parts if part not in seen)


def extras_view(shapes: Shapes) -> Extras:
    """What a specification asks for."""
    spec = shapes.spec
    feeds = feeds_view(shapes)
    return Extras(
        spec=spec,
        audit=audit_view(spec),
        trash=trash_view(spec),
        mail=mail_view(shapes),
        webhooks=webhook_view(spec),
        api_keys=api_key_view(spec),
        retention=retention_view(shapes),
        feeds=feeds,
        feed_keys=feed_keys_view(shapes, feeds),
        markdown=markdown_view(shapes),
        redirects=redirect_view(shapes),
        seeds=seed_view(shapes),
        rate_limit=rate_limit_view(spec),
    )
