"""Reads what may be seen without an account: 'no login needed for the menu', 'the catalogue is public'. Used by acts."""

from __future__ import annotations

import re

from engines.spec.patterns import pattern

_ACCOUNT = r"(?:(?:an?|any|the) )?(?:user )?(?:account|log ?in|sign[- ]?(?:in|up)|registration|password|membership)s?"
_ENTERING = r"(?:(?:being )?logged|logging|signed|signing|registered|registering)(?: (?:in|up|on))?"
_OPEN = pattern(
    rf"\bwithout (?:having (?:to )?)?(?:{_ACCOUNT}|{_ENTERING}|log in|sign in)\b"
    rf"|(?:\bnot|n't|\bnever) (?:need|have|require)(?: to have)? {_ACCOUNT}\b"
    rf"|(?:\bnot|n't|\bnever) (?:need|have) to (?:log|sign|register)\b"
    rf"|\bno(?:body needs an?| need for)? {_ACCOUNT}(?: is| are)? ?(?:needed|required|necessary|\b)"
    r"|\b(?:not|aren't|isn't) (?:logged|signed|registered)(?: (?:in|up|on))?\b"
    r"|\b(?:is|are|be|remain|stay)s? (?:visible to |open to |shown to )?(?:public\b(?! or\b)|publicly \w+|the public|everybody|everyone|anybody|anyone)\b"
    r"|\bopen to (?:the public|everybody|everyone|anybody|anyone)\b",
    re.IGNORECASE,
)
_OTHERS = pattern(
    r"\b(?:non-?public|not (?:be )?(?:public|visible|open)|members only|public (?:holiday|transport)s?)\b",
    re.IGNORECASE,
)
_DENIES = pattern(
    r"\b(?:not|cannot|nobody|no one|none|never|nothing|no|only|unless|except|hidden|forbidden|or|(?:can|may|could|might) be)\b|n't\b",
    re.IGNORECASE,
)
_CLAUSES = pattern(r";\s+|\.\s+|,\s+(?:but|while|whereas)\s+")


def read_public(text: str) -> tuple[str, ...]:
    """The clauses of a text that open what they name to everybody; one that denies anything opens nothing."""
    return tuple(clause for clause in _CLAUSES.split(text) if _opens(clause))


def _opens(clause: str) -> bool:
    opened = _OPEN.search(clause) and not _OTHERS.search(clause)
    return bool(opened) and not _DENIES.search(_OPEN.sub(" ", clause))
