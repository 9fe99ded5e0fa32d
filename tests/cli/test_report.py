"""The end of `ql new`: every sentence is named, with its place or the reason."""

from io import StringIO
from typing import Any

from rich.console import Console

from app.cli.report import show_result

BUILT = {
    "text": "A book has a title.",
    "status": "built",
    "code": ["app/models/book.py:9", "app/schemas/book.py:4"],
    "tests": ["t"],
    "why": "",
}
LOST = {
    "text": "Blorp [the] frobs.",
    "status": "not_understood",
    "code": [],
    "tests": [],
    "why": "no rule could read it",
}


def report(**more: Any) -> str:
    out = StringIO()
    show_result(Console(file=out, width=140), {"requirements": [BUILT, LOST], "seconds": 3.14, **more})
    return " ".join(out.getvalue().split())


def test_a_built_sentence_shows_its_first_line_of_code_and_how_many_more() -> None:
    assert "app/models/book.py:9 +1" in report()


def test_a_sentence_that_was_not_understood_shows_the_reason_and_its_brackets() -> None:
    assert "Blorp [the] frobs." in report()
    assert "no rule could read it" in report()


def test_the_figures_count_what_was_built() -> None:
    assert "1 of 2 sentences built" in report()


def test_a_preview_shows_its_address_and_login() -> None:
    told = report(preview={"url": "http://127.0.0.1:1", "login": {"email": "a@b.example", "password": "s3"}})
    assert "Open http://127.0.0.1:1" in told
    assert "Sign in as a@b.example with s3" in told


def test_questions_are_told_with_the_answer_that_was_taken() -> None:
    assert "Who may delete? taken: Only managers." in report(
        questions=[{"text": "Who may delete?", "suggestion": "Only managers."}]
    )


def test_an_open_question_was_not_answered_and_says_what_to_do() -> None:
    told = report(status="needs_answers", questions=[{"text": "What is kept?", "suggestion": "Books have a title."}])
    assert "What is kept? for example: Books have a title." in told
    assert "taken" not in told
    assert "run `ql new` again" in told


def test_a_failure_tells_why_and_what_to_do() -> None:
    assert "'/x' is not empty Choose another folder." in report(
        status="failed", why="'/x' is not empty", hint="Choose another folder."
    )
