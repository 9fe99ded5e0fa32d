"""Reads who does what: user stories, 'Members can only see their own loans', 'Teachers create quizzes'. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engines.spec.denied import read_hidden
from engines.spec.doing import acted_verbs, action_of, doing
from engines.spec.english import English
from engines.spec.grammar.tagging import Tagged
from engines.spec.lives.segments import Segment, segments
from engines.spec.lives.verbs import finite, verb_group
from engines.spec.model import Statement
from engines.spec.own import read_own
from engines.spec.patterns import pattern
from engines.spec.people import is_person, role_kind, role_name, spelt_out
from engines.spec.public import read_public
from engines.spec.users import signers

_STORY = re.compile(
    r"^as (?:(?:an?|the|one of the|our|my) |(?=(?:any|every|some)(?:body|one)\b))(?P<role>[\w\- ]{1,40}?),?(?: once [\w ]+,)?\s+(?:i|we)(?:'d| would)?\s+(?:(?:want|need|like|love|can|should|shall|must|wish|may|am able|have|expect)(?: (?:to|like to|love to|be able to))*\s+)?(?P<rest>\S.+)$",
    re.IGNORECASE,
)
_FURTHER = pattern(r",[^,;:()]+ and (?P<verb>[a-z]+) (?P<thing>(?:[a-z\-]+ ){0,2}[a-z\-]+)$", re.IGNORECASE)
_SPEAKER = re.compile(r"\bi\b", re.IGNORECASE)
_PURPOSE = pattern(r",?\s+(?:so that|so i|so we|in order to|so they|because|to make sure)\b.*$", re.IGNORECASE)
_ALONE = frozenset({"alone", "exclusively", "solely", "additionally", "themselves alone"})
_GRANTED = frozenset(
    {"grant", "give", "allow", "permit", "authorise", "authorize", "entitle", "restrict", "limit", "reserve"}
)
_ITSELF = re.compile(r"(?:in|into|to|with|on|through) (?:the|this|our)\b")
_PARTICLES = frozenset({"in", "out", "up", "off", "down", "on", "back", "over", "away"})
_OBJECTS = frozenset({"det", "noun", "adj", "num", "poss"})
_STATES_OF_PEOPLE = frozenset(
    {"have", "be", "own", "hold", "belong", "live", "teach", "need", "want", "get", "receive", "expect", "like", "wish", "become", "pay", "owe", "weigh", "cost", "last", "exceed", "reach", "speak", "wear"}
)  # fmt: skip
_WITHIN = frozenset(
    {
        "when",
        "if",
        "once",
        "until",
        "till",
        "while",
        "before",
        "after",
        "unless",
        "which",
        "so",
        "whereas",
        "because",
        "upon",
        "since",
        "where",
    }
)
_ENDS = re.compile(r";\s+|\.\s+")


@dataclass(frozen=True, kw_only=True)
class Act:
    """Somebody does something: the base verb and what it is done to. `action` is the class of the verb."""

    role: str
    verb: str
    action: str
    rest: str
    sentence: int
    only: bool = False
    alone: bool = False
    own: bool = False
    negated: bool = False
    story: bool = False


def read_acts(statement: Statement, english: English, declared: frozenset[str] = frozenset()) -> tuple[Act, ...]:
    """Everything that a statement says people do; `declared` are the roles that the brief lists as such."""
    if statement.kind in ("title", "heading", "row"):
        return ()
    text = statement.sentences.strip(" .!")
    match = _STORY.match(text)
    if match and (_SPEAKER.search(text[match.end("role") : match.start("rest")]) or is_person(match["role"], english)):
        found: list[Act] = []
        for said in re.split(r" (?:or|and) ", match["role"].split(" without ")[0]):
            role = english.name(said)
            found += [
                *_predicates(role, _PURPOSE.sub("", match["rest"]), statement.number, english, story=True),
                Act(role=role, verb="log", action="read", rest="", sentence=statement.number, story=True),
            ]
            found += _own(text, statement.number, english, role)
        return tuple(found)
    listed = (*(english.name(role) for role in statement.roles), *signers(spelt_out(statement.text), english))
    known = tuple(
        Act(role=role, verb="log", action="read", rest="", sentence=statement.number)
        for role in listed
        if is_person(role, english) or role not in statement.roles
    )
    known = (
        *known,
        *_own(spelt_out(statement.text), statement.number, english),
        *_public(statement),
        *_hidden(statement, english),
    )
    return (*_Acts(english=english, declared=declared, sentence=statement.number).read(spelt_out(text)), *known)


def _own(text: str, sentence: int, english: English, speaker: str = "") -> tuple[Act, ...]:
    """What people see of their own alone."""
    found = (read_own(clause, english, speaker) for clause in _ENDS.split(text))
    return tuple(
        Act(role=role, verb="see", action="read", rest=own.said, sentence=sentence, own=True, story=bool(speaker))
        for own in found
        if own
        for role in own.roles
    )


def _public(statement: Statement) -> tuple[Act, ...]:
    """What everybody sees without an account."""
    return tuple(
        Act(role="visitor", verb="see", action="read", rest=clause, sentence=statement.number)
        for clause in read_public(statement.text)
    )


def _hidden(statement: Statement, english: English) -> tuple[Act, ...]:
    """What some people never see."""
    found = read_hidden(statement.text, english)
    if found is None:
        return ()
    return tuple(
        Act(role=role, verb="see", action="read", rest=found.said, sentence=statement.number, negated=True)
        for role in found.roles
    )


@dataclass(frozen=True, kw_only=True)
class _Acts:
    """Reads the acts of one statement."""

    english: English
    declared: frozenset[str]
    sentence: int

    def read(self, text: str) -> list[Act]:
        """The acts, segment by segment; one without a subject goes on with the one before."""
        acts: list[Act] = []
        doers: tuple[str, ...] = ()
        listed: tuple[str, ...] = ()
        last: Act | None = None
        beside: list[Act] = []
        before: Segment | None = None
        for part in segments(doing(text, self.english)):
            marked = part.marker.split(" ")[-1] in _WITHIN
            at = finite(part.words)
            if at is None:
                roles = self._roles(part.words)
                if last and not marked:
                    acts += _excepted(last, roles, part)
                    acts[-1:] = (
                        [replace(acts[-1], rest=f"{acts[-1].rest}, {part.text}")] if acts[-1] == last else acts[-1:]
                    )
                    last = acts[-1]
                before = part
                listed = (*listed, *roles) if roles and part.mark in ("", ",") and not marked and last is None else ()
                continue
            subject = part.words[:at]
            roles = self._roles(subject)
            if part.marker == "which" and not at and before is not None and part.mark == ",":
                roles = doers = self._roles(_last_noun(before.words))
            before = part
            if marked and not roles:
                continue
            found = list(self._passive(part, at)) or list(
                self._active(part, at, (*listed, *roles) if roles else () if subject else doers, last)
            )
            beside += self._besides(part, at, roles) if not found else ()
            doers = tuple(dict.fromkeys(a.role for a in found)) if found else doers if not subject else ()
            last, listed = (found[-1] if found else None if subject else last), ()
            acts += found
        return [*acts, *self._further(text, acts), *_alike(beside, acts)]

    def _besides(self, part: Segment, at: int, roles: tuple[str, ...]) -> Iterator[Act]:
        """What people do who stand beside others: 'captains enter teams, referees put in results'."""
        group, rest = verb_group(part.words[at:])
        verbs = [w for w in group if w.tag == "verb"]
        plain = (
            len(group) == len(verbs) == 1 and verbs[0].lemma == verbs[0].low and verbs[0].lemma not in _STATES_OF_PEOPLE
        )
        said = " ".join(w.token.text for w in rest)
        for role in roles if plain and rest and not part.marker else ():
            yield Act(role=role, verb=verbs[0].lemma, action="update", rest=said, sentence=self.sentence)

    def _further(self, text: str, acts: list[Act]) -> Iterator[Act]:
        """'Companies register with a name and a logo and post jobs': a verb behind a list, where it looks like an item."""
        match = _FURTHER.search(text)
        verb = match["verb"].lower() if match else ""
        action = action_of(verb, self.english) if verb else ""
        doers = dict.fromkeys(act.role for act in acts if not act.negated and not act.only)
        if not match or not action or len(doers) != 1 or any(act.verb == verb for act in acts):
            return
        if self.english.is_plural(match["thing"].split()[-1].lower()):
            yield Act(role=next(iter(doers)), verb=verb, action=action, rest=match["thing"], sentence=self.sentence)

    def _roles(self, words: tuple[Tagged, ...]) -> tuple[str, ...]:
        """The roles that a subject names, none when one of its nouns is no person."""
        found: list[str] = []
        part: list[Tagged] = []
        for word in (*words, None):
            if word is None or word.tag == "conj" or word.token.text in (",", "/"):
                spoken = [
                    w.low for w in part if w.tag in ("noun", "adj", "verb") or (w.tag == "prep" and w.low in ("of",))
                ]
                spoken = spoken[: spoken.index("of")] if "of" in spoken else spoken
                found.append(role_name(" ".join(spoken), self.english))
                part = []
            elif word.tag == "det" and any(w.tag == "noun" for w in part):
                part = [word]
            elif word.tag not in ("note",):
                part.append(word)
        certain = [name for name in found if name and (name in self.declared or is_person(name, self.english))]
        certain += [
            name for name in found if name.endswith("_person") and words[-1].low == "people" and name not in certain
        ]
        return tuple(certain) if len(certain) == len(found) else ()

    def _active(self, part: Segment, at: int, roles: tuple[str, ...], last: Act | None) -> Iterator[Act]:
        group, rest = verb_group(part.words[at:])
        verbs = [w for w in group if w.tag == "verb"]
        noun = next((n for n, w in enumerate(part.words[:at]) if w.tag == "noun"), at)
        subject = {w.low for w in part.words[:noun]}
        modal = any(w.tag == "modal" for w in group)
        allowed = any(w.lemma in _GRANTED or w.low in ("able", "allowed", "responsible") for w in group)
        passive = (
            bool(verbs)
            and any(w.tag == "be" for w in group)
            and verbs[-1].lemma != verbs[-1].low
            and verbs[-1].lemma not in _GRANTED
        )
        wishes = any(w.lemma in ("wish", "want", "need", "intend") for w in group) and not any(
            self.english.is_plural(w.low) for w in part.words[:at]
        )
        if (
            passive
            or (wishes and not modal)
            or not roles
            or not (verbs or modal or any(w.tag in ("have", "be", "do") for w in group))
        ):
            return
        verb = (
            verbs[-1].lemma
            if verbs
            else "have"
            if any(w.tag == "have" for w in group)
            else "do"
            if group[0].tag == "do"
            else "be"
        )
        said = " ".join(w.token.text for w in rest)
        if verb == "do" and said in ("some", "most", "it", "that", "so", "this", "many", "few", "the same"):
            return
        action = self._action(verb, said) or ("update" if "only" in subject and verbs else "")
        several = any(self.english.is_plural(w.low) for w in part.words[:at])
        may = modal and not any(w.low in ("would", "'d", "will", "could") for w in group)
        objects = rest[1:] if rest and rest[0].low in _PARTICLES else rest
        if may and verbs and not action and verb not in _STATES_OF_PEOPLE and objects and objects[0].tag in _OBJECTS:
            action = "update"
        within = any(
            _ITSELF.match(" ".join(w.low for w in rest[n : n + 3])) and rest[n + 2].low in self.english.lexicon.itself
            for n in range(len(rest) - 2)
        )
        if (
            verbs
            and not action
            and verb not in _STATES_OF_PEOPLE
            and (within or (may and rest and rest[0].low.endswith(("self", "selves"))))
        ):
            action = "create"
        if not action or (verbs and verbs[-1].low.endswith("ing")):
            return
        only = "only" in {w.low for w in (*part.words[noun:at], *group, *rest[:2])} or bool(
            re.search(r"\bread[- ]only\b|\bread access\b|\bnothing but\b|\bsolely\b", said)
        )
        alone = "only" in subject or bool({w.low for w in (*part.words[:at], *group, *rest[-1:])} & _ALONE)
        negated = any(w.tag == "neg" for w in group)
        own = bool(re.search(r"\b(?:their |his |her |its )?own\b", said))
        for role in roles:
            if not (modal or several or allowed or alone or role_kind(role, self.english) or role in self.declared):
                continue
            acts = (
                list(_predicates(role, f"{verb} {said}", self.sentence, self.english, story=False))
                if action != "read" or verb in self.english.lexicon.actions["read"]
                else []
            )
            acts = acts or [Act(role=role, verb=verb, action=action, rest=said, sentence=self.sentence, own=own)]
            carried = last is not None and not subject and last.role == role
            for act in acts:
                yield replace(act, only=only, alone=alone or bool(carried and last and last.alone), negated=negated)

    def _action(self, verb: str, said: str) -> str:
        """The kind of access; having access or an account, and logging in, are reading."""
        if verb in ("have", "be", "get", "grant", "give", "need"):
            if re.match(r"(?:\w+ )?(?:responsible|in charge)\b", said):
                return "all"
            return "read" if re.search(r"\b(?:access|account|accounts|login|logins|password)\b", said) else ""
        if verb in ("work", "deal"):
            return "all" if re.search(r"\b(?:everything|all)\b", said) else "read"
        if verb in ("authorise", "authorize", "allow", "permit", "entitle"):
            return "read"
        return action_of(verb, self.english) or (
            "read" if verb in ("look", "log", "sign") else "update" if verb in acted_verbs(self.english) else ""
        )

    def _passive(self, part: Segment, at: int) -> Iterator[Act]:
        """'Requests are approved by managers only', 'signing is reserved to legal counsel'."""
        group, rest = verb_group(part.words[at:])
        verbs = [w for w in group if w.tag == "verb"]
        nominal = any(w.low in ("responsibility", "task", "job", "duty", "right") for w in rest)
        if not any(w.tag == "be" for w in group) or not (verbs or nominal):
            return
        links = ("by",) if verbs and verbs[-1].lemma not in _GRANTED else ("to", "for", "of")
        by = next((n for n, w in enumerate(rest) if w.low in links), None)
        if by is None or (nominal and not verbs and rest[by].low != "of"):
            return
        behind = rest[by + 1 :]
        end = next(
            (n for n, w in enumerate(behind) if w.tag in ("prep", "sub", "to", "rel") or w.token.text in (",", ";")),
            len(behind),
        )
        lows = {w.low for w in part.words}
        sure = (
            bool(lows & (_ALONE | {"only", "sole"}))
            or any(w.tag == "modal" for w in group)
            or nominal
            or bool(verbs and verbs[-1].lemma in _GRANTED)
        )
        for role in self._roles(tuple(w for w in behind[:end] if w.tag != "adv")):
            verb = (
                verbs[-1].lemma
                if verbs and verbs[-1].lemma not in _GRANTED
                else self.english.lexicon.grammar.lemma(part.words[0].low, "verb")
            )
            action = action_of(verb, self.english) or "update"
            if not sure and role_kind(role, self.english) != "staff":
                continue
            alone = bool(lows & (_ALONE | {"only", "sole"})) or not verbs or verbs[-1].lemma in _GRANTED
            subject = " ".join(w.token.text for w in part.words[:at])
            negated = any(w.tag == "neg" for w in group)
            yield Act(
                role=role,
                verb=verb,
                action=action,
                rest=subject,
                sentence=self.sentence,
                alone=alone and not negated,
                negated=negated,
            )


def _alike(beside: list[Act], acts: list[Act]) -> list[Act]:
    """Those acts of unknown verbs that stand beside the acts of others."""
    doers = {act.role for act in acts if not act.negated}
    return [act for act in beside if doers - {act.role} and act.role not in doers]


def _last_noun(words: tuple[Tagged, ...]) -> tuple[Tagged, ...]:
    """The phrase that a relative clause hangs on: 'there are | technicians', 'a supervisor'."""
    start = len(words)
    while start and words[start - 1].tag in ("noun", "adj", "det"):
        start -= 1
    return words[start:]


def _excepted(last: Act, roles: tuple[str, ...], part: Segment) -> list[Act]:
    """'Owners don't need to log in, only the vet and the assistant'."""
    first = part.words[0].low if part.words else ""
    if not (last.negated and last.verb in ("log", "login", "sign", "have") and first in ("only", "just")):
        return []
    return [replace(last, role=role, negated=False) for role in roles]


def _predicates(role: str, rest: str, sentence: int, english: English, *, story: bool) -> Iterator[Act]:
    """'search jobs and filter by type' are two acts of one role."""
    known = "|".join(sorted({v for verbs in english.lexicon.actions.values() for v in verbs}, key=len, reverse=True))
    parts = re.split(
        rf"(?:,\s*(?:and |or )?|\s+and |\s+or )(?:can |also |then |only )?(?=(?:{known})s?\b)",
        rest,
        flags=re.IGNORECASE,
    )
    for position, part in enumerate(parts):
        words = part.split(maxsplit=1)
        if not words:
            continue
        if len(words) == 1 and position + 1 < len(parts):
            words += [following[1]] if len(following := parts[position + 1].split(maxsplit=1)) > 1 else []
        verb = english.base(words[0].lower())
        said = words[1] if len(words) > 1 else ""
        own = bool(re.search(r"\b(?:(?:their|his|her|its|my|our)(?: own)?|own)\b", said.lower()))
        if action := action_of(verb, english):
            yield Act(role=role, verb=verb, action=action, rest=said, sentence=sentence, own=own, story=story)
        elif story:
            yield Act(role=role, verb=verb, action="read", rest=said, sentence=sentence, own=own, story=story)
