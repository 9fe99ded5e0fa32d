"""What callers set on a record and take back, with nothing to say of it: follow, like, favourite. Called by the plan."""

from __future__ import annotations

from engines.spec.interface.drafts import Draft, Mark, Study
from engines.spec.interface.envelopes import body_members
from engines.spec.interface.model import Call, Parameter, Schema, snake
from engines.spec.interface.people import holder
from engines.spec.interface.places import Place
from engines.spec.interface.placing import names_other
from engines.spec.interface.reaching import is_private
from engines.spec.interface.schemas import is_array, is_object, items, properties, types

_UNDONE = ("un", "de", "dis", "remove_", "cancel_")


def find_marks(study: Study) -> None:
    """Fills the study's marks, each with a resource of its own."""
    for call, place in study.places():
        who = holder(call, study)
        if call.method not in ("POST", "PUT") or not _bare(call) or who is None or who is not study.accounts:
            continue
        if (found := marked(place, study)) is None or known_mark(call, place, study):
            continue
        of, word = found
        if _taken_back(call, place, study) and _personal(of, word, study):
            study.marks.append(_mark(of, word, who, study))


def known_mark(call: Call, place: Place, study: Study) -> Mark | None:
    """The mark that an operation sets, takes back or asks for."""
    found = marked(place, study)
    if found is None:
        return None
    of, word = found
    return next((m for m in study.marks if m.of is of and (word == m.word or _undone(word) == m.word)), None)


def takes_back(call: Call, place: Place, study: Study) -> bool:
    """Whether an operation takes a mark back."""
    found = marked(place, study)
    return call.method == "DELETE" or bool(found and all(m.word != found[1] for m in study.marks))


def marked(place: Place, study: Study) -> tuple[Draft, str] | None:
    """What a path marks and by which word: `/articles/{slug}/like`, or `/me/favorites/{articleId}`."""
    if place.tail and place.passed:
        of = study.at(place.passed[-1].collection)
        addressed = None if of else study.addressed(place.passed[-1])
        of = addressed[0] if addressed else of
        return (of, _singular(place.word, study)) if of else None
    if place.tail or not place.passed or study.at(place.passed[-1].collection):
        return None
    word = snake(place.passed[-1].collection.rpartition("/")[2])
    found = names_other(place, study)
    return (found, _singular(word, study)) if found else None


def mark_term(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    """The term for a member of a record that tells of marks: whether the caller set one, how many there are, by whom."""
    for mark in study.marks:
        if mark.of is not draft or not speaks_of(name, mark):
            continue
        here = f"{mark.target}={draft.name}"
        if "boolean" in types(schema):
            return f"caller is not None and exists({mark.draft.name}, {here}, {mark.by}=caller)"
        if "integer" in types(schema):
            theirs = mark.of is study.accounts and set(name.split("_")) & {gerund(mark.word), "follows"}
            return f"count({mark.draft.name}, {f'{mark.by}={draft.name}' if theirs else here})"
        if is_array(schema) and not is_object(items(schema)) and (known := _known_as(study)):
            return f'[one.{mark.by}.{known} for one in rows({mark.draft.name}, {here}, order="pk")]'
    return None


def asked_marks(parameter: Parameter, draft: Draft, study: Study) -> str:
    """The condition that a parameter of a list sets on marks: `?favorited=anna` by whom, `?starred=true` by the caller."""
    term = parameter.term
    for mark in study.marks:
        if mark.of is not draft or not speaks_of(parameter.word, mark):
            continue
        marked = f"exists({mark.draft.name}, {mark.target}={draft.name}, {mark.by}"
        if "boolean" in types(parameter.schema):
            return f"{term} is None or {term} == (caller is not None and {marked}=caller))"
        if "string" in types(parameter.schema) and (known := _known_as(study)):
            return f"{term} is None or {marked}__{known}={term})"
    return ""


def speaks_of(name: str, mark: Mark) -> bool:
    """Whether a name tells of a mark: `likes`, `like_count`, `liked_by_me`, `is_following`, `followers`."""
    return name in mark.words or bool(set(name.split("_")) & mark.words)


def gerund(word: str) -> str:
    """`following` of follow, `liking` of like."""
    return f"{word.removesuffix('e')}ing"


def _known_as(study: Study) -> str:
    who = study.accounts
    return next((n for n in (*who.fields, who.identity) if study.words.is_a("login", n)), "") if who else ""


def _bare(call: Call) -> bool:
    return not body_members(call)


def _singular(word: str, study: Study) -> str:
    return study.english.singular(word)


def _undone(word: str) -> str:
    return next((word.removeprefix(p) for p in _UNDONE if word.startswith(p) and len(word) > len(p) + 2), "")


def _taken_back(call: Call, place: Place, study: Study) -> bool:
    """Whether there is an operation that takes back what this one sets."""
    if study.call("DELETE", call.path):
        return True
    for other in study.interface.calls:
        before, _, last = other.path.rpartition("/")
        if before == call.path.rpartition("/")[0] and _undone(snake(last)) == place.word and place.word:
            return True
    return False


def _personal(of: Draft, word: str, study: Study) -> bool:
    """Whether it is each caller's own, not a state of the record: there is a count of it, or the word says so."""
    words = _forms(word, study)
    for shape in of.shapes:
        for name, schema in properties(shape).items():
            if types(schema) & {"integer"} and set(snake(name).split("_")) & words:
                return True
    if not _tailed(of, word, study):
        return True
    return study.words.is_a("marks", word) and (of is study.accounts or not is_private(of, study))


def _tailed(of: Draft, word: str, study: Study) -> bool:
    """Whether a record is marked at a place of its own, not in a list of the caller's."""
    for _, place in study.places():
        known = study.at(place.passed[-1].collection) if place.passed and place.tail else None
        if known is of and _singular(place.word, study) == word:
            return True
    return False


def _forms(word: str, study: Study) -> frozenset[str]:
    stem, doubled = word.removesuffix("e"), word + word[-1:]
    made = {word, study.english.plural_name(word), f"{stem}ed", f"{stem}ing", f"{stem}er", f"{stem}ers"}
    made |= {f"{doubled}ed", f"{doubled}ing", f"{doubled}er", f"{doubled}ers"} if word[-1:] in "bdgmnprt" else set()
    return frozenset(made | ({f"{word}gazers"} if word == "star" else set()))


def _mark(of: Draft, word: str, who: Draft, study: Study) -> Mark:
    name = f"{of.name}_{word}"
    draft = Draft(name=name, plural=study.english.plural_name(name))
    target = draft.link(of.name if of is not who else "target", of)
    by = draft.link("user" if of.name != "user" or of is who else "by_user", who)
    draft.once.append((target, by))
    study.drafts.append(draft)
    return Mark(word=word, of=of, draft=draft, target=target, by=by, words=_forms(word, study))


def feed_condition(call: Call, place: Place, draft: Draft, owner: str, study: Study) -> str:
    """That a record is by somebody whom the caller follows, where a path lists a feed; empty elsewhere."""
    known = next((m for m in study.marks if m.of is study.accounts), None)
    if known is None or not owner or holder(call, study) is not study.accounts:
        return ""
    if not study.words.is_a("feed", place.word) and not any(
        f"{w} follow" in study.said(call) for w in ("caller", "you", "user")
    ):
        return ""
    return f"exists({known.draft.name}, {known.target}={draft.name}.{owner}, {known.by}=caller)"
