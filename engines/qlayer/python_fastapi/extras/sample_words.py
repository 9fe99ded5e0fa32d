"""Words for sample data: names, places and texts as people would write them, by the name of the field. Called by seeding."""

from __future__ import annotations

from engines.kernel.spec import Entity, Field, FieldType

_PEOPLE = ("Ada Lindqvist", "Bruno Marques", "Chiara Rossi", "Dana Novak", "Elif Kaya", "Femi Okafor")
_WORDS = {
    "city": ("Lisbon", "Graz", "Ghent", "Turku", "Cork", "Brno"),
    "town": ("Lisbon", "Graz", "Ghent", "Turku", "Cork", "Brno"),
    "country": ("Portugal", "Austria", "Belgium", "Finland", "Ireland", "Czechia"),
    "street": ("Harbour Road 4", "Mill Lane 12", "Station Street 7", "Park Avenue 30", "Old Bridge 2", "Hill Road 9"),
    "address": ("4 Harbour Road", "12 Mill Lane", "7 Station Street", "30 Park Avenue", "2 Old Bridge", "9 Hill Road"),
    "colour": ("blue", "green", "red", "black", "white", "yellow"),
    "color": ("blue", "green", "red", "black", "white", "yellow"),
    "company": ("Fjord Foundry", "Basalt & Co", "Northlight Studio", "Harbour Works", "Elm Partners", "Kestrel Ltd"),
}
_NAMES = ("author", "name", "full_name", "contact", "contact_person", "owner", "teacher", "artist", "director")
_TITLES = ("title", "name", "subject", "headline", "label", "topic")


def worded(entity: Entity, field: Field, number: int, *, person: bool) -> str:
    """A text for the field of the record of that number, from 1; '' when the usual sample says as much."""
    place = (number - 1) % len(_PEOPLE)
    said = _text(entity, field, number, place, person)
    fits = len(said) >= (field.min_length or 0) and (field.max_length is None or len(said) <= field.max_length)
    return said if fits and not field.pattern and number <= len(_PEOPLE) else ""


def _text(entity: Entity, field: Field, number: int, place: int, person: bool) -> str:
    first, last = _PEOPLE[place].split()
    word = field.name.split("_")[-1]
    match field.type:
        case FieldType.EMAIL:
            return f"{first}.{last}@example.com".lower()
        case FieldType.LONG_TEXT:
            return f"Sample text of {entity.name.replace('_', ' ')} {number}. Change or delete it as you like."
        case FieldType.TEXT if word in _WORDS:
            return _WORDS[word][place]
        case FieldType.TEXT if field.name in ("first_name", "last_name"):
            return first if field.name == "first_name" else last
        case FieldType.TEXT if field.name in _NAMES and (person or field.name != "name"):
            return _PEOPLE[place]
        case FieldType.TEXT if field.name in _TITLES:
            return f"Sample {entity.name.replace('_', ' ')} {number}"
    return ""
