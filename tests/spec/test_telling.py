"""Sentences in prose tell which things there are and what they have."""

from __future__ import annotations

import pytest

from engines.spec import read_brief
from engines.spec.english import English
from engines.spec.lexicon_files import load_lexicon
from engines.spec.model import Attribute, Description
from engines.spec.telling import told

ENGLISH = English(load_lexicon())


def said(attribute: Attribute) -> str:
    """An attribute in short: name, choices or range, ! unique, ~ optional."""
    inner = f"({', '.join(map(said, attribute.children))})" if attribute.children else ""
    choices = "=" + "|".join(attribute.choices) if attribute.choices else ""
    low, high = attribute.minimum, attribute.maximum
    bounds = (
        f" {'' if low is None else f'{low:g}'}..{'' if high is None else f'{high:g}'}"
        if (low, high) != (None, None)
        else ""
    )
    flags = ("!" if attribute.unique else "") + ("~" if attribute.required is False else "")
    return attribute.name + inner + choices + bounds + flags


def line(description: Description) -> str:
    """A description in one line."""
    related = f" > {', '.join(description.related)}" if description.related else ""
    return f"{description.subject}: {', '.join(map(said, description.attributes))}{related}"


@pytest.mark.parametrize(
    ("sentence", "things"),
    [
        ("Each buoy bears a call sign, a colour and a depth.", ["buoy: call_sign, colour, depth"]),
        ("Suppliers are recorded with their name, country and rating (1 to 5).", ["supplier: name, country, rating 1..5"]),
        ("Hives consist of frames, each with a number and a weight.", ["hive: frames(number, weight)"]),
        ("For every dive we write down the site, the depth in metres and how long it took.", ["dive: site, depth, duration_minutes"]),
        ("We keep the name and the phone number of each sponsor.", ["sponsor: name, phone_number"]),
        (
            "The cabins have a number, which must be unique, and a view, which is sea, forest or road.",
            ["cabin: number!, view=sea|forest|road"],
        ),
        (
            "Every kite has a name painted on it, no two have the same, then its length, and whether it needs a permit.",
            ["kite: name!, length, needs_permit"],
        ),
        ("A flight has a price per seat and a duration of 30 to 240 minutes.", ["flight: price_per_seat, duration 30..240"]),
        ("A pupil has a first and last name and optionally a nickname.", ["pupil: first_name, last_name, nickname~"]),
        ("An essay belongs to a course and has a title.", ["essay:  > course", "essay: title"]),
        ("There are two captains, each with a name and a licence number.", ["captain: name, licence_number"]),
        ("I want to plan tours with a title, a start and an end.", ["tour: title, start, end"]),
        ("For each return a number, the name and the date of purchase.", ["return: number, name, purchase_date"]),
        ("Every jar comes from the shed, it has a label, a price and a size.", ["jar: label, price, size"]),
        ("The ledger shall contain every voter with a number (unique) and a name.", ["voter: number!, name"]),
        ("For each guest there are helpers, a name and a phone number.", ["helper: name, phone_number"]),
        ("Workshops happen as well: a title, an artist who gives it, a fee and at most 20 seats.", ["workshop: title, artist, fee, seats ..20"]),
        ("A customer makes a reservation: they upload a photo and may leave a comment.", ["reservation: photo, comment~"]),
        ("As a tutor, I want to describe myself (name, grade from 8 to 13, phone).", ["tutor: name, grade 8..13, phone"]),
        ("As a member I can start a thread in a category; it gets a title.", ["thread: title"]),
        ("Guests browse films (title, genre, poster).", ["film: title, genre, poster"]),
        ("We also scan deeds; each has a title, a kind (map or letter) and the scan.", ["deed: title, kind=map|letter, scan"]),
        (
            "Each dish has its ingredients, with a name and an amount, and its steps in order, each one a text.",
            ["dish: ingredients(name, amount), steps(text)"],
        ),
        (
            "There are doctors, each with a name and a room number, and then the patients, for whom we note first and last name and phone.",
            ["doctor: name, room_number", "patient: first_name, last_name, phone"],
        ),
        ("A person has a name, when and where they were born, and who is in charge.", ["person: name, birth_date, birth_place, person_in_charge"]),
        ("Every week is a market: it rains or it shines.", []),
        ("Members get an email.", []),
        ("The grade is told to the parents.", []),
        ("Members get a reminder.", []),
        ("A boat has been damaged.", []),
        ("Every player plays for one club and has a first name and a birth date.", ["player: first_name, birth_date"]),
        ("Drones, they've got a call sign, a weight and a colour.", ["drone: call_sign, weight, colour"]),
        ("There are four potters here, everybody has a name and a short bio.", ["potter: name, short_bio"]),
        ("Barrels stand in the cellar; we need their number and their capacity in litres.", ["barrel: number, capacity"]),
        ("A client gives his name, his address and a phone number.", ["client: name, address, phone_number"]),
        ("Clients give a speech and a toast.", []),
        ("Clients upload their photo and their CV.", []),
        ("Kilns, known by name and location, are shared.", ["kiln: name, location"]),
        ("The ranger files a short report consisting of a text and a photo.", ["report: text, photo"]),
        ("A log entry is added, with the seeing, the clouds and a remark.", ["log_entry: seeing, clouds, remark"]),
        ("Ferry - name, length in metres, capacity.", ["ferry: name, length, capacity"]),
        ("Examiners = name, email, subject.", ["examiner: name, email, subject"]),
        ("A cancelled licence = no assignments, ever.", []),
        ("After the dive we note for every diver whether he is well and the depth.", ["diver: well, depth"]),
        ("Members come, and for each jar they note the weight and which glaze they used.", ["jar: weight, glaze"]),
        ("As a judge I want to register with my name, my address and my email.", ["judge: name, address, email"]),
        ("Rehearsals are on Thursdays, so each has its own date and a place.", ["rehearsal: date, place"]),
        ("Owners are private persons with a name and an address.", ["owner: name, address"]),
        ("Owners are happy with a name and an address.", []),
        ("A hire says which pupil has which flute, from when until when, and the fee.", ["hire: pupil, flute, from, until, fee"]),
        ("One paper belongs to a sitting, it has a score and a grade.", ["paper:  > sitting", "paper: score, grade"]),
        ("Halls have a name, and seats: row, number and a category, which is gold or silver.", ["hall: name, seats(row, number, category=gold|silver)"]),
        ("Kinds of waste carry a code, a label and a price.", ["waste_kind: code, label, price"]),
        ("A place has an address, loads of photos and any number of doors.", ["place: address, photos, doors"]),
        ("A tank has a volume, set up on, nitrate in mg/l and what was done.", ["tank: volume, set_up_on, nitrate, what_was_done"]),
        ("Backers register online giving their name and their address.", ["backer: name, address"]),
        ("Visitors submit an enquiry stating their name and the date of the loss.", ["enquiry: name, loss_date"]),
        ("A tenant, whose name, address and telephone we hold, pays.", ["tenant: name, address, telephone"]),
        ("The keepers, I need their phone number and their email.", ["keeper: phone_number, email"]),
        ("When somebody rings we take down their name and email.", []),
        ("Cooking day has date, menu and how many portions we expect.", ["cooking_day: date, menu, portions 0.."]),
        ("The town runs two yards with some four hundred boats.", []),
        ("A judge has a name and a phone and if he has a licence.", ["judge: name, phone, licence"]),
        ("A show has a price for adults and an address (street, city, zip code).", ["show: adult_price, address"]),
        ("Each grave lies in a field and has a row and a number.", ["grave: row, number"]),
        ("Guests have to pay at the desk.", []),
        ("Our choir has a concert.", []),
    ],
)  # fmt: skip
def test_properties_are_told(sentence: str, things: list[str]) -> None:
    assert [line(description) for description in told(sentence, 1, "", ENGLISH)] == things


def test_it_is_the_last_thing() -> None:
    assert [line(d) for d in told("It also has a photo.", 1, "kite", ENGLISH)] == ["kite: photo"]


@pytest.mark.parametrize(
    ("said", "owner"),
    [
        ("Members book a session in a cabin; it stores the start, the end and the number of guests.", "session"),
        ("A sponsor makes a deal with us: it has a title, a price and an end date.", "deal"),
        ("A sponsor makes a deal. It has a title, a price and an end date.", "deal"),
        ("Meter is installed at one connection and it has serial number, diameter and installation date.", "meter"),
        ("A meter sits in a house and it has a serial number, a diameter and an installation date.", "meter"),
    ],
)
def test_it_is_what_the_clause_before_brought_about(said: str, owner: str) -> None:
    spec = read_brief(f"A member has a name. A sponsor has a name and an email. {said}").spec
    assert len(spec.entity(owner).fields) >= 3
