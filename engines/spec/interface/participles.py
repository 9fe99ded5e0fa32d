"""Whether a word for a state is what a verb leads to: `publish` published, `freeze` frozen. Pure."""

from __future__ import annotations

from engines.spec.interface.drafts import Study
from engines.spec.interface.model import snake


def participle(state: str, verb: str, study: Study) -> bool:
    """Whether a state is what a verb leads to."""
    said = snake(state)
    if said == verb or study.english.base(said) == verb or study.words.is_a("participles", f"{verb} {said}"):
        return True
    stem = verb.removesuffix("e")
    doubled = verb + verb[-1:]
    return said in (f"{stem}ed", f"{verb}ed", f"{doubled}ed", f"{stem}d", f"{verb[:-1]}ied", f"{verb}n")
