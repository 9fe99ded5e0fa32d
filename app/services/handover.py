"""Values that a person hands over for one run and that must not be written down: they live in the engine's memory alone."""

from __future__ import annotations

import secrets
from collections.abc import Mapping


class Handover:
    """Keeps such values until their run fetches them; a run that is resumed after a restart finds none."""

    def __init__(self) -> None:
        self._kept: dict[str, Mapping[str, str]] = {}

    def keep(self, values: Mapping[str, str]) -> str:
        """A key for the run's arguments; '' when there is nothing to keep."""
        if not values:
            return ""
        key = secrets.token_hex(8)
        self._kept[key] = dict(values)
        return key

    def fetch(self, key: str) -> dict[str, str]:
        """The values of a key, once; none when they are gone."""
        return dict(self._kept.pop(key, {}))
