"""What is taken from shelves and put back, how often and how many, until when: read from a fresh interface whole."""

from __future__ import annotations

import pytest

from engines.kernel.spec.service import (
    Answer,
    Change,
    Create,
    Find,
    ForEach,
    If,
    Operation,
    RemoveAll,
    Require,
    Select,
    Service,
    Set,
)
from engines.spec import read_brief
from tests.openapi.collection import folder_of


@pytest.fixture(scope="module")
def library() -> Service:
    spec = read_brief("", interface=next(folder_of("tool-library").glob("openapi.*")).read_text("utf-8")).spec
    assert spec.service
    return spec.service


def operation(of: Service, name: str) -> Operation:
    return next(operation for operation in of.operations if operation.name == name)


def asked(of: Operation) -> list[str]:
    return [step.that for step in of.steps if isinstance(step, Require)]


def test_one_is_taken_from_the_shelf_while_there_is_one(library: Service) -> None:
    borrow = operation(library, "borrow")
    assert asked(borrow) == ["tool is not None", 'count(loan, owner=caller, status="open") < 3', "tool.on_shelf >= 1"]
    assert next(step for step in borrow.steps if isinstance(step, Change)).values == (
        ("on_shelf", "tool.on_shelf - 1"),
    )


def test_it_is_put_back(library: Service) -> None:
    state, shelf = [step for step in operation(library, "give_back").steps if isinstance(step, Change)]
    assert dict(state.values) == {"status": "'returned'", "returned_at": "now()"}
    assert (shelf.record, shelf.values) == ("tool", (("on_shelf", "tool.on_shelf + 1"),))


def test_days_tell_until_when(library: Service) -> None:
    made = next(step for step in operation(library, "borrow").steps if isinstance(step, Create))
    assert dict(made.values)["due_on"] == "today() + days(body.days)"
    later = next(step for step in operation(library, "extend").steps if isinstance(step, Change))
    assert dict(later.values) == {"due_on": "loan.due_on + days(body.days)", "extensions": "loan.extensions + 1"}


def test_what_is_done_often_has_an_end(library: Service) -> None:
    assert asked(operation(library, "extend")) == ["loan.status == 'open'", "loan.extensions < 2"]


def test_who_borrows_is_the_borrower(library: Service) -> None:
    shown = next(view.body for view in library.views if view.of == "loan")
    assert '"borrower": loan.owner.username' in shown
    assert '"tool_name": loan.tool.name' in shown


def test_nothing_is_removed_of_which_some_is_lent(library: Service) -> None:
    assert asked(operation(library, "remove_tool")) == ["count(loan, tool=tool, status='open') == 0"]


def test_lists_tell_their_number_in_a_header_and_switch_on_stock(library: Service) -> None:
    steps = operation(library, "list_tools").steps
    select = next(step for step in steps if isinstance(step, Select))
    assert "tool.on_shelf > 0" in select.that
    answer = next(step for step in steps if isinstance(step, Answer))
    assert dict(answer.headers) == {"X-Total-Count": "str(total)"}


@pytest.fixture(scope="module")
def beacon() -> Service:
    spec = read_brief("", interface=next(folder_of("beacon-logs").glob("openapi.*")).read_text("utf-8")).spec
    assert spec.service
    return spec.service


def test_a_list_in_an_object_makes_a_record_of_each(beacon: Service) -> None:
    loop = next(step for step in operation(beacon, "send_events").steps if isinstance(step, ForEach))
    made = next(step for step in loop.steps if isinstance(step, Create))
    assert loop.of == "body.events"
    assert dict(made.values)["occurred_at"] == "moment(get(item, 'occurredAt')) or now()"
    assert dict(made.values)["application"] == "caller"


def test_a_least_level_means_all_above_it(beacon: Service) -> None:
    asked_levels = next(step for step in operation(beacon, "find_events").steps if isinstance(step, Set))
    assert '"error": ["error", "fatal"]' in asked_levels.to


def test_old_ones_are_deleted_and_counted(beacon: Service) -> None:
    steps = operation(beacon, "purge").steps
    removed = next(step for step in steps if isinstance(step, RemoveAll))
    assert [(match.field, match.operator) for match in removed.where] == [("application", "="), ("occurred_at", "<")]
    answer = next(step for step in steps if isinstance(step, Answer))
    assert answer.body == '{"deleted": len(events)}'


def test_numbers_of_what_parameters_ask_for(beacon: Service) -> None:
    body = next(step for step in operation(beacon, "summary").steps if isinstance(step, Answer)).body
    assert 'len([one for one in events if one.level == "error"])' in body
    assert "max([one.occurred_at for one in events])" in body


@pytest.fixture(scope="module")
def vouchers() -> Service:
    spec = read_brief("", interface=next(folder_of("gift-vouchers").glob("openapi.*")).read_text("utf-8")).spec
    assert spec.service
    return spec.service


def test_of_what_is_left_all_is_left_at_first(vouchers: Service) -> None:
    made = next(step for step in operation(vouchers, "issue_voucher").steps if isinstance(step, Create))
    assert dict(made.values)["balance_cents"] == "body.value_cents"


def test_when_nothing_is_left_the_state_changes(vouchers: Service) -> None:
    emptied = next(step for step in operation(vouchers, "redeem").steps if isinstance(step, If))
    assert emptied.that == "balance_cents_after == 0"
    assert "used_up" in str(emptied.then)


def test_undoing_an_entry_moves_back_what_it_moved(vouchers: Service) -> None:
    back = next(step for step in operation(vouchers, "undo").steps if isinstance(step, Change))
    assert (back.record, back.values) == (
        "voucher",
        (("balance_cents", "voucher.balance_cents + redemption.amount_cents"),),
    )


def test_a_body_may_look_something_up(vouchers: Service) -> None:
    find, answer = operation(vouchers, "check_balance").steps
    assert isinstance(find, Find)
    assert [match.field for match in find.where] == ["code"]
    assert isinstance(answer, Answer)


def test_a_list_tells_the_sum_of_what_it_shows(vouchers: Service) -> None:
    answer = next(step for step in operation(vouchers, "list_redemptions").steps if isinstance(step, Answer))
    assert '"total_redeemed_cents": sum([one.amount_cents for one in redemptions])' in answer.body


@pytest.fixture(scope="module")
def couriers() -> Service:
    spec = read_brief("", interface=next(folder_of("couriers").glob("openapi.*")).read_text("utf-8")).spec
    assert spec.service
    return spec.service


def test_the_next_one_is_taken_by_who_may(couriers: Service) -> None:
    role, first, empty, change, _ = operation(couriers, "take_next").steps
    assert isinstance(role, Require)
    assert role.that == "caller.role == 'courier'"
    assert isinstance(first, Set)
    assert first.to == "first(delivery, status='open', order=\"-express,pk\")"
    assert isinstance(empty, If)
    assert isinstance(change, Change)
    assert dict(change.values) == {"status": "'assigned'", "courier": "caller"}


def test_who_it_is_assigned_to_carries_it_out(couriers: Service) -> None:
    assert asked(operation(couriers, "pick_up")) == ["delivery.courier == caller", "delivery.status == 'assigned'"]
    assert asked(operation(couriers, "cancel"))[0] == "caller.role != 'courier'"
