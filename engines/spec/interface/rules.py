"""What sentences allow and refuse of a record: the states it must be in, what must hold, what must be left or gone. Pure."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from engines.kernel.spec.service import FaultName, Require
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Call, snake
from engines.spec.interface.participles import participle
from engines.spec.interface.schemas import properties, types
from engines.spec.patterns import pattern

_SENTENCE = re.compile(
    r"(?<=\(4\d\d\)), (?=and\b|only\b|but\b)|,\s+(?=4\d\d (?:when|if|while|where)\b)|(?<=[.;!?])\s+(?!(?:otherwise|or else|else)\b)|\n\s*\n"
)
_STATUS = pattern(r"\b(4\d\d)\b")
_REFUSES = pattern(
    r"\b(?:conflicts?|refuse[sd]?|reject(?:s|ed)?|cannot|can ?not|can't|may not|must not|not (?:possible|allowed|permitted)|"
    r"impossible|forbidden|never|no longer possible|fails?|error)\b"
)
_ALLOWS = pattern(
    r"\b(?:only|must (?:still )?be|ha(?:s|ve) to be|needs? to be|should be|as long as|provided|unless|otherwise|or else|except|requires?)\b"
)
_TAKEN = pattern(r"\b(?:already|taken|exists?|duplicates?|unique|the same|twice|in use|second time|used before|once)\b")
_SHORT = 3
_GERUND = re.compile(r"(?:,| or| and) (?=\w+ing\b)")
_NOT = re.compile(
    r"(?:\bnot|n't|\bno longer|\bnever|\bneither|\bnon-|\bun-?)(?: (?:in|an?|the|yet|currently|already))* ?[\"'`]?$"
)
_OUTCOME = re.compile(
    r"\b(?:be|been|becomes?|became|gets?|got|to|into|as|turns?|it|marks?(?: it)?)(?: (?:an?|the|state|status))* ?[\"'`]?$"
)
_MUST = re.compile(r"\b(?:must|ha(?:s|ve) to|needs? to|should)(?: still| already)? be ?(?:either )?[\"'`]?$")
_ZERO = r"(?:{0}\s+(?:of|is|at|has to be|must be)\s+(?:zero|0)\b|(?:without|no)\s+(?:\w+\s+)?{0}\b|zero\s+{0}\b)"
_SOME = r"(?:(?:there(?:'s| is| are)|has|have|holds?|with|still)\s+(?:still\s+|any\s+|some\s+)*{0}\b|{0}\s+(?:is|are)\s+(?:left|not zero|not 0))"
FAULTS: dict[int, tuple[FaultName, ...]] = {
    400: ("invalid",), 401: ("unauthenticated",), 403: ("forbidden",), 404: ("unknown",), 409: ("conflict",), 410: ("gone",),
    402: ("unpaid",), 412: ("stale",), 422: ("unprocessable",), 423: ("locked",), 429: ("too_many",),
}  # fmt: skip
HOLDINGS = ("balance", "stock", "on_hand", "quantity", "in_stock", "amount", "saldo", "remaining", "seats", "capacity")


@dataclass
class _Said:
    """What one sentence says of a record: by field, the values that it names plainly and those that it names with a not."""

    plain: dict[str, list[str]] = field(default_factory=dict)
    denied: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, value: str, *, denied: bool) -> None:
        values = (self.denied if denied else self.plain).setdefault(name, [])
        if value not in values:
            values.append(value)


def rules(
    call: Call,
    record: str,
    draft: Draft,
    study: Study,
    *,
    verb: str = "",
    named: bool = False,
    others: tuple[str, ...] = (),
) -> list[Require]:
    """What must hold of a record before an operation goes on, as its sentences say. `verb`: the operation's own, if it has one;
    `others`: verbs of which the same sentences tell; `named`: only by sentences that speak of such a record by its name."""
    found: dict[str, Require] = {}
    for sentence in sentences(call, study):
        fault = _fault(sentence, call)
        if 409 in call.statuses() and (that := _left(sentence, record, draft)):
            found.setdefault(that, Require(that=that, otherwise="conflict", says=_says(that, draft)))
            continue
        if fault is None or (
            named and not re.search(rf"\b{draft.name.removesuffix('_record')}s?\b".replace("_", "[ _]"), sentence)
        ):
            continue
        allows = bool(_ALLOWS.search(sentence))
        about = _about(_clause(sentence, verb, others, study), verb, study)
        for that in (
            *_states(about, record, draft, allows=allows),
            *_amounts(about, record, draft, study, allows=allows),
        ):
            found.setdefault(that, Require(that=that, otherwise=fault, says=_says(that, draft)))
    return list(found.values())


def taken(call: Call, names: Iterable[str], study: Study) -> str | None:
    """The member that sentences say stands once, empty where none is told; None where they tell another reason for a conflict."""
    other = False
    for sentence in sentences(call, study):
        told = [match[1] for match in _STATUS.finditer(sentence)]
        if _TAKEN.search(sentence) and (not told or "409" in told):
            said = [name for name in names if re.search(rf"\b{name.replace('_', '[ _-]?')}s?\b", sentence)]
            return said[0] if said else ""
        other = other or (_fault(sentence, call) == "conflict" and len(sentence.split()) > _SHORT)
    return None if other else ""


def sentences(call: Call, study: Study) -> Iterator[str]:
    """What is said of an operation, sentence by sentence in lower case, the descriptions of its refusals among it."""
    told = [call.words, study.prose.get(call.key, "")]
    told += [f"{reply.description} {reply.status}" for reply in call.replies if reply.status >= 400]
    for text in told:
        for sentence in _SENTENCE.split(text.replace("\n", " ").lower()):
            if sentence.strip():
                yield sentence.strip()


def states_of(draft: Draft) -> dict[str, str]:
    """The words for the states of a record, each with the field that holds it."""
    found: dict[str, str] = {}
    for shape in draft.shapes:
        for name, schema in properties(shape).items():
            word = snake(name)
            if word in draft.fields and draft.fields[word].type == "text":
                for value in schema.get("enum", ()):
                    if isinstance(value, str):
                        found.setdefault(value, word)
    return found


def _fault(sentence: str, call: Call) -> FaultName | None:
    """The refusal that a sentence speaks of; None where it speaks of none."""
    declared = call.statuses()
    told = [int(match[1]) for match in _STATUS.finditer(sentence)]
    for status in told:
        if status in declared and status in FAULTS:
            return FAULTS[status][0] if status != 422 or 400 in declared else "invalid"
    if told or not (_REFUSES.search(sentence) or _ALLOWS.search(sentence)):
        return None
    return "conflict" if 409 in declared else None


def _clause(sentence: str, verb: str, others: tuple[str, ...], study: Study) -> str:
    """The clauses of a sentence that are not about another verb: of `only active ones can be paused, only paused ones resumed`."""
    if not others:
        return sentence
    kept = []
    for clause in re.split(r"[;,] ", sentence):
        last = re.findall(r"[a-z_-]+", clause.partition("(")[0])[-1:]
        if not any(participle(word, other, study) for word in last for other in others):
            kept.append(clause)
    return ", ".join(kept)


def _about(sentence: str, verb: str, study: Study) -> str:
    """The part of a sentence that is about a verb, where it speaks of several: `pausing a paused one or resuming one`."""
    parts = _GERUND.split(sentence)
    mine = [part for part in parts if (word := re.match(r"\w*ing\b", part)) and _gerund_of(word[0], verb)]
    return mine[0] if verb and len(parts) > 1 and mine else sentence


def _gerund_of(word: str, verb: str) -> bool:
    stem = verb.removesuffix("e")
    return word in (f"{verb}ing", f"{stem}ing", f"{verb}{verb[-1:]}ing")


def _left(sentence: str, record: str, draft: Draft) -> str:
    """The states that a step leaves: `from placed or cooking to cancelled`."""
    states = states_of(draft)
    words = "|".join(re.escape(snake(value)).replace("_", "[ _-]") for value in sorted(states, key=len, reverse=True))
    match = (
        re.search(rf"\bfrom (?:an? )?((?:[\"'`]?(?:{words})[\"'`]?(?:,? or |,? and |, )?)+) to\b", sentence)
        if words
        else None
    )
    left = [value for value in states if match and next(_mentions(match[1], value), None) is not None]
    return _compared(f"{record}.{states[left[0]]}", [repr(value) for value in left], among=True) if left else ""


def on_way(call: Call, records: Mapping[str, Draft], study: Study) -> list[Require]:
    """What sentences ask of the records that a path passes."""
    return [rule for name, draft in records.items() for rule in rules(call, name, draft, study)]


def _states(sentence: str, record: str, draft: Draft, *, allows: bool) -> Iterator[str]:
    said = _Said()
    for value, name in states_of(draft).items():
        for start in _mentions(sentence, value):
            before = sentence[:start]
            if not _OUTCOME.search(before) or _MUST.search(before):
                said.add(name, repr(value), denied=bool(_NOT.search(before)))
    for stored in draft.fields.values():
        if stored.type == "boolean":
            for start in _mentions(sentence, stored.name.removeprefix("is_")):
                before = sentence[:start]
                if not _OUTCOME.search(before) or _MUST.search(before):
                    said.add(stored.name, "True", denied=bool(_NOT.search(before)))
    wanted, unwanted = (said.plain, said.denied) if allows else (said.denied, said.plain)
    for names, among in ((wanted, True), (unwanted, False)):
        for name, values in names.items():
            yield _compared(f"{record}.{name}", values, among=among)


def _mentions(sentence: str, value: str) -> Iterator[int]:
    words = re.escape(snake(value)).replace("_", "[ _-]")
    return (match.start() for match in re.finditer(rf"(?<![\w-]){words}s?(?![\w-])(?! (?:to|by)\b)", sentence))


def _compared(term: str, values: list[str], *, among: bool) -> str:
    if values == ["True"]:
        return term if among else f"not {term}"
    if len(values) == 1:
        return f"{term} {'==' if among else '!='} {values[0]}"
    return f"{term} {'in' if among else 'not in'} [{', '.join(values)}]"


def _amounts(sentence: str, record: str, draft: Draft, study: Study, *, allows: bool) -> Iterator[str]:
    """That nothing is left in it, or on it: a balance of zero, no stock, no children."""
    kept = next((f.name for f in draft.fields.values() if f.type in ("integer", "number") and f.name in HOLDINGS), "")
    if kept and allows and re.search(r"\bempty\b", sentence):
        yield f"{record}.{kept} == 0"
    for stored in draft.fields.values():
        if stored.type not in ("integer", "number") or stored.made:
            continue
        names = {stored.name.replace("_", "[ _]"), *(HOLDINGS if stored.name in HOLDINGS else ())}
        for name in names:
            nothing, some = re.search(_ZERO.format(name), sentence), re.search(_SOME.format(name), sentence)
            if (nothing and allows) or (some and not allows):
                yield f"{record}.{stored.name} == 0"
                break
    for shape in draft.shapes:
        for wire, schema in properties(shape).items():
            name = snake(wire)
            spoken = not allows and re.search(
                rf"\b(?:any|some|still|is|are|has)\b[^.;]*\b{name.replace('_', '[ _]')}\b", sentence
            )
            if (
                spoken
                and name not in draft.fields
                and "integer" in types(schema)
                and (term := _shown_as(draft, wire, study))
            ):
                yield f"{term.replace(f'={draft.name}', f'={record}')} == 0"
    for child in study.drafts:
        link = child.link_to(draft)
        if child is draft or child.parent is not draft or not child.create:
            continue
        name = f"(?:{child.plural}|{child.name})".replace("_", "[ _]")
        nothing, some = re.search(_ZERO.format(name), sentence), re.search(_SOME.format(name), sentence)
        empty = (
            not kept and re.search(r"\b(?:empty)\b", sentence) and not re.search(r"\bnot empty|non-?empty", sentence)
        )
        full = re.search(r"\bnot empty|non-?empty|isn't empty", sentence)
        if ((nothing or empty) and allows) or ((some or full) and not allows):
            yield f"not exists({child.name}, {link}={record})"


def _shown_as(draft: Draft, wire: str, study: Study) -> str:
    """The term by which views show a member; empty where none does."""
    for view in study.views.values():
        tree = ast.parse(view.body, mode="eval").body
        if view.of == draft.name and isinstance(tree, ast.Dict):
            for key, value in zip(tree.keys, tree.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == wire:
                    return ast.unparse(value)
    return ""


def _says(that: str, draft: Draft) -> str:
    thing = draft.name.replace("_", " ")
    return (
        f"The {thing} is not empty."
        if "exists(" in that or that.endswith("== 0")
        else f"The {thing} does not allow that now."
    )
