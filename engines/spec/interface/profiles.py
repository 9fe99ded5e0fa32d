"""Which paths address those who sign in, though they become known elsewhere: /profiles/{username}, /users/{id}. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from engines.spec.interface.drafts import Study
from engines.spec.interface.envelopes import body_members, core, listed
from engines.spec.interface.model import Call, Schema, snake
from engines.spec.interface.places import place_of
from engines.spec.interface.schemas import properties


def people_paths(becoming: Call | None, study: Study) -> frozenset[str]:
    """The collections whose members are accounts. `becoming`: how somebody becomes known, or is recognized."""
    if becoming is None:
        return frozenset()
    known = {*body_members(becoming), *_names(core(becoming.success.json if becoming.success else None, study.words))}
    return frozenset(
        path for path, parameter in _candidates(becoming, study) if _of_people(path, parameter, known, study)
    )


def _candidates(becoming: Call, study: Study) -> Iterator[tuple[str, str]]:
    for _, place in study.places():
        for passed in place.passed:
            word = study.english.singular(snake(passed.collection.rpartition("/")[2]))
            if study.words.is_a("people", word) and passed.collection != becoming.path and "{" not in passed.collection:
                yield passed.collection, passed.parameter


def _of_people(path: str, parameter: str, known: set[str], study: Study) -> bool:
    """Whether what is shown there is what is known of accounts, and nothing is made there."""
    made = study.call("POST", path)
    if made and body_members(made):
        return False
    if snake(parameter) in known and study.words.is_a("login", snake(parameter)):
        return True
    for call in study.interface.calls:
        place, reply = place_of(call), call.success
        if call.method != "GET" or reply is None:
            continue
        if call.path == path or (not place.tail and place.passed and place.passed[-1].collection == path):
            shown = listed(reply.json, study.words) if call.path == path else core(reply.json, study.words)
            if any(study.words.is_a("login", name) for name in _names(shown) & known):
                return True
    return False


def _names(schema: Schema) -> set[str]:
    return {snake(name) for name in properties(schema)}
