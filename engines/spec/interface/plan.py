"""From an interface to what stands behind it: resources, people, refusals, and what each operation does. Pure but for words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engines.kernel.spec.service import NotBuilt, Operation, Service, ServiceStep
from engines.spec.english import English
from engines.spec.interface.doing.acting import mark, move, redirect
from engines.spec.interface.doing.listing import list_all
from engines.spec.interface.doing.making import make, make_several, put
from engines.spec.interface.doing.membership import change_one, delete_one, read_one, replace_one
from engines.spec.interface.doing.setting import add_to, keep_list, set_member
from engines.spec.interface.doing.signing import log_in, log_out, me, new_password, register
from engines.spec.interface.drafts import Study
from engines.spec.interface.fields import keep_fields
from engines.spec.interface.model import Call, Interface
from engines.spec.interface.people import find_keys, find_people, own_things
from engines.spec.interface.places import Place, place_of
from engines.spec.interface.refusing import find_faults, own_faults
from engines.spec.interface.showing import view_of
from engines.spec.interface.things import find_things, shows
from engines.spec.interface.words import Words

Doing = Callable[[Call, Place, Study], list[ServiceStep] | None]
KINDS: tuple[Doing, ...] = (
    register, log_in, log_out, new_password, me, redirect, make, make_several, put, set_member, add_to, keep_list, move,
    list_all, read_one, replace_one, change_one, delete_one, mark,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Understood:
    """A service, and what was left open: sentences that name it."""

    service: Service
    left: tuple[str, ...]


def understand(interface: Interface, prose: Mapping[str, str], english: English, words: Words) -> Understood:
    """What stands behind an interface. `prose`: what a text says of operations, by `METHOD path`."""
    study = Study(interface=interface, english=english, words=words, prose=prose)
    find_things(study)
    for draft in study.drafts:
        shows(draft, study)
    find_people(study)
    find_keys(study)
    own_things(study)
    for draft in study.drafts:
        keep_fields(draft, study)
    for draft in study.drafts:
        for shape in draft.shapes:
            view_of(draft, shape, study)
    study.left.clear()
    faults = find_faults(study)
    operations = tuple(
        Operation(
            method=call.method,
            path=call.path,
            name=call.id,
            schemes=tuple(name for one in call.security for name in one if name in study.schemes),
            optional=() in call.security,
            steps=_steps(call, study),
            faults=own_faults(call, faults, study),
        )
        for call in interface.calls
    )
    used = " ".join(str(operation.steps) for operation in operations)
    service = Service(
        document=interface.text,
        resources=tuple(draft.finished() for draft in study.drafts),
        schemes=tuple(study.schemes.values()),
        faults=faults,
        views=tuple(view for view in study.views.values() if f"{view.name}(" in used or _nested(view.name, study)),
        operations=operations,
    )
    return Understood(service=service, left=tuple(dict.fromkeys(study.left)))


def _nested(name: str, study: Study) -> bool:
    return any(f"{name}(" in view.body for view in study.views.values())


def _steps(call: Call, study: Study) -> tuple[ServiceStep, ...]:
    place = place_of(call)
    for kind in KINDS:
        if (steps := kind(call, place, study)) is not None:
            return tuple(steps)
    study.left.append(f"what {call.key} does")
    return (NotBuilt(why=f"What {call.key} does could not be told from the document."),)
