"""Slugs that the service makes of a title: which members they are, and the steps that make one. Pure."""

from __future__ import annotations

from engines.kernel.spec.service import ServiceStep, Set, Stored
from engines.spec.interface.drafts import Draft

_SOURCES = ("title", "name", "headline", "label", "subject", "question", "heading", "caption")


def slug_source(draft: Draft, name: str) -> str:
    """The member of which a slug is made; empty where a member is none, or nothing tells what it is made of."""
    if name != "slug" or name in draft.given:
        return ""
    return next((source for source in _SOURCES if source in draft.given), "")


def slug_stored(name: str, scope: tuple[str, ...]) -> Stored:
    """The column of a slug."""
    return Stored(name=name, unique=True, within=scope)


def slug_steps(draft: Draft, term: str, within: str) -> list[ServiceStep]:
    """Makes a slug of a term, with a number where it is taken. `within`: `, link=record` for each link that it is unique in."""
    plain = f'(slugify({term}) or "{draft.name}")'
    taken = f"rows({draft.name}, slug__starts={plain}{within})"
    return [Set(name="slug", to=f"numbered({plain}, [one.slug for one in {taken}])")]
