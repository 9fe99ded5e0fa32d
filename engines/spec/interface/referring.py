"""Records that a request names by their identities: among which they are looked for, and how it is refused when none is there."""

from __future__ import annotations

from engines.kernel.spec.service import FaultName, Match
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Call
from engines.spec.interface.people import holder, owner_link
from engines.spec.interface.reaching import is_private
from engines.spec.interface.rules import FAULTS, sentences
from engines.spec.patterns import pattern

_MISSING = pattern(r"\b(?:unknown|does not exist|doesn't exist|no such|not found|missing|not there|not exist)\b")
_SHORT = 3
_STATUS = pattern(r"\b(4\d\d)\b")


def own_only(to: Draft, call: Call, study: Study) -> list[Match]:
    """That what a request names is the caller's own, where such things are private."""
    owner, who = owner_link(to, study), holder(call, study)
    own = owner and who and to.links[owner].to == who.name and is_private(to, study)
    return [Match(field=owner, value="caller")] if own else []


def missing_reference(call: Call, study: Study) -> FaultName:
    """How a request is refused that names what is not there: as a sentence says, else 404 where the path names nothing."""
    for sentence in sentences(call, study):
        if len(sentence.split()) <= _SHORT:
            continue
        for part in sentence.split(","):
            told = next((int(match[1]) for match in _STATUS.finditer(part)), 0)
            if told in call.statuses() and told in FAULTS and _MISSING.search(part):
                return FAULTS[told][0] if told != 422 or 400 in call.statuses() else "invalid"
    if 404 in call.statuses() and not call.among("path"):
        return "unknown"
    return "invalid" if {400, 422} & call.statuses() else "unknown"
