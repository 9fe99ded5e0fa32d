"""Which state, or truth, of a record the word at the end of a path leads to: `/publish` to published. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Call, snake
from engines.spec.interface.participles import participle
from engines.spec.interface.schemas import properties

_CONTRARY = {
    "resume": ("paused", "suspended", "stopped"),
    "reopen": ("closed", "solved", "done", "resolved"),
    "activate": ("inactive", "disabled", "suspended"),
    "reactivate": ("inactive", "disabled", "suspended", "deactivated"),
    "restore": ("archived", "deleted", "removed", "trashed"),
    "enable": ("disabled",),
    "thaw": ("frozen",),
    "release": ("held", "reserved", "leased", "claimed", "locked", "on_hold"),
}
_BACK = ("reopen", "resume", "reset", "restart", "reactivate", "activate", "restore", "enable", "release", "thaw")
_FIRST = ("active", "running", "open", "enabled", "available")
_OVER = (
    "complete",
    "finish",
    "done",
    "check",
    "close",
    "resolve",
    "tick",
    "mark_done",
    "mark_complete",
    "mark_read",
    "read",
)
_AGAIN = ("reopen", "uncheck", "uncomplete", "incomplete", "undo", "untick", "mark_unread", "unread")
_ENDS_IN = r"\b(?:becomes?|is(?: now| then)?|are|be|to|as|into|goes|state|status)(?: set)?(?: (?:to|an?|the|state|status|as))* [\"'`]?{}\b(?! (?:to|by)\b)"


@dataclass(frozen=True)
class Led:
    """A field and the term for its new value; `before`: the values that it must have had, as terms, where the word tells."""

    field: str
    value: str
    before: tuple[str, ...] = ()


def change_of(call: Call, draft: Draft, word: str, study: Study) -> Led | None:
    """What an operation changes of a record by the word at its end; None where it leads to no state."""
    return _state(call, draft, word, study) or _truth(draft, word, study) or _moment(draft, word, study)


def _moment(draft: Draft, word: str, study: Study) -> Led | None:
    """The moment that a verb sets: `check-in` checked_in_at."""
    for stored in draft.fields.values():
        name = stored.name.removesuffix("_at").removesuffix("_on")
        if stored.type == "datetime" and stored.nullable and name != stored.name and participle(name, word, study):
            return Led(stored.name, "now()", ("None",))
    return None


def _state(call: Call, draft: Draft, word: str, study: Study) -> Led | None:
    for shape in draft.shapes:
        for name, schema in properties(shape).items():
            choices = [c for c in schema.get("enum", ()) if isinstance(c, str)]
            if len(choices) < 2 or snake(name) not in draft.fields:
                continue
            if found := _led_to(call, snake(name), choices, word, draft, study):
                return found
    return None


def _led_to(call: Call, name: str, choices: list[str], word: str, draft: Draft, study: Study) -> Led | None:
    """The state that a verb leads to; with the one before, where there are two of them or the verb names it."""
    for choice in choices:
        if participle(choice, word, study):
            others = [c for c in choices if c != choice]
            return Led(name, repr(choice), (repr(others[0]),) if len(others) == 1 else ())
    undone = word[2:] if word.startswith("un") else ""
    left = tuple(c for c in choices if c in _CONTRARY.get(word, ()) or (undone and participle(c, undone, study)))
    if left or word in _BACK:
        first = draft.fields[name].default
        known = next((c for c in _FIRST if c in choices and c not in left), "")
        known = known or (first if isinstance(first, str) and first not in left else "")
        return Led(name, repr(known), tuple(map(repr, left))) if known else None
    return _told(call, name, choices, word, draft, study)


def _told(call: Call, name: str, choices: list[str], word: str, draft: Draft, study: Study) -> Led | None:
    """The state that the sentences lead to: `from cooking to served`, or what the answer says that it is then."""
    good = [reply.description.lower() for reply in call.replies if 200 <= reply.status < 300]
    for text in (*good, study.said(call)):
        for choice in choices:
            said = re.escape(snake(choice)).replace("_", "[ _-]")
            if match := re.search(rf"\bfrom [\"'`]?(\w+)[\"'`]? to [\"'`]?{said}\b", text):
                return Led(name, repr(choice), (repr(match[1]),) if match[1] in choices else ())
        for choice in choices:
            said = re.escape(snake(choice)).replace("_", "[ _-]")
            negated = re.search(r"\b(?:only|must|if|when|while|not|cannot|can't)\b[^.;]*$", text[: _at(said, text)])
            if choice != draft.fields[name].default and re.search(_ENDS_IN.format(said), text) and not negated:
                return Led(name, repr(choice))
    return None


def _at(said: str, text: str) -> int:
    match = re.search(_ENDS_IN.format(said), text)
    return match.start() if match else 0


def _truth(draft: Draft, word: str, study: Study) -> Led | None:
    """The truth that a verb sets: `archive` archived, `toggle` the only one there is."""
    truths = [f.name for f in draft.fields.values() if f.type == "boolean"]
    if study.words.is_a("toggle", word):
        known = next(
            (n for n in ("enabled", "active", "done", "completed", "on") if n in truths),
            truths[0] if len(truths) == 1 else "",
        )
        return Led(known, f"not {draft.name}.{known}") if known else None
    over = next((n for n in truths if study.words.is_a("finished", n)), "")
    if over and word in (*_OVER, *_AGAIN):
        return Led(over, str(word in _OVER))
    for name in truths:
        bare = name.removeprefix("is_")
        if participle(bare, word, study):
            return Led(name, "True")
        if word.startswith("un") and participle(bare, word[2:], study):
            return Led(name, "False")
        if bare in ("enabled", "active") and word in (
            "disable",
            "deactivate",
            "stop",
            "switch_off",
            "turn_off",
            "enable",
            "activate",
        ):
            return Led(name, str(word in ("enable", "activate")))
        if bare in ("archived", "deleted", "hidden", "disabled", "paused") and word in (
            "restore",
            "resume",
            "show",
            "enable",
        ):
            return Led(name, "False")
    return None
