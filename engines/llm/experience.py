"""What the ledger taught, kept at hand: tallies by model and task, brought up to date by each call and each outcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engines.llm.quality import Tally
from engines.llm.record import Booked, Record


class Experience:
    """Tallies by group and task."""

    def __init__(self, tallies: Iterable[Tally]) -> None:
        self._tallies = {(tally.group, tally.task): tally for tally in tallies}

    def of(self, group: str, task: str) -> Tally | None:
        return self._tallies.get((group, task))

    def called(self, group: str, task: str, booked: Booked) -> None:
        """After a call that went well."""
        tally = self._at(group, task)
        n = tally.calls + 1
        self._tallies[group, task] = replace(
            tally,
            calls=n,
            read=tally.read + (booked.read - tally.read) / n,
            written=tally.written + (booked.written - tally.written) / n,
            seconds=tally.seconds + (booked.seconds - tally.seconds) / n,
        )

    def judged(self, record: Record, before: float | None) -> None:
        """After an outcome; `before` is what the call was worth until then."""
        tally = self._at(record.group, record.task)
        gained = (record.worth or 0.0) - (before or 0.0)
        judged = tally.judged + (before is None)
        self._tallies[record.group, record.task] = replace(tally, judged=judged, worth=tally.worth + gained)

    def _at(self, group: str, task: str) -> Tally:
        return self._tallies.get((group, task)) or Tally(group=group, task=task)
