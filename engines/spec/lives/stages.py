"""Cuts a sentence at whatever stands between stages and says what each piece leaves a thing in. Used by rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engines.spec.english import English
from engines.spec.grammar.tagging import Tagged
from engines.spec.lives.naming import Naming, describes

_MARKS = frozenset({",", ";", ":", "–", "—", "-", "|", "/", ".", "!", "?"})
_ARROWS = frozenset({"->", "-->", "→", "=>", ">"})
_LINKS = frozenset({"from", "via", "to", "into", "through", "as"})
_ASKING = frozenset({"whether", "how", "what"})
_LIGHT = frozenset({"be", "modal", "have"})
_ALONG = frozenset({"up", "out", "back", "off", "over", "along", "on", "around", "away"})
_ITS = frozenset({"its", "their", "his", "her", "life"})
_BEHIND = frozenset({"prep", "to", "sub", "rel", "pron", "adv", "modal", "be", "have", "do", "det"})


@dataclass(frozen=True)
class Piece:
    """Some words between two cuts: `mark` is the punctuation before, `join` a conjunction, `link` from, to, via or as."""

    words: tuple[Tagged, ...] = ()
    mark: str = ""
    join: str = ""
    link: str = ""
    then: bool = False
    hangs: bool = False
    main: bool = False
    marker: str = ""


@dataclass(frozen=True)
class Stage:
    """What a piece says: `subject` are its words before the verb, `state` '' when it names none.

    `sure`: the word is a participle, an adjective or a place, or known as a state; `told`: a verb or a link says that it is one, `led` a verb such as
    grow or end, rather than be.
    """

    piece: Piece
    subject: tuple[Tagged, ...] = ()
    state: str = ""
    sure: bool = False
    told: bool = False
    led: bool = False


def pieces(words: tuple[Tagged, ...]) -> Iterator[Piece]:
    """The pieces in order; what hangs on when, if or which is a piece that `hangs`."""
    piece, held = Piece(), list[Tagged]()
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else None
        ends = following is None or following.token.text in _MARKS or following.tag == "conj"
        cut = _cut(piece, held, word, following, ends=ends) or _main(piece, held, word, following, ends=ends)
        if cut is None:
            held.append(word)
            continue
        kept = piece
        if held:
            yield replace(piece, words=tuple(held))
            goes_on = piece.hangs and not (cut.mark or cut.then or cut.main)
            kept = Piece(hangs=goes_on, marker=piece.marker if piece.hangs else "")
        held = [word] if cut.main and word.low != "that" else []
        piece = Piece(
            mark=kept.mark + cut.mark,
            join=cut.join or kept.join,
            link=cut.link or kept.link,
            then=kept.then or cut.then,
            hangs=cut.hangs or (kept.hangs and not (cut.mark or cut.then or cut.main)),
            marker=cut.marker or kept.marker,
        )
    if held:
        yield replace(piece, words=tuple(held))


def _cut(piece: Piece, held: list[Tagged], word: Tagged, following: Tagged | None, *, ends: bool) -> Piece | None:
    """What begins with this word, None when it goes on with the piece."""
    text = word.token.text
    if text in _ARROWS:
        return Piece(then=True)
    if text in _MARKS:
        return Piece(mark=text)
    if word.tag == "conj":
        return Piece(join=word.low)
    if word.low == "then":
        return Piece(then=True)
    if word.low in _ASKING:
        return None
    if word.low == "as" and following is not None and following.low in ("long", "soon"):
        return Piece(hangs=True)
    if word.low == "that" and word.tag == "sub" and held:
        return Piece(main=True)
    if (
        (word.tag in ("sub", "rel") and word.low != "once")
        or (word.low == "once" and not ends)
        or word.low in ("until", "till", "before", "after", "upon")
    ):
        return Piece(hangs=True, marker=word.low)
    if (
        word.low == "over"
        and following is not None
        and following.tag in ("prep", "verb", "adj")
        and piece.link == "from"
    ):
        return Piece(link="via")
    if word.low in _LINKS and word.tag in ("prep", "to") and not (ends and held):
        return Piece(link=word.low)
    return None


def _main(piece: Piece, held: list[Tagged], word: Tagged, following: Tagged | None, *, ends: bool) -> Piece | None:
    """'when a sample comes in | it is new': the main clause behind one that hangs, without a comma."""
    goes = following is not None and following.tag in (*_LIGHT, "verb")
    particle = len(held) > 1 and held[-1].low in _ALONG | {"in", "down"} and held[-2].tag in ("verb", "pron")
    free = bool(held) and (particle or held[-1].tag not in ("prep", "conj"))
    spoken = word.tag == "pron" and goes
    done = ends and word.tag in ("verb", "adj") and _finished(held)
    return Piece(main=True) if piece.hangs and free and (spoken or done) else None


def _finished(words: list[Tagged]) -> bool:
    """'it has taken place', 'the board has met': a clause that needs nothing more."""
    at = next((n for n, w in enumerate(words) if w.tag == "have" and n), None)
    return at is not None and any(w.tag in ("verb", "adj") for w in words[at + 1 :])


def may_be_sure(low: str, english: English) -> bool:
    """Whether a word may be one that names a state beyond doubt, by itself or with others."""
    return english.about(low, _may_be_sure)


def _may_be_sure(low: str, english: English) -> bool:
    lexicon = english.lexicon
    if not any(map(str.isalpha, low)):
        return False
    if low.endswith("ing") or low in lexicon.lives.places or not (low.isascii() and low.isalpha()):
        return True
    known = low in lexicon.words_of_states or english.singular(low) in lexicon.words_of_states
    return known or "adj" in lexicon.grammar.classes(low) or lexicon.grammar.is_participle(low)


@dataclass(frozen=True)
class Stages:
    """Reads what pieces say."""

    naming: Naming

    def read(self, piece: Piece) -> Stage:
        """The stage of a piece."""
        words = tuple(w for w in piece.words if w.tag not in ("note", "punct"))
        verb = self._verb(words)
        if verb is None:
            state, sure = self._state(words)
            return Stage(piece, state=state, sure=sure, told=bool(piece.link) or piece.then)
        start, end = verb
        subject = tuple(w for w in words[:start] if w.tag not in ("adv", "conj"))
        if subject and self._sure(subject) and not any(w.tag in ("det", "pron") for w in subject):
            before, _ = self._state(words[:start])
            return Stage(piece, state=before, sure=True)
        going = end - 1 if words[end - 1].low == "being" and end < len(words) else end
        state, sure = self._state(words[going:])
        if any(w.tag == "neg" or w.low == "never" for w in words[start:end]) or (
            any(w.tag == "modal" for w in words[start:end]) and len(words) > end and self._agent(words[end:])
        ):
            state = ""
        if words[end - 1].tag == "have" and not (
            words[end:] and self.naming.context.english.lexicon.grammar.is_participle(words[end].low)
        ):
            state = ""
        led = any(w.tag not in (*_LIGHT, "adv", "neg") or w.low.startswith("get") for w in words[start:end])
        return Stage(piece, subject=subject, state=state, sure=sure, told=True, led=led)

    def _agent(self, words: tuple[Tagged, ...]) -> bool:
        return any(w.low == "by" for w in words)

    def _verb(self, words: tuple[Tagged, ...]) -> tuple[int, int] | None:
        """Where the verb group begins and where what follows it does; None when the piece has no verb but its state."""
        start = end = -1
        for at, word in enumerate(words):
            if word.tag in _LIGHT or (word.tag in ("neg", "adv") and end == at) or self._leads(words, at):
                start, end = (at if start < 0 else start), at + 1 + self._particle(words, at)
        return (start, end) if end > 0 else None

    def _leads(self, words: tuple[Tagged, ...], at: int) -> bool:
        """'grows', 'ends up': a finite verb that a state follows, or nothing."""
        word, grammar = words[at], self.naming.context.english.lexicon.grammar
        if "verb" not in grammar.classes(word.low) or word.low in ("open",):
            return False
        base = grammar.lemma(word.low, "verb") == word.low and word.tag == "verb"
        plural = base and (words[at - 1].tag in ("noun", "pron") if at else len(words) == 1)
        if not (grammar.is_third(word.low) or plural) or (
            word.tag == "noun" and at and words[at - 1].tag in ("det", "adj", "poss")
        ):
            return False
        behind = [w for w in words[at + 1 :] if w.tag not in ("adv", "neg") and w.low not in _ALONG | _ITS]
        if not behind:
            return word.tag == "verb" or at == 0
        first = behind[0]
        return first.low in ("a", "an") or first.tag == "prep" or self._heads(first.low)

    def _particle(self, words: tuple[Tagged, ...], at: int) -> int:
        """'starts out as': a particle of the verb that leads to the state."""
        behind = words[at + 1] if at + 1 < len(words) else None
        return int(words[at].tag not in _LIGHT and behind is not None and behind.low in _ALONG)

    def _heads(self, low: str) -> bool:
        """A word that can be a state by itself."""
        lexicon = self.naming.context.english.lexicon
        classes = lexicon.grammar.classes(low)
        return "adj" in classes or low in lexicon.known_states or lexicon.grammar.is_participle(low)

    def _sure(self, words: tuple[Tagged, ...]) -> bool:
        """A participle, an adjective, what goes on, or a place."""
        plain = [w for w in words if w.tag not in ("adv", "det", "conj")] or list(words)
        if not plain:
            return False
        if plain[0].low in self.naming.context.english.lexicon.lives.places and len(plain) > 1:
            return True
        content = [w for w in plain if w.tag in ("noun", "adj", "verb")]
        return bool(content) and (self._heads(content[-1].low) or content[-1].low.endswith("ing"))

    def _state(self, words: tuple[Tagged, ...]) -> tuple[str, bool]:
        """The state that some words name and whether it is one beyond doubt; '' for a thing, for an act on one, for talk."""
        words = self._bare(words)
        english = self.naming.context.english
        lexicon = english.lexicon
        if not words or words[0].tag in ("pron", "num") or words[0].token.text[0].isdigit():
            return "", False
        if words[0].tag == "det" and words[0].low not in ("no", "a", "an"):
            return "", False
        kept = self._kept(words)
        content = [w for w in kept if w.tag in ("noun", "adj", "verb")]
        if not content and kept[-1].low not in ("over", "out", "back", "up", "off", "in", "on"):
            return "", False
        behind = words[len(kept)] if len(kept) < len(words) else None
        if behind is not None and content and describes(content[-1], words[len(kept) :], english):
            return "", False
        if behind is not None and behind.tag in ("det", "pron", "num") and kept[-1].tag not in ("adj", "prep"):
            return "", False
        sure = self._sure(kept)
        if not sure and (len(content) > 2 or behind is not None):
            return "", False
        name = self.naming.state(tuple(kept))
        if kept[-1].tag == "prep" and len(kept) > 1 and not name.endswith(f"_{kept[-1].low}"):
            name = f"{name}_{kept[-1].low}"
        if set(name.split("_")) & lexicon.lives.heads or (
            content
            and content[-1].tag == "verb"
            and len(kept) == 1
            and not self._heads(kept[0].low)
            and not kept[0].low.endswith("ing")
        ):
            return "", False
        if not sure and name not in lexicon.known_states:
            name = english.name(name.replace("_", " "))
        property_like = not sure and english.name(content[-1].low if content else name) in lexicon.types
        if property_like or self.naming.context.named(name.replace("_", " ")):
            return "", False
        return name, sure or name in lexicon.known_states

    def _bare(self, words: tuple[Tagged, ...]) -> tuple[Tagged, ...]:
        """Without small words at both ends, and without 'its life'."""
        places, heads = (
            self.naming.context.english.lexicon.lives.places,
            self.naming.context.english.lexicon.lives.heads,
        )
        while words and (
            (words[0].tag in ("adv", "neg") and words[0].low not in places)
            or (
                words[0].low in ("first", "up", "also", "either", "being")
                and len(words) > 1
                and not self._going_on(words)
            )
        ):
            words = words[1:]
        if len(words) > 2 and words[0].tag == "det" and words[1].low in heads:
            words = words[2:]
        if len(words) > 1 and words[0].low in heads and words[1].tag not in ("prep", "noun"):
            words = words[1:]
        if (
            len(words) == 2
            and words[0].low in places
            and words[0].tag == "prep"
            and words[1].tag in ("verb", "adj")
            and self._heads(words[1].low)
        ):
            words = words[1:]
        particles = self.naming.context.english.lexicon.lives.particles
        while words and words[-1].tag in ("adv", "sub") and words[-1].low not in places | particles and len(words) > 1:
            words = words[:-1]
        return words

    def _going_on(self, words: tuple[Tagged, ...]) -> bool:
        """'being checked', which is not yet checked."""
        return f"{words[0].low}_{words[1].low}" in self.naming.context.english.lexicon.known_states

    def _kept(self, words: tuple[Tagged, ...]) -> tuple[Tagged, ...]:
        """The words up to those that tell by whom, when or what for."""
        lives = self.naming.context.english.lexicon.lives
        start = 2 if words[0].low in lives.places and len(words) > 2 and words[1].tag == "det" else 1
        for at in range(start, len(words)):
            word = words[at]
            last = at + 1 == len(words)
            particle = (
                word.low in lives.particles
                and words[at - 1].tag in ("verb", "adj", "noun")
                and (last or words[at + 1].tag in ("prep", "to", "adv"))
            )
            if particle and (last or word.low in ("in", "out", "up", "off", "back", "over", "down", "away")):
                return words[: at + 1]
            if word.tag in _BEHIND and not (word.tag == "det" and words[at - 1].tag == "prep"):
                return words[:at]
        return words
