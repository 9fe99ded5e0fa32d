"""Takes a row of states said of one thing for its life, whatever leads from one to the next. Used by reader."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from engines.spec.english import English
from engines.spec.grammar.tagging import Tagged
from engines.spec.layout.remarks import is_note
from engines.spec.lives.adverbials import ordered
from engines.spec.lives.naming import Naming, tagged
from engines.spec.lives.stages import Piece, Stage, Stages, may_be_sure, pieces
from engines.spec.lives.subjects import Subjects
from engines.spec.model import StatesClaim, Step
from engines.spec.people import is_person

_SPEAKERS = frozenset({"i", "we", "you", "he", "she", "who", "people", "everybody", "everyone", "somebody", "someone"})
_FEW = 2
_TIMES = frozenset({"when", "whenever", "once", "after", "as soon as", "upon"})
_UNTIL = frozenset({"until", "till"})
_BRACKET = re.compile(r"\s*\(([^()]*)\)")
_LISTED = re.compile(r"((?:[\w\-']+ ){0,5}[\w\-']+)\s*\(([^()]*[,/|][^()]*)\)")


@dataclass
class _Row:
    """Stages of one thing while they come in; `named`: a word such as status or life announces them, `listing` a colon."""

    entity: str = ""
    stages: list[Stage] = field(default_factory=list)
    named: bool = False
    listing: bool = False
    ordered: bool = False
    doubtful: bool = False
    denied: bool = False
    modal: bool = False
    bound: bool = False

    @property
    def barred(self) -> bool:
        """'from draft straight to paid: impossible': a step that must not be."""
        return self.denied and len(self.stages) == _FEW and self.stages[1].piece.link in ("to", "into")

    @property
    def path(self) -> bool:
        """Whether a word says that one comes after the other."""
        links = {s.piece.link for s in self.stages}
        told = any(s.piece.then or s.led for s in self.stages[1:]) or bool(links & {"via", "through"})
        return told or self.ordered or bool("from" in links and links & {"to", "into"})


@dataclass(frozen=True, kw_only=True)
class _Cut:
    """The pieces of a text; whether it says that they come in order, and whether it leaves open which.

    `linked`: a way that begins with 'from', or notes, may make more of them stages than they are by themselves.
    `likely`: two of them have words that may be states beyond doubt.
    """

    pieces: tuple[Piece, ...]
    linked: bool
    likely: bool
    ordered: bool
    doubtful: bool


def _cut(text: str, english: English) -> _Cut:
    words = english.lexicon.lives
    plain = words.order.sub("", ordered(_unbracketed(text, words.heads), words))
    found = tuple(pieces(tagged(plain, english)))
    return _Cut(
        pieces=found,
        linked=any(piece.link == "from" or any(w.tag == "note" for w in piece.words) for piece in found),
        likely=sum(any(may_be_sure(w.low, english) for w in piece.words) for piece in found) > 1,
        ordered=bool(words.order.search(text)),
        doubtful=bool(words.doubt.search(text)),
    )


def _several(stages: list[Stage]) -> bool:
    """Whether there are two states beyond doubt, without which no row is a life."""
    sure = [stage for stage in stages if stage.state and stage.sure]
    return len(sure) > 1 and len({stage.state for stage in stages if stage.state}) > 1


@dataclass(frozen=True)
class Rows:
    """Reads rows."""

    naming: Naming

    def read(self, text: str, topic: str) -> Iterator[StatesClaim]:
        """The claims of a sentence; `topic` is what it speaks of when it does not say."""
        cut, reader = self.naming.context.english.about(text, _cut), Stages(self.naming)
        if not (cut.linked or cut.likely):
            return
        stages = [reader.read(piece) for piece in cut.pieces]
        if not cut.linked and not _several(stages):
            return
        for row in self._rows(cut, stages, topic):
            if row.entity and self._worth(row):
                yield self._claim(row)

    def _rows(self, cut: _Cut, stages: list[Stage], topic: str) -> Iterator[_Row]:
        row, main, hung = _Row(entity=topic), "", False
        for piece, told in zip(cut.pieces, stages, strict=True):
            if set(piece.mark) & {";", "."} and not piece.then:
                yield row
                row = _Row(entity=main or topic)
            row.denied = row.denied or self._denies(piece)
            stage = self._led_to(told, row)
            colon = ":" in piece.mark
            hung = piece.hangs or (hung and not (stage.told or stage.subject or piece.then or colon))
            if (
                hung
                and piece.marker in _UNTIL
                and row.stages
                and row.stages[-1].told
                and self._reaches(stage, topic)
                and not row.modal
            ):
                row.stages.append(replace(stage, piece=replace(piece, then=True)))
                continue
            if hung:
                if piece.marker in _TIMES and stage.state and stage.sure and not stage.subject and not stage.told:
                    row.stages.append(stage)
                continue
            row.modal = row.modal or any(w.tag == "modal" for w in piece.words)
            row.bound = row.bound or (row.modal and self._bounded(stage, topic))
            if piece.marker in _TIMES and row.stages and not row.modal:
                stage = replace(stage, piece=replace(piece, then=True))
            spoken = self._spoken(stage, row, topic)
            if spoken is not None and (spoken.entity != row.entity or spoken.named or spoken.listing):
                if row.stages and spoken.entity != row.entity:
                    yield row
                spoken.denied = row.denied
                row = spoken if not row.stages or spoken.entity != row.entity else row
                main = main or row.entity
            if piece.link == "from" and row.stages and not piece.mark and self._moving(row.stages[-1]):
                row.stages.pop()
            if not self.naming.context.english.lexicon.lives.heads.isdisjoint(w.low for w in piece.words):
                row.stages = [s for s in row.stages if s.sure]
            if not stage.state and (noted := self._noted(piece)):
                row.stages.append(Stage(piece, state=noted, sure=True, told=True, led=True))
            elif stage.state and not self._of_people(stage, row):
                row.stages.append(stage)
                row.ordered, row.doubtful = cut.ordered, cut.doubtful
        yield row

    def _spoken(self, stage: Stage, row: _Row, topic: str) -> _Row | None:
        """What the piece turns to, None when it goes on with what it was about."""
        context = self.naming.context
        words = stage.subject or (stage.piece.words if not stage.state else ())
        words = tuple(w for w in words if w.tag not in ("adv", "note"))
        heads = context.english.lexicon.lives.heads
        if stage.state and not stage.subject:
            opens = not row.stages and stage.piece.words[0].low in heads
            return _Row(entity=row.entity, named=True) if opens else None
        if not words:
            return None
        lows = [w.low for w in words]
        life = bool(heads & set(lows))
        if life and not row.stages:
            named = context.mentioned(" ".join(lows))
            return _Row(entity=named[-1] if named else topic, named=not stage.state or bool(stage.subject))
        if not (stage.state or stage.subject or row.stages) and (acted := self._object(words)):
            return _Row(entity=acted)
        if not stage.subject and stage.told:
            return None
        thing = Subjects(self.naming).thing(words, topic)
        if thing.entity:
            return _Row(entity=thing.entity, listing=not stage.state)
        if thing.refers or not thing.name:
            return None
        named = context.mentioned(" ".join(lows))
        if not stage.state and stage.subject:
            return None if thing.person else _Row()
        if not stage.state:
            return _Row(entity=named[-1], listing=True) if named and not row.stages else None
        if is_person(thing.name, context.english) or thing.person:
            return _Row(entity=named[-1]) if named else None
        return _Row()

    def _reaches(self, stage: Stage, topic: str) -> bool:
        """'in preparation until it is released': what ends a stage is the next one."""
        refers = bool(stage.subject) and Subjects(self.naming).thing(stage.subject, topic).refers
        return bool(stage.state) and stage.sure and stage.told and refers

    def _bounded(self, stage: Stage, topic: str) -> bool:
        """'tentative ones can be called off': a step from a state, not a stage."""
        return bool(stage.subject and Subjects(self.naming).thing(stage.subject, topic).states)

    def _noted(self, piece: Piece) -> str:
        """'then we have a talk (in talks)': what stands in brackets is the stage."""
        notes = [w.token.text[1:-1] for w in piece.words if w.tag == "note"]
        words = self.naming.tagged(notes[-1]) if notes else ()
        stage = Stages(self.naming).read(Piece(words=words)) if 0 < len(words) <= _FEW else None
        return stage.state if stage and stage.sure and not stage.subject else ""

    def _denies(self, piece: Piece) -> bool:
        """'impossible', 'is out of the question', 'nobody may'."""
        words = self.naming.context.english.lexicon.rules
        text = " ".join(w.low for w in piece.words)
        denied = any(w.tag == "neg" or w.low in words.negations or w.low in words.refused for w in piece.words)
        return denied or any(said in text for said in words.refused_phrases)

    def _moving(self, stage: Stage) -> bool:
        """'jumping from draft to paid': the move, not a stage."""
        words = stage.piece.words
        return len(words) == 1 and words[0].low.endswith("ing") and not stage.told

    def _object(self, words: tuple[Tagged, ...]) -> str:
        """The thing that 'move an order of a customer' is about: the last one that hangs on no other."""
        found = ""
        for at, word in enumerate(words):
            opens = at + 1 < len(words) and word.tag in ("det", "verb", "pron") and words[at + 1].tag in ("noun", "adj")
            if opens and (at == 0 or words[at - 1].tag != "prep"):
                phrase = tuple(itertools.takewhile(lambda w: w.tag in ("noun", "adj", "verb"), words[at + 1 :]))
                found = Subjects(self.naming).thing(phrase, "").entity or found
        return found

    def _led_to(self, stage: Stage, row: _Row) -> Stage:
        """'from new to screening, then to interview, to offer': on such a way anything is a stage, even the name of a thing."""
        on_way = any(s.piece.link == "from" for s in row.stages) and stage.piece.link in (
            "to",
            "into",
            "via",
            "through",
        )
        if stage.state or not on_way or len(stage.piece.words) > _FEW:
            return stage
        return replace(stage, state=self.naming.state(stage.piece.words), subject=())

    def _of_people(self, stage: Stage, row: _Row) -> bool:
        """'the price I am asking': said of whoever speaks, not of the thing."""
        return bool(stage.subject) and stage.subject[-1].low in _SPEAKERS

    def _worth(self, row: _Row) -> bool:
        """Whether this can be nothing but a life: told in order, announced, or a choice between states."""
        names = list(dict.fromkeys(s.state for s in row.stages))
        sure = [s for s in row.stages if s.sure]
        lexicon = self.naming.context.english.lexicon
        known = [n for n in names if self.naming.is_known(n, row.entity)]
        if len(names) < 2 or row.bound:
            return False
        if row.barred:
            return all(s.sure for s in row.stages)
        if row.path or row.named:
            return 2 * len(sure) >= len(row.stages) and len(sure) > 1
        if len(sure) < len(row.stages) or any(_agent(s.piece.words, self.naming) for s in row.stages):
            return False
        told = row.listing or any(s.told for s in row.stages)
        formed = [
            n
            for n in names
            if lexicon.grammar.is_participle(n.split("_")[0]) or n.split("_")[0] in lexicon.lives.places
        ]
        if row.doubtful or any(s.piece.join == "or" for s in row.stages):
            return bool(known) or len(formed) > 1
        ends = names[0] in lexicon.initial_states and names[-1] in lexicon.end_states | lexicon.side_states
        return told and (ends or (row.listing and len(formed) > 1 and bool(known)))

    def _claim(self, row: _Row) -> StatesClaim:
        if row.barred:
            source, target = (stage.state for stage in row.stages)
            return StatesClaim(entity=row.entity, steps=(Step(target=target, sources=(source,), kind="never"),))
        groups: list[tuple[str, ...]] = []
        for said in row.stages:
            stage = replace(said, state=self.naming.likest(said.state, row.entity))
            if groups and stage.piece.join == "or" and not stage.piece.then:
                groups[-1] = (*groups[-1], stage.state)
            else:
                groups.append((stage.state,))
        states = tuple(dict.fromkeys(state for group in groups for state in group))
        if not row.path:
            return StatesClaim(entity=row.entity, states=states)
        return StatesClaim(entity=row.entity, states=states, initial=groups[0][0], steps=tuple(self._steps(groups)))

    def _steps(self, groups: list[tuple[str, ...]]) -> Iterator[Step]:
        side = self.naming.context.english.lexicon.side_states
        sources = groups[0]
        for group in groups[1:]:
            yield from (Step(target=state, sources=sources) for state in group if state not in sources)
            sources = tuple(state for state in group if state not in side) or sources


def _unbracketed(text: str, heads: frozenset[str]) -> str:
    """'the state of a seminar (planned, full)' is 'the state of a seminar: planned, full'; 'code (unique)' names no state."""
    if "(" not in text:
        return text
    text = _BRACKET.sub(lambda m: "" if all(is_note(part) for part in m[1].split(",")) else m[0], text)
    return _LISTED.sub(lambda m: f"{m[1]}: {m[2]}." if set(re.findall(r"\w+", m[1].lower())) & heads else m[0], text)


def _agent(words: tuple[Tagged, ...], naming: Naming) -> bool:
    """'by the clerk': what somebody does to a thing, rather than what it is."""
    at = next((n for n, w in enumerate(words) if w.low == "by"), None)
    english = naming.context.english
    return at is not None and any(is_person(english.singular(w.low), english) for w in words[at:])
