"""What `ql new` ends with: every sentence of the brief with what became of it, then the figures and the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

TONES = {
    "built": "green",
    "partial": "yellow",
    "not_built": "yellow",
    "not_understood": "red",
    "out_of_scope": "dim",
}


def show_result(console: Console, result: Mapping[str, Any]) -> None:
    """Prints the traceability table, the figures and where the application answers."""
    rows = result.get("requirements") or []
    if rows:
        console.print(_trace(rows))
    _figures(console, result, rows)
    if preview := result.get("preview"):
        console.print(f"\n  Open [bold blue]{preview['url']}[/]")
        if login := preview.get("login"):
            console.print(f"  Sign in as [bold]{escape(login['email'])}[/] with [bold]{escape(login['password'])}[/]")
    if result.get("status") == "done" and (run := result.get("run")):
        console.print(
            f"\n  A command-line tool has no preview. Run it with [bold]make setup[/] in its folder, then {escape(run)}"
        )


def _trace(rows: list[Mapping[str, Any]]) -> Table:
    table = Table(title="Every sentence of the brief", title_justify="left", expand=True, show_lines=False)
    table.add_column("", width=14)
    table.add_column("Sentence", ratio=3)
    table.add_column("Code", ratio=2, overflow="fold")
    table.add_column("Tests", justify="right")
    for row in rows:
        tone = TONES.get(str(row["status"]), "")
        place = str(row["code"][0]) if row["code"] else escape(str(row.get("why", "")))
        more = f" [dim]+{len(row['code']) - 1}[/]" if len(row["code"]) > 1 else ""
        status = str(row["status"]).replace("_", " ")
        table.add_row(f"[{tone}]{status}[/]", escape(str(row["text"])), place + more, str(len(row["tests"])))
    return table


def _figures(console: Console, result: Mapping[str, Any], rows: list[Mapping[str, Any]]) -> None:
    built = sum(row["status"] == "built" for row in rows)
    counted = sum(row["status"] != "out_of_scope" for row in rows)
    tests = result.get("tests") or {}
    parts = [f"{built} of {counted} sentences built"] if rows else []
    if tests:
        parts.append(
            f"{tests['passed']} tests passed, {tests['failed']} failed, {tests['coverage']:.1f} % of lines covered"
        )
    if "seconds" in result:
        parts.append(f"{result['seconds']:.1f} s")
    console.print("\n  " + " · ".join(parts))
    for name in ("path", "capsule"):
        if result.get(name):
            console.print(f"  {name.title()}: {escape(str(result[name]))}", soft_wrap=True)
    for name, tone in (("why", "yellow"), ("hint", "default")):
        if result.get(name):
            console.print(f"  [{tone}]{escape(str(result[name]))}[/]", soft_wrap=True)
    _questions(console, result.get("questions") or [], open_ones=result.get("status") == "needs_answers")


def _questions(console: Console, questions: list[Mapping[str, Any]], *, open_ones: bool) -> None:
    for question in questions:
        answer = f"{'for example' if open_ones else 'taken'}: {escape(question['suggestion'])}"
        console.print(f"  [yellow]?[/] {escape(question['text'])}  [dim]{answer}[/]", soft_wrap=True)
    if open_ones:
        console.print("\n  Nothing was built. Answer in the brief, in your own words, and run `ql new` again.")
