"""Word classes for what is forbidden, allowed alone or made; the file is `forbidding`. Built by lexicon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True, kw_only=True)
class RuleWords:
    """Words in lower case; those with several words stand for themselves, verbs are infinitives."""

    negations: frozenset[str]
    refuse: frozenset[str]
    refused: frozenset[str]
    confine: frozenset[str]
    except_: frozenset[str]
    breaks: frozenset[str]
    elsewhere: frozenset[str]
    make: frozenset[str]

    @cached_property
    def refused_phrases(self) -> tuple[str, ...]:
        """What is refused in several words."""
        return tuple(said for said in sorted(self.refused) if " " in said)


def build_rule_words(file: Mapping[str, Any]) -> RuleWords:
    """From the parsed lexicon file `forbidding`."""

    def words(name: str) -> frozenset[str]:
        return frozenset(str(word) for word in file[name])

    return RuleWords(
        negations=words("not"),
        refuse=words("refuse"),
        refused=words("refused"),
        confine=words("confine"),
        except_=words("except"),
        breaks=words("breaks"),
        elsewhere=words("elsewhere"),
        make=words("make"),
    )
