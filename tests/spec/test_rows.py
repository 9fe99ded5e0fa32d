"""Rows of states said of one thing are its life, whatever words lead from one to the next."""

from __future__ import annotations

import pytest

from engines.spec.context import Context
from engines.spec.document import statements
from engines.spec.english import English
from engines.spec.lexicon_files import load_lexicon
from engines.spec.lives import read_lives
from engines.spec.model import StatesClaim

LEXICON = load_lexicon()


def states(text: str, thing: str) -> str:
    """All states that a text gives a thing, in their order."""
    parts = statements("We need an application.\n\n" + text, LEXICON)
    context = Context(english=English(LEXICON), names=(thing,))
    claims = read_lives(parts, context, {part.number: thing for part in parts}, ())
    found = [
        s for c in claims if isinstance(c.content, StatesClaim) and c.content.entity == thing for s in c.content.states
    ]
    return " ".join(dict.fromkeys(found))


@pytest.mark.parametrize(
    ("thing", "text", "told"),
    [
        (
            "kitten",
            "Arrives as a newborn, matures to weaned, eventually rehomed or deceased.",
            "newborn weaned rehomed deceased",
        ),
        (
            "licence",
            "Its path runs from applied via assessed and vetted to issued, and at last to expired.",
            "applied assessed vetted issued expired",
        ),
        (
            "duel",
            "A duel is at first challenged, turns accepted as soon as the other agrees, and some day it's over.",
            "challenged accepted over",
        ),
        (
            "rental",
            "A rental is provisional to begin with, after that prepaid, after that finished.",
            "provisional prepaid finished",
        ),
        (
            "painting",
            "A painting is on display, perhaps on loan for a while, and with luck sold.",
            "on_display on_loan sold",
        ),
        ("ticket", "Progress: logged, triaged, mended, thrown out", "logged triaged mended thrown_out"),
        (
            "report",
            "A report is drafted by the trainee. Once the trainer signs it, it counts as signed. He can also send it back, then it is returned.",
            "drafted returned signed",
        ),
        ("batch", "Batches pass through brewing, fermenting and bottled.", "brewing fermenting bottled"),
        (
            "manuscript",
            "The journey of a manuscript: submitted, under review, revised, accepted or declined.",
            "submitted under_review revised accepted declined",
        ),
        ("grave", "A grave may be vacant, reserved or occupied, nothing else.", "vacant reserved occupied"),
        ("parcel", "A parcel moves along like this: announced, arrived, collected.", "announced arrived collected"),
        (
            "excursion",
            "Excursions are proposed, then either confirmed or dropped; confirmed ones become completed once the bus is back.",
            "proposed confirmed dropped completed",
        ),
        (
            "order",
            "The order begins its life open, goes to packed, from there to shipped and ends delivered.",
            "open packed shipped delivered",
        ),
        (
            "petition",
            "A petition lives through four phases - collecting, handed in, debated, decided.",
            "collecting handed_in debated decided",
        ),
        (
            "invoice",
            "Invoices carry one of the following statuses: drafted, sent, overdue, paid.",
            "drafted sent overdue paid",
        ),
        ("hive", "- Hives: number, location; strong, weak or abandoned at the last look", "strong weak abandoned"),
        ("audition", "An audition leads to the states invited, heard, cast or thanked.", "invited heard cast thanked"),
        ("visit", "Visit lifecycle: announced, checked in, checked out.", "announced checked_in checked_out"),
        ("piano", "Whether a piano is in stock, rented out or sold shall be visible.", "in_stock rented_out sold"),
        (
            "seminar",
            "The state of a seminar (planned, open for registration, full, over) is shown in colour.",
            "planned open full over",
        ),
        ("repair", "repair: waiting -> on the bench -> done, or given up", "waiting on_the_bench done given_up"),
        ("table", "tables are free, taken or blocked", "free taken blocked"),
        ("loan", "Loan phases - requested / granted / running / repaid", "requested granted running repaid"),
        ("vaccination", "Each vaccination is due, then given or skipped.", "due given skipped"),
    ],
)
def test_states_in_a_row_are_a_life(thing: str, text: str, told: str) -> None:
    assert set(states(text, thing).split()) == set(told.split())


@pytest.mark.parametrize(
    ("thing", "text"),
    [
        ("kayak", "The hull of a kayak is plastic, wooden or carbon."),
        ("dog", "A dog is small, medium or large."),
        ("book", "Books are sorted, filtered and exported."),
        ("cheese", "The cheese is soft or hard."),
        ("member", "Members are listed with name, email and phone."),
        ("room", "Every room is heated and cleaned daily."),
        ("booking", "Bookings are stored, searched and displayed by date."),
        ("shelf", "shelf -> bin (many to one)"),
        (
            "car",
            "Cars are known by a number plate; besides we want the model, the mileage and the next inspection date.",
        ),
    ],
)
def test_what_a_thing_is_like_is_no_life(thing: str, text: str) -> None:
    assert not states(text, thing)
