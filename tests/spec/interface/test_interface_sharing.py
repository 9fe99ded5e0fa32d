"""Records that their owner shares, logins that are slowed down, keys in headers: inferred whole, on a learned interface."""

from __future__ import annotations

import pytest

from engines.kernel.spec.service import Find, Operation, Refuse, Require, Select, Service, ServiceStep
from engines.spec import read_brief
from tests.openapi.collection import ROOT, interface


def service(name: str) -> Service:
    document = next((ROOT / name).glob("openapi.*")).read_text("utf-8")
    spec = read_brief(interface(name).text, interface=document).spec
    assert spec.service
    return spec.service


@pytest.fixture(scope="module")
def notes() -> Service:
    return service("notes-sharing")


def operation(of: Service, name: str) -> Operation:
    return next(operation for operation in of.operations if operation.name == name)


def first(of: Operation, kind: type) -> ServiceStep:
    return next(step for step in of.steps if isinstance(step, kind))


def test_a_shared_record_is_seen_by_those_it_is_shared_with(notes: Service) -> None:
    find = first(operation(notes, "get_note"), Find)
    assert isinstance(find, Find)
    assert find.that == "note.owner == caller or exists(share, note=note, user=caller)"
    select = first(operation(notes, "list_notes"), Select)
    assert isinstance(select, Select)
    assert "query.scope != 'own' and exists(share, note=note, user=caller)" in select.that


def test_changing_needs_the_right_to_write(notes: Service) -> None:
    check = first(operation(notes, "replace_note"), Require)
    assert isinstance(check, Require)
    assert "permission='write'" in check.that
    assert check.otherwise == "forbidden"
    owner = first(operation(notes, "delete_note"), Require)
    assert isinstance(owner, Require)
    assert owner.that == "note.owner == caller"


def test_who_is_shared_with_may_leave(notes: Service) -> None:
    check = first(operation(notes, "unshare"), Require)
    assert isinstance(check, Require)
    assert check.that == "note.owner == caller or path.username == caller.username"


def test_wrong_passwords_are_counted_even_though_they_are_refused(notes: Service) -> None:
    steps = str(operation(notes, "login").steps)
    assert "count(failed_login, login=body.username) < 10" in steps
    assert "seconds(60)" in steps
    assert Refuse.__name__ in steps


def test_keys_in_headers_open_what_gave_them_out() -> None:
    locker = service("file-locker")
    scheme = next(scheme for scheme in locker.schemes if scheme.parameter == "X-Locker-Key")
    assert (scheme.place, scheme.resource, scheme.field) == ("header", "locker", "key")
    find, check, *_ = operation(locker, "list_files").steps
    assert isinstance(find, Find)
    assert isinstance(check, Require)
    assert (check.that, check.otherwise) == ("caller == locker", "forbidden")
