"""Reads what is needed only then: 'a rejection needs a reason', 'an order without lines can't be sent'. Used by reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engines.kernel.spec import Entity, Field, FieldType, Origin, RequiredWhen, StepNeeds
from engines.spec.conditions import condition
from engines.spec.context import Context
from engines.spec.model import Content, FieldClaim, RuleClaim
from engines.spec.patterns import pattern
from engines.spec.rules.demanding import demanded
from engines.spec.rules.mentions import mentions
from engines.spec.rules.spoken import spoken
from engines.spec.rules.stated import of_noun, stated
from engines.spec.rules.wording import normal

_MARK = r"(?:when|if|once|unless|after|before|until|for|on|upon|to|in order to|where|whenever)"
_GIVEN = r"(?:required|mandatory|needed|necessary|obligatory|compulsory|given|filled(?: in| out)?|provided|entered|recorded|present|stated|set|specified|supplied|attached|noted|written(?: down)?|included|uploaded|added|known|submitted|documented)"
_HAVE = r"(?:needs?|requires?|demands?|calls for|presupposes?|must (?:also |always |then )?(?:have|carry|contain|include|state|bear|show|come with|mention|specify|name|need|require|be (?:accompanied|justified|explained|given|documented) (?:with|by))|shall (?:have|carry|contain|include|state))"
_TOLD = r"(?:you|we|they|he|she|one|somebody|someone|i|people|the [\w]+|an? [\w]+) must (?:then |also |always )?(?:give|enter|provide|fill in|state|specify|attach|add|upload|write|record|note|tell|say|supply|document)"
_LEAD = re.compile(
    r"^(?:and |but |so |then )?(?=(?:when|if|once|unless|after|before|for|on|upon|to|in order to|where|whenever|until)\b)",
    re.IGNORECASE,
)
_CUT = re.compile(
    r",\s*(?:then )?|\s(?=(?:i|you|we|they|one|he|she|somebody|someone|it|its|their|the|an?) )", re.IGNORECASE
)
_REQUIRED = pattern(
    rf"^(?P<what>.+?) (?:is|are|becomes?|must be|shall be|should be|must)(?: only| then| always| also| being)* (?:a )?{_GIVEN}(?: field)?(?: only)?(?:,? (?P<when>{_MARK}\b.+))?$",
    re.IGNORECASE,
)
_NEEDS = pattern(rf"^(?P<who>.+?) {_HAVE} (?P<what>.+?)(?:,? (?P<when>{_MARK}\b.+))?$", re.IGNORECASE)
_WANTS = pattern(
    rf"^(?:i|we|they|you|people) (?:want|need|expect|like|would like|ask for|require|insist on)(?: to (?:have|see|know|get))? (?P<what>.+?)(?: (?:written(?: down)?|noted(?: down)?|recorded|stated|given|entered|too|as well))?(?:,? (?P<when>{_MARK}\b.+))?$",
    re.IGNORECASE,
)
_MUST = pattern(
    r"^(?P<who>(?:an?|the|each|every|any) \w+) (?:must|shall|should) (?:also |always |then )?\w+ (?P<what>(?:its|the|an?|his|her|their) .+)$",
    re.IGNORECASE,
)
_TELLS = pattern(rf"^{_TOLD} (?P<what>.+?)(?:,? (?P<when>{_MARK}\b.+))?$", re.IGNORECASE)
_LATE = pattern(rf" {_MARK} ", re.IGNORECASE)
_HAS = pattern(
    r"^(?P<who>(?:every |each |an? |the |any |all )?[a-z]\w+(?: \w+){1,2}?) (?:has|have|carries|carry|comes? with) (?P<what>.+)$",
    re.IGNORECASE,
)
_WITHOUT = pattern(
    r"\b(?:without|with no|with zero|(?:that|which|who|it|they|there)?(?:'s| is| are)? ?(?:has|have|having|are|is) no|lacking|missing|(?:unless|until|before|only (?:when|if|once|after|with)|only be \w+(?: \w+)? (?:when|if|once|after|with)) (?:it |they |there |the \w+ |an? \w+ )?(?:has|have|is|are|contains?|with|got)?|(?:no|not)(?: have)?(?= (?:any|an?) ))\s*(?P<what>(?:(?:any|an?|one|its|the|\d+|two|three|four|five) )?[\w\- ]+?)(?= (?:is|are|has|have|must|can|may|not|gets?|should|shall|could|will|cannot|never|been|be|i|we|you|they|he|she|it|nobody)\b|[,.;]|$)",
    re.IGNORECASE,
)
_REFUSES = pattern(r"\b(?:not|never|n't|cannot|no|nobody|only|refuse\w*|reject\w*|impossible)\b|n't\b", re.IGNORECASE)
_WHY = pattern(
    r"\b(say|tell|state|explain|write(?: down)?|note(?: down)?|give|record) (?:us |me )?why\b", re.IGNORECASE
)
_REASONS = frozenset(
    {"reason", "comment", "note", "explanation", "justification", "remark", "remarks", "ground", "grounds"}
)
_MANY = re.compile(r"^(?:(?P<number>one|two|three|four|five|\d+|an?|any|some) (?:or more )?)?(?P<what>.+)$")
_PLAIN = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True)
class _Needed:
    """What is needed, as it is said, and the words that say when; `step`: only a step needs it; `beside`: only the word before the name says when."""

    what: str
    who: str = ""
    when: str = ""
    step: bool = False
    beside: bool = False


def read_need(clause: str, sentence: int, context: Context, last: str, text: str) -> list[Content]:
    """What a clause demands in some state or for some step."""
    plain = _WHY.sub("give a reason", normal(clause)).strip(" .!")
    origin = Origin(sentences=(sentence,))
    for needed in _needed(plain):
        for entity in _entities(f"{needed.who} {needed.when} {needed.what}", context, last, text):
            if found := list(_read(needed, entity, origin, context, text)):
                return found
    if by_content := demanded(plain, context, last, (_chosen, _act)):
        return list(_required(*by_content, origin))
    return []


def _required(entity: Entity, field: Field, when: str, origin: Origin) -> Iterator[Content]:
    yield FieldClaim(entity=entity.name, field=replace(field, required=False, origin=origin))
    yield RuleClaim(rule=RequiredWhen(entity=entity.name, field=field.name, condition=when, origin=origin))


def _needed(plain: str) -> Iterator[_Needed]:
    if re.search(r"\bempty\b", plain) and _REFUSES.search(plain):
        yield _Needed(what="", who=plain, step=True)
    if _REFUSES.search(plain) and (match := _WITHOUT.search(plain)):
        rest = f"{plain[: match.start('what')]} {plain[match.end() :]}"
        yield _Needed(what=match["what"], who=rest, step=True)
    for when, rest in _halves(plain):
        yield from _demanded(when, rest)


def _halves(plain: str) -> Iterator[tuple[str, str]]:
    """'When it is rejected | a reason is needed': every way to cut off the condition that leads, or none."""
    if lead := _LEAD.match(plain):
        yield from (
            (plain[lead.end() : cut.start()], plain[cut.end() :]) for cut in _CUT.finditer(plain, lead.end() + 3)
        )
    else:
        yield "", plain


def _demanded(when: str, rest: str) -> Iterator[_Needed]:
    if match := _TELLS.match(rest):
        yield _Needed(what=match["what"], when=when or match["when"] or "")
    if (when or _LATE.search(rest)) and (match := _WANTS.match(rest)):
        yield _Needed(what=match["what"], when=when or match["when"] or "")
    if match := _REQUIRED.match(rest):
        yield _Needed(what=match["what"], when=when or match["when"] or "")
    if match := _NEEDS.match(rest):
        said = when or match["when"] or ""
        step = bool(re.match(r"(?:before|to|in order to|until)\b", said, re.IGNORECASE))
        yield _Needed(what=match["what"], who=match["who"], when=said, step=step)
    if not when and (match := _MUST.match(rest)):
        yield _Needed(what=match["what"], who=match["who"])
    if not when and (match := _HAS.match(rest)):
        yield _Needed(what=match["what"], who=match["who"], beside=True)


def _entities(words: str, context: Context, last: str, text: str) -> tuple[Entity, ...]:
    said = mentions(words, context, text)
    names = [*said.entities, last]
    names += [r.target for name in names if (e := context.entity(name)) for r in e.relations if not r.many]
    return tuple(dict.fromkeys(e for name in names if (e := context.entity(name))))


def _read(needed: _Needed, entity: Entity, origin: Origin, context: Context, text: str) -> Iterator[Content]:
    if needed.step:
        said = _least(needed.what, entity, context)
        to = _step(f"{needed.who} {needed.when}", entity, context) if said else ""
        if to:
            yield RuleClaim(rule=StepNeeds(entity=entity.name, to=to, condition=said, origin=origin))
            return
    when = _when(needed, entity, context, text)
    if not when:
        return
    state = re.fullmatch(r"status == '(\w+)'", when)
    if state and (count := _count(needed.what, entity, context)):
        yield RuleClaim(rule=StepNeeds(entity=entity.name, to=state[1], condition=count, origin=origin))
        return
    field = _field(needed.what, entity, context) or _reason(needed.what, when, context)
    if field and field.name not in when:
        yield from _required(entity, field, when, origin)


def _when(needed: _Needed, entity: Entity, context: Context, text: str) -> str:
    """When it is needed: a state before the name, a subordinate clause, the noun of a step, or a comparison."""
    if needed.when:
        said = re.sub(r"^(?:for|on|upon|to|in order to|before)\b", "when", needed.when, flags=re.IGNORECASE)
        flips = frozenset({"unless"})
        parsed = context.english.parse(f"it counts {said}")
        if found := stated(entity, parsed, mentions(said, context, text), context, flips=flips):
            return found
        return _compared(said, entity, context) or _chosen(said, entity, context) or _act(said, entity, context)
    parsed = () if needed.beside else context.english.parse(needed.who)
    found = stated(entity, parsed, mentions(needed.who, context, text), context)
    return (
        found
        or _compared(needed.who, entity, context)
        or _chosen(needed.who, entity, context)
        or _act(needed.who, entity, context)
    )


def _compared(words: str, entity: Entity, context: Context) -> str:
    """'With an amount above 50', 'when it costs more than 100'."""
    match = re.search(
        r"(?:with|of|whose|when|if|where|has|have)\s+(?:an? |the |its )?(?P<said>[\w ]+? (?:is )?(?:above|over|below|under|more than|less than|higher than|at least|exceeds|exceeding|of more than|greater than|lower than) .+)$",
        words,
    )
    said = match["said"].replace("exceeding", "exceeds").replace("of more than", "more than") if match else ""
    return condition(said, entity, context) if said else ""


def _chosen(words: str, entity: Entity, context: Context) -> str:
    """'Of severity high or critical', 'a guest who said yes': a choice that the words name with its field, or alone."""
    low = re.sub(r"[^a-z0-9 ]", " ", words.lower())
    for field in entity.fields:
        named = any(s.name == field.name for s in spoken(entity, words, context))
        hits = [c for c in field.choices if _stands(c, low) and (named or len(c) > 2)]
        if hits and len(hits) < len(field.choices):
            values = ", ".join(map(repr, hits))
            return f"{field.name} == {values}" if len(hits) == 1 else f"{field.name} in ({values})"
    return ""


def _stands(name: str, plain: str) -> bool:
    """Whether plain words between single spaces say a name."""
    said = name.replace("_", " ")
    return f" {said} " in f" {plain} " if _PLAIN.fullmatch(said) else bool(re.search(rf"\b{said}\b", plain))


def _act(words: str, entity: Entity, context: Context) -> str:
    """'A rejection', 'rejecting a booking', 'when you cancel it': the state behind an act."""
    state = _step(words, entity, context, exact=True)
    return f"status == '{state}'" if state else ""


def _step(words: str, entity: Entity, context: Context, *, exact: bool = False) -> str:
    """The state that the words lead to, by its participle, its verb or its noun."""
    if not entity.lifecycle:
        return ""
    own = set(entity.name.split("_"))
    low = [w for w in re.findall(r"[a-z]+", words.lower()) if w not in own]
    states = [s for s in entity.lifecycle.states if s != entity.lifecycle.initial or not exact]
    for state in states:
        if _stands(state, " ".join(low)):
            return state
    bases = {context.english.base(state.split("_")[0]): state for state in states}
    for word in low:
        if found := bases.get(context.english.base(word)):
            return found
    return next((s for word in low if (s := of_noun(word, entity.lifecycle)) and s in states), "") if exact else ""


def _least(what: str, entity: Entity, context: Context) -> str:
    """The condition that at least so many records or a value are there; no words: any part at all."""
    if not what:
        children = [r for _, r in context.children_of(entity.name) if r.children]
        parts = [r.children for r in children if r.on_delete == "cascade" or len(children) == 1]
        return f"count({parts[0]}) >= 1" if parts else ""
    field = None if (count := _count(what, entity, context)) else _field(what, entity, context)
    return count or (f"{field.name} is not None" if field else "")


def _count(what: str, entity: Entity, context: Context) -> str:
    match = _MANY.match(what.lower().strip())
    number = (context.english.number(match["number"]) if match and match["number"] else 1) or 1
    name = context.english.name(match["what"]) if match else ""
    for child, relation in context.children_of(entity.name):
        if relation.children and name in (
            child.name,
            child.name.split("_")[-1],
            child.name.split("_")[0],
            context.english.singular(relation.children),
        ):
            return f"count({relation.children}) >= {number}"
    return ""


def _field(what: str, entity: Entity, context: Context) -> Field | None:
    """The field that is meant, when the words are about little else."""
    what = re.sub(r"^(?:any|some|one|no|at least one) ", "", what.lower())
    what = re.split(r"\b(?:for|why|that|which|who|as|saying|explaining|from|of|or|to be)\b", what)[0].strip() or what
    name = context.english.name(re.sub(r"^(?:the|an?|its|their|his|her) ", "", what))
    exact = next((f for f in entity.fields if f.name in (name, context.english.snake(what))), None)
    found = exact or context.field(entity, what)
    return found if found and found.type is not FieldType.BOOLEAN and len(what.split()) <= 6 else None


def _reason(what: str, when: str, context: Context) -> Field | None:
    """A reason that nobody has described yet becomes a field of its own; other things do not."""
    words = context.english.words(re.split(r"\b(?:for|why|of|from|that|or)\b", what)[0])
    if "status ==" not in when or not words or words[-1] not in _REASONS or context.named(words[-1]) or len(words) > 3:
        return None
    return Field(
        name="_".join(w for w in words if w not in ("short", "written", "brief", "an", "a")),
        type=FieldType.LONG_TEXT,
        required=False,
    )
