"""Moments that a request gives: in the future, where sentences or descriptions ask for it."""

from __future__ import annotations

from engines.kernel.spec.service import FaultName, Require, ServiceStep
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members, needed
from engines.spec.interface.model import Call
from engines.spec.interface.rules import sentences
from engines.spec.patterns import pattern

_AHEAD = pattern(
    r"\b(?:in the future|not (?:be |lie )*in the past|must not be past|later than now|after now|still ahead)\b"
)


def ahead(draft: Draft, call: Call, study: Study) -> list[ServiceStep]:
    """That the moments lie ahead of which it is told."""
    fault: FaultName = "unprocessable" if {400, 422} <= call.statuses() else "invalid"
    found: list[ServiceStep] = []
    told = [sentence for sentence in sentences(call, study) if _AHEAD.search(sentence)]
    for name, (term, schema) in body_members(call).items():
        stored = draft.fields.get(name)
        if stored is None or stored.type != "datetime":
            continue
        bare = name.replace("_", "")
        said = any(bare in sentence.replace("_", "") for sentence in told)
        if said or _AHEAD.search(str(schema.get("description", "")).lower()):
            moment = f"moment({term})" if name in needed(call) else f"(moment({term}) or now() + days(1))"
            that = f"{moment} > now()"
            found.append(Require(that=that, otherwise=fault, says="This lies in the past.", field=name))
    return found
