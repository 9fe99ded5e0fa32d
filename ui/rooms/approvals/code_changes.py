"""The code that a language model wrote, file by file, with the lines that differ. Used by the paper of an implementation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ui.controls import Card, label, prose
from ui.language import say, say_many
from ui.rooms.approvals.spec_changes import LEAST, MOST, around_changes
from ui.rooms.code.changes_view import LINE, ChangesView
from ui.rooms.code.differing import compare
from ui.theme import Theme

FILES = 12
"""Files that are shown; the rest is counted."""


class CodeChanges(Card):
    """`changes` are rows of path, before and after."""

    def __init__(self, theme: Theme, changes: Sequence[Mapping[str, str]]) -> None:
        super().__init__(gap=8)
        self.views: list[ChangesView] = []
        self.body.addWidget(label(say("What the model wrote"), "heading"))
        for change in changes[:FILES]:
            found = around_changes(compare(change["before"], change["after"]))
            added = say_many("{n} line added", "{n} lines added", found.added)
            self.body.addWidget(prose(f"{change['path']}  ·  {added}", "label", "text_2"))
            view = ChangesView(theme)
            view.setAccessibleName(say("What changes in {file}", file=change["path"]))
            view.show_comparison(found)
            lines = min(max(len(found.under), LEAST), MOST)
            view.setFixedHeight(theme.scaled(LINE) * lines + 12)
            self.views.append(view)
            self.body.addWidget(view)
        if len(changes) > FILES:
            self.body.addWidget(prose(say_many("{n} more file", "{n} more files", len(changes) - FILES)))
