"""The models that may be asked, and how each stands now: its key, its health, how much it was used in the last minute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from engines.kernel.errors import Denied, NotFound, QuantumLayerError, Retryable, Unavailable
from engines.llm import load
from engines.llm.experience import Experience
from engines.llm.load import HEALTHY, Health, Use
from engines.llm.model import Deployment
from engines.llm.ports import Keys, ModelBook
from engines.llm.providers import KEYLESS, key_for
from engines.llm.route import Need, Standing

KEYS_ARE_TRUE = 30.0
"""Seconds for which it is remembered whether there is a key; never the key itself."""


Standings = list[Standing]


class Fleet:
    """The deployments of a book, and those that `more` finds on this machine. Calls block."""

    def __init__(
        self,
        *,
        book: ModelBook,
        keys: Keys,
        clock: Callable[[], float],
        more: Callable[[], Sequence[Deployment]] = tuple,
    ) -> None:
        self._book, self._keys, self._clock, self._more = book, keys, clock, more
        self._listed: Sequence[Deployment] | None = None
        self._health: dict[str, Health] = {}
        self._uses: defaultdict[str, list[Use]] = defaultdict(list)
        self._keyed: dict[str, tuple[float, bool]] = {}

    def list(self) -> list[Deployment]:
        """Those of the book, then those found."""
        if self._listed is None:
            self._listed = tuple(self._book.list())
        names = {each.name for each in self._listed}
        return [*self._listed, *(each for each in self._more() if each.name not in names)]

    def get(self, name: str) -> Deployment:
        for deployment in self.list():
            if deployment.name == name:
                return deployment
        raise NotFound(f"There is no model '{name}'.", hint="`ql models list` shows which there are.")

    def refresh(self, name: str) -> None:
        """After a change of the book or of a key: forgets what was remembered of one model."""
        self._listed = None
        self._health.pop(name, None)
        self._keyed.pop(name, None)

    def standings(self, need: Need, experience: Experience) -> Standings:
        """How each model stands before a question."""
        now = self._clock()
        return [
            Standing(
                deployment=each,
                keyed=self._has_key(each, now),
                rests=max(0.0, self._health.get(each.name, HEALTHY).rests_until - now),
                waits=load.wait_for_room(self._uses[_shared(each)], each.limits, need.likely, now),
                tally=experience.of(each.group, need.task),
            )
            for each in self.list()
        ]

    def asked(self, deployment: Deployment, tokens: int) -> None:
        """Counts a question against the limits."""
        now, uses = self._clock(), _shared(deployment)
        self._uses[uses] = [*load.recent(self._uses[uses], now), Use(at=now, tokens=tokens)]

    def answered(self, name: str) -> None:
        self._health.pop(name, None)

    def failed(self, name: str, error: QuantumLayerError) -> None:
        """Lets a model rest after what happened; a question that it does not accept is not its fault."""
        health, now = self._health.get(name, HEALTHY), self._clock()
        match error:
            case Retryable(delay=delay):
                self._health[name] = load.limited(health, now, delay)
            case Denied():
                self._health[name] = load.refused(health, now)
                self._keyed.pop(name, None)
            case Unavailable():
                self._health[name] = load.failed(health, now)

    def _has_key(self, deployment: Deployment, now: float) -> bool:
        if deployment.provider in KEYLESS:
            return True
        at, known = self._keyed.get(deployment.name, (-KEYS_ARE_TRUE, False))
        if now - at >= KEYS_ARE_TRUE:
            known = self._key_is_there(deployment)
            self._keyed[deployment.name] = (now, known)
        return known

    def _key_is_there(self, deployment: Deployment) -> bool:
        try:
            return key_for(deployment, self._keys) is not None
        except (Denied, Unavailable):
            return False


def _shared(deployment: Deployment) -> str:
    """Whose limits a question counts against: those of a provider's model at one address."""
    return f"{deployment.provider} {deployment.base} {deployment.model}"
