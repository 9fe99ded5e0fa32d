"""Statements as the rules about learning read them: in the person's own words, rows of tables in cells."""

from __future__ import annotations

from dataclasses import dataclass

from engines.spec.model import Statement


@dataclass(frozen=True, kw_only=True)
class Part:
    """A statement; `under` are the headings above it, `headers` those of its table. `heads`: it is a heading itself."""

    number: int
    text: str
    heads: bool = False
    under: str = ""
    cells: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()


def parts_of(statements: tuple[Statement, ...]) -> tuple[Part, ...]:
    """The same statements; the heading row of a table says what its cells are."""
    found: list[Part] = []
    headers: tuple[str, ...] = ()
    for statement in statements:
        cells = tuple(cell.strip() for cell in statement.original.strip("| ").split("|"))
        if len(cells) < 2:
            headers = cells = ()
        elif not headers:
            headers, cells = cells, ()
        found.append(
            Part(
                number=statement.number,
                text=statement.original.strip(),
                heads=statement.kind in ("title", "heading"),
                under=" / ".join(statement.path),
                cells=cells,
                headers=headers,
            )
        )
    return tuple(found)
