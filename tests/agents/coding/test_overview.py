"""What a model is shown of a project: what matters first, within a budget."""

from __future__ import annotations

from engines.agents.coding.overview import found, overview, relevant, tokens

FILES = {
    "app/models/booking.py": "class Booking:\n    start: str\n\n    def overlaps(self, other):\n        return True\n",
    "app/models/room.py": "class Room:\n    name: str\n",
    "app/services/bookings.py": "from app.models.booking import Booking\n\n\ndef book(room, start):\n    return Booking()\n",
    "app/static/app.js": "booking overlap " * 50,
    "TRACE.md": "Bookings overlap " * 50,
    "README.md": "# Rooms\n",
}


def test_the_files_that_speak_of_it_come_first() -> None:
    chosen = relevant(FILES, "Two bookings can't overlap.", budget=500)
    assert chosen[:2] == ["app/models/booking.py", "app/services/bookings.py"]
    assert "TRACE.md" not in chosen
    assert "app/static/app.js" not in chosen


def test_the_budget_is_kept() -> None:
    assert sum(tokens(FILES[path]) for path in relevant(FILES, "bookings overlap in rooms", budget=40)) <= 40
    assert tokens(overview(FILES, "bookings", budget=30)) <= 45


def test_the_map_names_what_files_define() -> None:
    text = overview(FILES, "overlap", budget=400)
    assert text.splitlines()[0] == "app/models/booking.py: class Booking(overlaps(other))"
    assert "app/services/bookings.py: book(room, start)" in text


def test_a_long_map_says_what_it_leaves_out() -> None:
    many = {f"app/m{n}.py": f"def f{n}():\n    return {n}\n" for n in range(200)}
    assert overview(many, "f7", budget=60).splitlines()[-1].startswith("... and 1")


def test_lines_with_all_words_are_found() -> None:
    assert found(FILES, "def overlaps") == "app/models/booking.py:4: def overlaps(self, other):"
    assert found(FILES, "zebra") == "Nothing has 'zebra' in one line."
