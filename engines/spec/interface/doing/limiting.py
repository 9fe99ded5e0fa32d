"""How many of a kind there may be: `a member has at most 3 open loans`, `a list holds no more than 100 items`."""

from __future__ import annotations

import json
import re

from engines.kernel.spec.service import FaultName, Require
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Call, snake
from engines.spec.interface.people import holder, owner_link
from engines.spec.interface.reaching import Way
from engines.spec.interface.rules import FAULTS, sentences, states_of
from engines.spec.interface.tallies import NUMBERS
from engines.spec.patterns import pattern

_STATUS = pattern(r"\b(4\d\d)\b")


def limits(draft: Draft, call: Call, way: Way, study: Study) -> list[Require]:
    """That there are not as many yet as sentences allow."""
    who, owner, parent = holder(call, study), owner_link(draft, study), draft.parent
    numbers = "|".join(NUMBERS)
    things = f"{draft.plural}|{draft.name}".replace("_", "[ _]")
    words = "|".join(re.escape(snake(value)).replace("_", "[ _-]") for value in states_of(draft)) or "-"
    most = re.compile(
        rf"\b(?:at most|no more than|up to|maximum of|max\.?|more than|only|limit(?:ed)? (?:of|to)) (\d+|{numbers}) (?:({words}) )?(?:{things})\b"
    )
    for sentence in sentences(call, study):
        match = most.search(sentence)
        told = next((int(s[1]) for s in _STATUS.finditer(sentence) if int(s[1]) in call.statuses()), 409)
        if match is None or told not in call.statuses() or told not in FAULTS:
            continue
        within = ""
        if parent and parent.name in way.records and re.search(rf"\b{parent.name.replace('_', '[ _]')}\b", sentence):
            within = f"{draft.link_to(parent)}={parent.name}"
        elif owner and who and draft.links[owner].to == who.name:
            within = f"{owner}=caller"
        elif parent and parent.name in way.records:
            within = f"{draft.link_to(parent)}={parent.name}"
        if not within:
            continue
        state = next((value for value in states_of(draft) if match[2] and snake(value) == snake(match[2])), "")
        so = f", {states_of(draft)[state]}={json.dumps(state)}" if state else ""
        number = NUMBERS.get(match[1]) or int(match[1])
        fault: FaultName = FAULTS[told][0] if told != 422 or 400 in call.statuses() else "invalid"
        return [
            Require(
                that=f"count({draft.name}, {within}{so}) < {number}",
                otherwise=fault,
                says="There are as many as there may be.",
            )
        ]
    return []
