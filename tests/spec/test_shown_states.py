"""States that are laid upon a thing in passing, chains of deeds, and verbs that lead into a state."""

from __future__ import annotations

import pytest

from engines.spec import read_brief


def steps(text: str, thing: str) -> set[str]:
    """The steps of a thing's life, 'from>to'."""
    entity = next(e for e in read_brief(text).spec.entities if e.name == thing)
    return {f"{t.source}>{t.target}" for t in entity.lifecycle.transitions} if entity.lifecycle else set()


@pytest.mark.parametrize(
    ("thing", "text", "told"),
    [
        (
            "claim",
            "A claim has a number. New claims come in as registered. An adjuster assesses them, and only assessed claims get paid.",
            {"registered>assessed", "assessed>paid"},
        ),
        (
            "course",
            "As a teacher, I open a course (title, fee), and later I close it; reopening a closed course is not possible.",
            {"open>closed"},
        ),
        (
            "job",
            "Jobs have a name. Open jobs are delivered, and a delivered one is accepted or sent back. Jobs sent back get delivered again.",
            {"open>delivered", "delivered>accepted", "delivered>sent_back", "sent_back>delivered"},
        ),
        (
            "complaint",
            "Every complaint (subject, text) starts out unread. Staff read it, then answer it; answered complaints are closed.",
            {"unread>answered", "answered>closed"},
        ),
        (
            "visit",
            "A visit has a day. A visit is requested by a visitor. A visit is granted or denied by a supervisor.",
            {"requested>granted", "requested>denied"},
        ),
        (
            "loan",
            "Loans have an amount. A loan goes active. Active loans end up repaid or in default.",
            {"active>repaid", "active>in_default"},
        ),
        (
            "file",
            "A file bears a reference, a matter and an opening date and passes through the stages opened, settled and archived, in that sequence.",
            {"open>settled", "settled>archived"},
        ),
    ],
)
def test_the_steps_are_read(thing: str, text: str, told: set[str]) -> None:
    assert steps(text, thing) == told


@pytest.mark.parametrize(
    ("thing", "text"),
    [
        ("room", "A room has a number. Every room is heated and cleaned daily."),
        ("book", "A book has a title. A printed book is kept on a shelf. Readers get anything they want."),
        ("file", "A file has a name. The clerk sends it back to the agent."),
    ],
)
def test_what_is_done_in_passing_is_no_life(thing: str, text: str) -> None:
    assert steps(text, thing) == set()
