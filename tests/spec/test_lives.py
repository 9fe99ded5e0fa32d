"""The states of things and the steps between them, as people tell them."""

from __future__ import annotations

import pytest

from engines.spec.context import Context
from engines.spec.document import statements
from engines.spec.english import English
from engines.spec.lexicon_files import load_lexicon
from engines.spec.lives import Life, lived, read_lives
from engines.spec.model import StatesClaim

LEXICON = load_lexicon()


def life(text: str, *names: str) -> str:
    """The life of the first thing in one line: 'draft>sent sent>paid', the initial state first."""
    parts = statements("We need an application.\n\n" + text, LEXICON)
    context = Context(english=English(LEXICON), names=names)
    found = Life()
    for claim in read_lives(parts, context, {part.number: names[0] for part in parts}, ()):
        if isinstance(claim.content, StatesClaim) and claim.content.entity == names[0]:
            found = found.told(claim.content, claim.sentence)
    told = lived(found, LEXICON)
    return " ".join(f"{step.source}>{step.target}" for step in told.transitions) if told else ""


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("Bills are draft, then issued, then paid.", "draft>issued issued>paid"),
        ("A new bill is received, then it is being checked, then ready.", "received>being_checked being_checked>ready"),
        ("A bill starts as a draft, gets sent and is finally paid.", "draft>sent sent>paid"),
        ("Bills go from open to in progress and then to done.", "open>in_progress in_progress>done"),
        ("Status of a bill: draft -> sent -> paid | void; sent -> draft", "draft>sent sent>paid sent>void sent>draft"),
        ("The bill has a status (draft / sent / paid).", "draft>sent sent>paid"),
        (
            "At first a bill is reserved; as long as it is reserved it can be cancelled. Then it is sent.",
            "reserved>cancelled reserved>sent",
        ),
        ("A bill is open, won or lost.", "open>won open>lost"),
        ("A bill is pending until the clerk admits or rejects it.", "pending>admitted pending>rejected"),
        ("As a clerk, I want to approve or refuse a requested bill.", "requested>approved requested>refused"),
        ("A bill is first pending. The staff approve or reject it.", "pending>approved pending>rejected"),
        (
            "Bills begin as open. The cleaner marks them as done. The supervisor then passes or rejects them.",
            "open>done done>passed done>rejected",
        ),
        (
            "When a clerk files a bill, it is pending. The manager can approve or deny it.",
            "pending>approved pending>denied",
        ),
        ("A bill goes waiting -> milling -> done.", "waiting>milling milling>done"),
        (
            "The bill progresses from received to in production, thereafter to paid.",
            "received>in_production in_production>paid",
        ),
    ],
)
def test_a_life_is_told_in_many_ways(text: str, steps: str) -> None:
    assert set(life(text, "bill").split()) == set(steps.split())


@pytest.mark.parametrize(
    ("more", "there", "missing"),
    [
        ("A reserved hire can be cancelled.", "reserved>cancelled", "out>cancelled"),
        ("It can be cancelled only while reserved.", "reserved>cancelled", "out>cancelled"),
        ("Customers may cancel a hire as long as it is not out.", "reserved>cancelled", "out>cancelled"),
        ("Once a hire is out, it can't be cancelled.", "reserved>cancelled", "out>cancelled"),
        ("Hires can be cancelled until they are back.", "out>cancelled", "back>cancelled"),
    ],
)
def test_side_ends_are_bounded(more: str, there: str, missing: str) -> None:
    found = life(f"A hire is reserved, out, back or cancelled. {more}", "hire", "customer").split()
    assert there in found
    assert missing not in found


def test_who_takes_a_step_stands_on_it() -> None:
    parts = statements(
        "We need an application.\n\nAn application is submitted, then the supervisor accepts or rejects it.", LEXICON
    )
    context = Context(english=English(LEXICON), names=("application",))
    claims = [c.content for c in read_lives(parts, context, {}, ())]
    roles = {role for c in claims if isinstance(c, StatesClaim) for step in c.steps for role in step.roles}
    assert roles == {"supervisor"}


@pytest.mark.parametrize(
    "text",
    [
        "Bills are made by clerks and sorted by number.",
        "A bill is for one customer.",
        "A bill is large, medium or small.",
        "Bills can be edited, deleted and exported.",
        "The end of a bill is after its start.",
        "A bill is shared between a home office and an away office.",
    ],
)
def test_not_every_sentence_tells_a_life(text: str) -> None:
    assert life(text, "bill") == ""
