"""What Home decides without a screen: waves, badges, times, and files taken as briefs."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ui.reading import Facts, Question, Reading, Sentence
from ui.rooms.home.attaching import Unreadable, brief_of
from ui.rooms.home.plan import advice, ago, counts, fitting, is_specification, stand, understood, waves
from ui.workspace import Project

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TEXT = "* A book has a title.\n* It should\n  feel old.\nReaders may see all loans."


def reading(*, questions: tuple[Question, ...] = ()) -> Reading:
    return Reading(
        spec="",
        sentences=(
            Sentence(number=1, text="A book has a title.", status="facts"),
            Sentence(number=2, text="It should feel old.", status="not_understood"),
            Sentence(number=3, text="Readers may see all loans.", status="facts"),
        ),
        questions=questions,
    )


def test_a_sentence_that_was_not_understood_is_marked_across_a_line_break() -> None:
    (wave,) = waves(TEXT, reading())
    assert TEXT[wave.start : wave.end] == "It should\n  feel old."
    assert wave.mark == "gap"


def test_a_sentence_with_a_question_tells_it_with_the_suggestion() -> None:
    asked = Question(text="Which loans?", suggestion="their own", sentences=(3,))
    wave = waves(TEXT, reading(questions=(asked,)))[-1]
    assert (wave.mark, TEXT[wave.start : wave.end]) == ("question", "Readers may see all loans.")
    assert "Which loans?" in wave.why
    assert "their own" in wave.why


def test_what_there_is_none_of_has_no_badge() -> None:
    assert [count.text for count in counts(Facts(), 1)] == ["1 question"]


def test_sentences_are_counted_in_words() -> None:
    assert understood(reading().sentences) == "3 sentences, 1 not understood"
    assert understood(reading().sentences[:1]) == "1 sentence, all understood"


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("2026-11-23T11:59:30+00:00", "now"),
        ("2026-11-23T11:58:00", "2 min ago"),
        ("2026-11-23T10:00:00+00:00", "2 hours ago"),
        ("2026-11-22T10:00:00+00:00", "yesterday"),
        ("2026-11-18T10:00:00+00:00", "5 days ago"),
        ("2026-10-01T10:00:00+00:00", "2026-10-01"),
        ("", ""),
    ],
)
def test_times_are_told_as_people_say_them(time: str, said: str) -> None:
    assert ago(time, NOW) == said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"state": "building"}, "Building"),
        ({"state": "waiting"}, "Waits for approval"),
        ({"state": "missing"}, "Folder is gone"),
        ({"state": "failed"}, "Failed"),
        ({"state": "cancelled", "tests": {"passed": 3, "failed": 0, "coverage": 90.0}}, "Cancelled"),
        ({"state": "ready", "preview": {"state": "running"}}, "Preview on"),
        ({"state": "ready", "questions": 2}, "2 questions"),
        ({"state": "ready"}, "Ready"),
    ],
)
def test_a_project_has_one_badge(row: dict[str, object], said: str) -> None:
    assert stand(Project.of({"path": "/p", "name": "p", **row})).text == said


def test_what_is_not_as_it_should_be_says_what_can_be_done() -> None:
    said = {state: advice(Project(path="/p", name="p", state=state)) for state in ("cancelled", "missing", "ready")}
    assert "plan it again" in said["cancelled"]
    assert "Put the folder back" in said["missing"]
    assert said["ready"] == ""


def test_projects_are_found_by_all_their_words() -> None:
    shop = Project(path="/w/bike-shop", name="bike-shop", title="Bike shop", summary="Repairs")
    barn = Project(path="/w/barn", name="barn")
    assert fitting([shop, barn], "repairs bike") == [shop]
    assert fitting([shop, barn], "") == [shop, barn]


def test_a_word_document_is_read_with_its_bullets_and_tables(tmp_path: Path) -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = (
        "<w:p><w:r><w:t>A library</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>books: title</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Table</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Columns</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>Loan</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>day</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    place = tmp_path / "brief.docx"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {w}><w:body>{body}</w:body></w:document>")
    assert brief_of(place) == "A library\n* books: title\n| Table | Columns |\n|---|---|\n| Loan | day |\n"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("secret.docx", b"\xd0\xcf\x11\xe0rest", "encrypted"),
        ("broken.docx", b"no zip", "no Word document"),
        ("picture.png", b"", "kind of file"),
        ("empty.md", b"  \n", "empty"),
        ("latin.txt", "caf\xe9".encode("latin-1"), "UTF-8"),
        ("api.json", b'{"openapi": ', "no valid JSON"),
        ("broken.json", b"{", "JSON"),
        ("large.txt", b"x" * 2_000_001, "2 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(name: str, content: bytes, why: str, tmp_path: Path) -> None:
    place = tmp_path / name
    place.write_bytes(content)
    with pytest.raises(Unreadable, match=why) as caught:
        brief_of(place)
    assert name in str(caught.value)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="No such file"):
        brief_of(tmp_path / "gone.md")


def test_a_specification_is_told_from_a_brief() -> None:
    assert is_specification("version: 1\nname: shop\nentities:\n  book: {}\n")
    assert not is_specification("We keep entities: books and readers.")
