"""Operations that set and take back marks of callers, and that list what is marked or who marked it."""

from __future__ import annotations

from engines.kernel.spec.service import Create, FaultName, If, Match, Remove, Require, Select, ServiceStep, Set
from engines.spec.interface.actors import denied_own
from engines.spec.interface.doing.paging import Wanted, page, tell_totals
from engines.spec.interface.drafts import Mark, Study
from engines.spec.interface.envelopes import listed
from engines.spec.interface.likeness import represents
from engines.spec.interface.marks import gerund, known_mark, takes_back
from engines.spec.interface.model import Call, snake
from engines.spec.interface.people import holder
from engines.spec.interface.places import Passed, Place
from engines.spec.interface.reaching import Way, reach
from engines.spec.interface.replies import Scene, answer
from engines.spec.interface.rules import sentences
from engines.spec.interface.schemas import types
from engines.spec.patterns import pattern

_ONESELF = ("yourself", "oneself", "themselves", "themself", "himself", "own profile")

_AGAIN = pattern(r"\b(?:already|twice|again|once)\b")
_NO_MATTER = pattern(
    r"\b(?:changes nothing|no effect|idempotent|does nothing|no harm|still (?:200|204)|is fine|nothing happens)\b"
)
_LACKING = pattern(
    r"\b(?:was|were|is|are|has|have|had|did|does|do) not\b|\bnot (?:on|in|among|marked|yet|there)\b|n't\b|\bif (?:there is|you have) no\b"
)


def _told_of_again(call: Call, way: Way, study: Study) -> bool:
    """Whether the conflict that an operation declares is a mark that is there, or gone, already: no sentence tells another."""
    said = list(sentences(call, study))
    if any(_AGAIN.search(sentence) for sentence in said):
        return not any(_NO_MATTER.search(sentence) for sentence in said)
    own = any(rule.otherwise == "conflict" for rule in denied_own(call, way.records, study))
    return not own and not any("409" in sentence and len(sentence.split()) > 4 for sentence in said)


def _said_of_lack(call: Call, study: Study) -> str:
    """What is said of a mark that is not there."""
    reply = call.reply(404)
    return f"{reply.description if reply else ''}".lower()


def mark(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """PUT or POST and DELETE of the caller's own mark on a record."""
    known = known_mark(call, place, study) if call.method in ("PUT", "POST", "DELETE") else None
    if known is None or holder(call, study) is not study.accounts:
        return None
    way = _way(call, place, known, study)
    if way is None:
        return None
    record = next(iter(reversed(way.records)))
    done = answer(Scene(study, call, way.records, subject=known.of))
    if done is None:
        return None
    strict = 409 in call.statuses() and _told_of_again(call, way, study)
    steps: list[ServiceStep] = [*way.steps, *_not_oneself(call, known, record, study)]
    steps.append(Set(name="mark", to=f"first({known.draft.name}, {known.target}={record}, {known.by}=caller)"))
    if takes_back(call, place, study):
        if strict:
            return [*steps, Require(that="mark is not None", otherwise="conflict"), Remove(record="mark"), done]
        if 404 in call.statuses() and _LACKING.search(_said_of_lack(call, study)):
            return [*steps, Require(that="mark is not None", otherwise="unknown"), Remove(record="mark"), done]
        return [*steps, If(that="mark is not None", then=(Remove(record="mark"),)), done]
    made = Create(record="made", of=known.draft.name, values=((known.target, record), (known.by, "caller")))
    if strict:
        return [*steps, Require(that="mark is None", otherwise="conflict"), made, done]
    again = answer(Scene(study, call, way.records, subject=known.of), status=200) if 200 in call.statuses() else done
    if again and again != done:
        return [*steps, If(that="mark is not None", then=(again,)), made, done]
    return [*steps, If(that="mark is None", then=(made,)), done]


def list_marked(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """GET of who marked a record, or of what somebody marked: /articles/{slug}/likes, /me/favorites."""
    reply = call.success
    if call.method != "GET" or reply is None or reply.json is None or not place.tail or study.at(call.path):
        return None
    shown = listed(reply.json, study.words)
    for known in study.marks:
        if snake(place.tail) not in known.words or not shown:
            continue
        for link, where, way in _sides(call, place, known, study):
            other = study.named(known.draft.links[link].to)
            if other is None or not (represents(shown, other) or types(shown) & {"string"}):
                continue
            wanted = Wanted()
            page(call, wanted, study)
            records = known.draft.plural
            select = Select(
                records=records, of=known.draft.name, where=(where,), order=("-pk",), limit=wanted.limit,
                offset=wanted.offset, total="total" if wanted.limit else "",
            )  # fmt: skip
            tell_totals(wanted, records, other, study)
            scene = Scene(study, call, dict(way.records), {records: other}, wanted.told)
            scene.through[records] = (known.draft.name, link)
            if done := answer(scene):
                return [*way.steps, *wanted.before, select, done]
    return None


def _sides(call: Call, place: Place, known: Mark, study: Study) -> list[tuple[str, Match, Way]]:
    """The link whose records are listed, and what narrows the marks: who marked a record first, then what one marked."""
    found: list[tuple[str, Match, Way]] = []
    way = reach(call, place, study)
    if way is None:
        return []
    last = way.last
    record = next(reversed(way.records), "")
    who = study.accounts
    theirs = (known.target, Match(field=known.by, value=record), way)
    if last is known.of and not (last is who and place.word == gerund(known.word)):
        found.append((known.by, Match(field=known.target, value=record), way))
    elif last is who and last is not None:
        found.append(theirs)
    elif last is None and holder(call, study) is who and () not in call.security:
        found.append((known.target, Match(field=known.by, value="caller"), way))
        if known.of is who and place.word != gerund(known.word):
            found[0] = (known.by, Match(field=known.target, value="caller"), way)
    return found


def _way(call: Call, place: Place, known: Mark, study: Study) -> Way | None:
    if place.tail:
        return reach(call, place, study, anyone=True)
    passed = Passed(known.of.collection, place.passed[-1].parameter)
    return reach(call, place, study, passed=(passed,), anyone=True)


def _not_oneself(call: Call, known: Mark, record: str, study: Study) -> list[ServiceStep]:
    """Nobody marks themselves where the document can refuse it."""
    told = any(word in study.said(call) for word in _ONESELF)
    order: tuple[tuple[FaultName, int], ...] = (
        ("invalid", 400), ("unprocessable", 422), ("conflict", 409), ("forbidden", 403),
    )  # fmt: skip
    fault = next((name for name, status in order if status in call.statuses()), None)
    if known.of is not study.accounts or not told or fault is None or call.method == "DELETE":
        return []
    return [Require(that=f"{record} != caller", otherwise=fault, says="This is yourself.")]
