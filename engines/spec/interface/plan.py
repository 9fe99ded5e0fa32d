"""From an interface to what stands behind it: resources, people, refusals, and what each operation does. Pure but for words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from engines.kernel.spec.service import Create, If, NotBuilt, Operation, Service, ServiceStep
from engines.spec.english import English
from engines.spec.interface.actors import in_role
from engines.spec.interface.choices import find_choices
from engines.spec.interface.described import link_assigned
from engines.spec.interface.doing.acting import move, redirect
from engines.spec.interface.doing.beginning import count_up
from engines.spec.interface.doing.bulk import delete_several, make_several
from engines.spec.interface.doing.checksums import told_sum, verify_sum
from engines.spec.interface.doing.choosing import choose
from engines.spec.interface.doing.claiming import claim
from engines.spec.interface.doing.computing import compute
from engines.spec.interface.doing.files import archive, download, raw_text, table
from engines.spec.interface.doing.gathering import gather
from engines.spec.interface.doing.listing import list_all
from engines.spec.interface.doing.looking import look_up
from engines.spec.interface.doing.making import make, put
from engines.spec.interface.doing.marking import list_marked, mark
from engines.spec.interface.doing.membership import change_one, delete_one, glance, read_one, replace_one, restore
from engines.spec.interface.doing.pictures import picture
from engines.spec.interface.doing.saying import say, unsay
from engines.spec.interface.doing.setting import add_to, keep_list, set_member
from engines.spec.interface.doing.signing import log_in, log_out, me, new_password, register
from engines.spec.interface.doing.skills import functions
from engines.spec.interface.doing.summing import summed
from engines.spec.interface.doing.uploads import one_limit, size_in, unpack
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.durations import keep_ending
from engines.spec.interface.entries import join_entries, keep_entries
from engines.spec.interface.fields import keep_fields, stands_once
from engines.spec.interface.lines import find_lines, keep_lines
from engines.spec.interface.marks import find_marks
from engines.spec.interface.model import Call, Interface
from engines.spec.interface.parts import find_parts, keep_parts
from engines.spec.interface.people import by_key, find_keys, find_people, keep_secrets, own_things, schemes_of
from engines.spec.interface.places import Place, place_of
from engines.spec.interface.refusing import find_faults, own_faults
from engines.spec.interface.showing import view_of
from engines.spec.interface.soft import keep_soft
from engines.spec.interface.soundness import unsound
from engines.spec.interface.things import find_things, link_passed, shows
from engines.spec.interface.totals import keep_totals
from engines.spec.interface.words import Words
from engines.spec.patterns import pattern

_BYTES = pattern(r"\b(\d+(?:\.\d+)?) ?(kb|mb|gb|kilobytes|megabytes|kib|mib)\b")
_STATUS = pattern(r"\b(4\d\d)\b")
SKILLS = functions() | {
    "corner",
    "power",
    "zipped",
    "unzipped",
    "safe_name",
    "attachment",
    "csv_written",
    "csv_read",
    "numbered",
}
Doing = Callable[[Call, Place, Study], list[ServiceStep] | None]
KINDS: tuple[Doing, ...] = (
    unpack,
    count_up,
    told_sum,
    verify_sum,
    register,
    log_in,
    log_out,
    new_password,
    me,
    redirect,
    make,
    make_several,
    put,
    say,
    unsay,
    mark,
    set_member,
    add_to,
    keep_list,
    choose,
    claim,
    restore,
    move,
    picture,
    table,
    archive,
    download,
    raw_text,
    list_marked,
    list_all,
    gather,
    read_one,
    replace_one,
    change_one,
    delete_one,
    delete_several,
    glance,
    summed,
    look_up,
    compute,
)


@dataclass(frozen=True, kw_only=True)
class Understood:
    """A service, and what was left open: sentences that name it."""

    service: Service
    left: tuple[str, ...]


def understand(interface: Interface, prose: Mapping[str, str], english: English, words: Words) -> Understood:
    """What stands behind an interface. `prose`: what a text says of operations, by `METHOD path`."""
    interface = replace(interface, calls=tuple(_with_told(call, interface, prose) for call in interface.calls))
    study = Study(interface=interface, english=english, words=words, prose=prose)
    find_things(study)
    for draft in study.drafts:
        shows(draft, study)
    join_entries(study)
    find_lines(study)
    find_parts(study)
    find_people(study)
    find_keys(study)
    keep_secrets(study)
    own_things(study)
    find_marks(study)
    for draft in study.drafts:
        keep_fields(draft, study)
        keep_soft(draft, study)
    study.choices = find_choices(study)
    for draft in tuple(study.drafts):
        keep_lines(draft, study)
        keep_parts(draft, study)
        keep_totals(draft, study)
        keep_ending(draft)
    for draft in study.drafts:
        link_assigned(draft, study)
    keep_entries(study)
    link_passed(study)
    for draft in study.drafts:
        stands_once(draft, study)
        draft.told_gone = bool(draft.expires) and any(
            410 in c.statuses() and _passes(c, draft, study) for c in interface.calls
        )
    for draft in study.drafts:
        for shape in draft.shapes:
            view_of(draft, shape, study)
    study.left.clear()
    faults = find_faults(study)
    operations = tuple(
        Operation(
            method=call.method,
            path=call.path,
            name=call.id if call.id not in SKILLS else f"{call.method.lower()}_{call.id}",
            schemes=schemes_of(call, study),
            optional=() in call.security or by_key(call, study),
            steps=_steps(call, study),
            faults=own_faults(call, faults, study),
            largest=_largest(call, study),
        )
        for call in interface.calls
    )
    used = " ".join(str(operation.steps) for operation in operations)
    service = Service(
        document=interface.text,
        resources=tuple(draft.finished() for draft in study.drafts),
        schemes=(*study.schemes.values(), *study.keys.values()),
        faults=faults,
        views=tuple(view for view in study.views.values() if f"{view.name}(" in used or _nested(view.name, study)),
        operations=operations,
        start=_start(study),
    )
    return Understood(service=service, left=tuple(dict.fromkeys(study.left)))


def _with_told(call: Call, interface: Interface, prose: Mapping[str, str]) -> Call:
    """An operation with the statuses that the text names, where the document leaves them open."""
    if not any(reply.status in (0, 4) for reply in call.replies):
        return call
    said = f"{prose.get(call.key, '')} {call.words}"
    statuses = {int(match[1]) for match in _STATUS.finditer(said)}
    general = {int(match[1]) for match in _STATUS.finditer(interface.description)} & {400, 401, 404, 422}
    return replace(call, told=frozenset(statuses | general | ({401} if any(call.security) else set())))


def _passes(call: Call, draft: Draft, study: Study) -> bool:
    return any((found := study.addressed(part)) and found[0] is draft for part in place_of(call).passed)


def _largest(call: Call, study: Study) -> int:
    """The bytes that a request may have, as the text says beside 413; 0 where it says nothing, more for files."""
    parts = call.body is not None and "multipart/form-data" in call.body.media
    uploads = parts or (call.body is not None and call.body.json is None and call.body.form is None)
    said = study.said(call)
    told = [size_in(match[1], match[2]) for match in _BYTES.finditer(said)] if 413 in call.statuses() else []
    most = one_limit(said) or (told[0] if told else 0)
    if most:
        return round(most * 1.1) + 10_000 if parts else most
    return 10_000_000 if uploads else 0


def _nested(name: str, study: Study) -> bool:
    return any(f"{name}(" in view.body for view in study.views.values())


def _steps(call: Call, study: Study) -> tuple[ServiceStep, ...]:
    if call.method == "HEAD" and (reading := study.call("GET", call.path)):
        return _steps(replace(reading, security=call.security), study)
    place = place_of(call)
    study.about = call
    for kind in KINDS:
        steps = kind(call, place, study)
        if steps is not None:
            steps = [*(rule for rule in in_role(call, study) if rule.that not in str(steps)), *steps]
        if steps is not None and not unsound(steps, _names(call, study), study, SKILLS | _parameters(call)):
            return tuple(steps)
    study.left.append(f"what {call.key} does")
    return (NotBuilt(why=f"What {call.key} does could not be told from the document."),)


def _parameters(call: Call) -> frozenset[str]:
    return frozenset(parameter.term for parameter in call.parameters)


def _names(call: Call, study: Study) -> frozenset[str]:
    """What an operation's terms may name besides the request."""
    if not schemes_of(call, study):
        return frozenset()
    return frozenset(("caller", "session")) if study.sessions else frozenset(("caller",))


def _start(study: Study) -> tuple[ServiceStep, ...]:
    """An administrator from the environment, where nobody can register."""
    who = study.accounts
    if who is None or who.create is not None or "email" not in who.fields:
        return ()
    hidden = next((f.name for f in who.fields.values() if f.made == "password"), "")
    made = Create(record=who.name, of=who.name, values=(("email", "lower(admin_email)"), (hidden, "admin_password")))
    missing = f'admin_email != "" and not exists({who.name}, email=lower(admin_email))'
    return (If(that=missing, then=(made,)),) if hidden else ()
