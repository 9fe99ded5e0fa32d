"""A list of properties is the property of what governs it, whatever the verb."""

from __future__ import annotations

import pytest

from engines.spec.names import Before
from engines.spec.telling import brings_up, told
from tests.spec.test_telling import ENGLISH, line


@pytest.mark.parametrize(
    ("sentence", "things"),
    [
        ("Per delivery it comes down to the supplier, the weight and the invoice number.", ["delivery: supplier, weight, invoice_number"]),
        ("What we want to know about a trailer is its plate and its load limit.", ["trailer: plate, load_limit"]),
        ("Please have fields for title, composer and year on each piece.", ["piece: title, composer, year"]),
        ("From a donor we only require the name, the blood group and a phone number.", ["donor: name, blood_group, phone_number"]),
        ("Regarding vehicles, the licence plate, the model and the mileage are relevant.", ["vehicle: licence_plate, model, mileage"]),
        ("Customers, from whom we take the name, the e-mail and the postcode, come in person.", ["customer: name, email, postcode"]),
        ("The office hands out keys, on which a number and a door are engraved.", ["key: number, door"]),
        ("Members are on file with first name, surname and e-mail.", ["member: first_name, surname, email"]),
        ("Inventors are known to us by name, e-mail and department.", ["inventor: name, email, department"]),
        (
            "The club runs nine courts, each identified by its number and described by the surface and whether it has lights.",
            ["court: number", "court: surface, lights"],
        ),
        ("Tents go by a label, a size and a colour.", ["tent: label, size, colour"]),
        ("Each reading amounts to a time, a value and the name of the person.", ["reading: time, value, person_name"]),
        ("A class takes a title, a weekday and a fee.", ["class: title, weekday, fee"]),
        ("A refund is a date, an amount and a reason.", ["refund: date, amount, reason"]),
        ("Volunteers sign up leaving their name, e-mail and phone.", ["volunteer: name, email, phone"]),
        ("Each bed is entered into the system by its number, the ward and the type.", ["bed: number, ward, type"]),
        ("We know a café by its name, an email and a delivery address.", ["cafe: name, email, delivery_address"]),
        ("They send us orders with an order date and a note.", ["order: order_date, note"]),
        ("We tell ovens apart by their serial number, brand and year of purchase.", ["oven: serial_number, brand, purchase_year"]),
        ("Annuities have to be paid: for each we register the patent, the year, the due date.", ["annuity: patent, year, due_date"]),
        ("As a warden I open a campaign by giving it a name, a start date and an end date.", ["campaign: name, start_date, end_date"]),
        (
            "Our coaches offer training courses, for which we publish a title, the weekly fee and the number of places.",
            ["training_course: title, weekly_fee, number_of_places"],
        ),
        ("Every tile comes from one of the makers, it has a name and a price.", ["tile: name, price"]),
        (
            "Some paintings have an artist; of artists I keep the name and the birth year.",
            ["painting: artist", "artist: name, birth_year"],
        ),
        (
            "A dog has a name and a breed; for each visit a date, a price and a note.",
            ["dog: name, breed", "visit: date, price, note"],
        ),
        ("A ticket has a title and a price; for members only.", ["ticket: title, price"]),
        ("We know a dose, a whole number of grams, and its date.", []),
        ("Search by name and city must be quick.", []),
        ("Tariffs should be searchable by label and supplier.", []),
        ("The list can be sorted by date, price and name.", []),
        ("The total is the price times the quantity plus the tax.", []),
        ("Only the manager may change the price and the date.", []),
        ("If the date or the place is missing, the clerk gets a warning.", []),
        ("The start date must be before the end date.", []),
        ("Members see the title, the date and the place.", []),
        ("The dashboard shows the number of members, the revenue and the balance.", []),
        ("Filter the invoices by date, amount and customer.", []),
        ("There is one entry per apprentice and date.", []),
        ("Campaigns are in preparation, open or closed.", []),
        ("Name and address are shown on the printed sheet.", []),
        ("The price and the weight must be positive.", []),
        ("When somebody rings us we take down their name, telephone and email.", []),
    ],
)  # fmt: skip
def test_whose_a_list_is(sentence: str, things: list[str]) -> None:
    assert [line(description) for description in told(sentence, 1, "", ENGLISH)] == things


def test_the_last_thing_has_what_is_written_down() -> None:
    found = told("Further particulars are a start time, an end time and the agreed fee.", 1, "hire", ENGLISH)
    assert [line(d) for d in found] == ["hire: start_time, end_time, agreed_fee"]


@pytest.mark.parametrize(
    ("before", "sentence", "things"),
    [
        ("Green coffee reaches us in lots.", "I'd write down the lot code, the farm and the date.", ["lot: lot_code, farm, date"]),
        ("Every evening somebody takes a sample.", "The depth and the time are written down.", ["sample: depth, time"]),
        ("We also run excursions.", "You'd have to enter a destination, a date and the price.", ["excursion: destination, date, price"]),
        ("First comes the appraisal.", "Important are the date, the room and the result.", ["appraisal: date, room, result"]),
        ("Boats lie at a pier.", "We compare the date and the name.", []),
    ],
)  # fmt: skip
def test_a_list_is_of_what_was_introduced(before: str, sentence: str, things: list[str]) -> None:
    found = told(sentence, 2, "", ENGLISH, Before(new=brings_up(before, ENGLISH)))
    assert [line(description) for description in found] == things
