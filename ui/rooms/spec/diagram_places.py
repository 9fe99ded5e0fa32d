"""Where a person put the things of a project's diagram, kept in the window's settings."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ui.preferences import Preferences
from ui.rooms.spec.plan import Point


class DiagramPlaces:
    """By the project's folder; a brief that is no project yet keeps none."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def of(self, project: str) -> dict[str, Point]:
        try:
            said = json.loads(self._preferences.text(_key(project)) or "{}")
        except ValueError:
            return {}
        return {str(name): (float(at[0]), float(at[1])) for name, at in said.items()}

    def keep(self, project: str, places: Mapping[str, Point]) -> None:
        if project:
            self._preferences.set(_key(project), json.dumps(dict(places)))


def _key(project: str) -> str:
    return f"diagram/{project.replace('/', '_').strip('_') or 'draft'}"
