"""What sentences say of a record's states, and how amounts are worked out: short ones, and two fresh interfaces read whole."""

from __future__ import annotations

import pytest

from engines.kernel.spec.service import (
    Answer,
    Change,
    Create,
    Find,
    ForEach,
    If,
    NotBuilt,
    Operation,
    Require,
    Select,
    Service,
    ServiceStep,
    Set,
)
from engines.spec import read_brief
from engines.spec.interface.formulas import formulas
from tests.openapi.collection import folder_of

ORDERS = """
openapi: 3.1.0
info: {title: Parcels, version: '1'}
paths:
  /parcels:
    post:
      operationId: send
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [to], properties: {to: {type: string}}}}}}
      responses: {'201': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Parcel'}}}}}
    get:
      operationId: parcels
      responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Parcel'}}}}}}
  /parcels/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get: {operationId: parcel, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Parcel'}}}}, '404': {description: no}}}
  /parcels/{id}/WORD:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    post:
      operationId: act
      description: "SENTENCE"
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Parcel'}}}}, '404': {description: no}, '409': {description: conflict}}
components:
  schemas:
    Parcel: {type: object, required: [id, to, status], properties: {id: {type: integer}, to: {type: string}, status: {type: string, enum: [ready, on_hold, shipped, lost, cancelled]}, fragile: {type: boolean, default: false}}}
"""


def acted(word: str, sentence: str) -> tuple[ServiceStep, ...]:
    spec = read_brief("", interface=ORDERS.replace("WORD", word).replace("SENTENCE", sentence)).spec
    assert spec.service
    return next(one for one in spec.service.operations if one.name == "act").steps


@pytest.mark.parametrize(
    ("word", "sentence", "asked"),
    [
        ("ship", "Only a ready parcel can be shipped.", "parcel.status == 'ready'"),
        ("ship", "Only ready or on hold parcels can be shipped.", "parcel.status in ['ready', 'on_hold']"),
        ("cancel", "Shipped and lost parcels can't be cancelled.", "parcel.status not in ['shipped', 'lost']"),
        ("cancel", "Answers 409 unless the parcel is ready.", "parcel.status == 'ready'"),
        ("cancel", "Fails with 409 if it is not ready.", "parcel.status == 'ready'"),
        ("cancel", "From ready or on_hold to cancelled.", "parcel.status in ['ready', 'on_hold']"),
        ("cancel", "Must still be ready.", "parcel.status == 'ready'"),
        ("ship", "It is on its way then.", "parcel.status != 'shipped'"),
    ],
)
def test_a_sentence_says_what_must_hold(word: str, sentence: str, asked: str) -> None:
    assert [step.that for step in acted(word, sentence) if isinstance(step, Require)] == [asked]


def test_a_sentence_may_speak_of_a_truth() -> None:
    asked = [
        step.that for step in acted("cancel", "A fragile parcel cannot be cancelled.") if isinstance(step, Require)
    ]
    assert asked == ["not parcel.fragile", "parcel.status != 'cancelled'"]


def test_a_sentence_says_which_state_a_word_leads_to() -> None:
    change = next(step for step in acted("post", "From ready to shipped.") if isinstance(step, Change))
    assert change.values == (("status", "'shipped'"),)


def test_a_word_that_leads_nowhere_is_not_built() -> None:
    assert isinstance(acted("ponder", "Somebody thinks about the parcel.")[0], NotBuilt)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("net is the sum of all lines, tax is rate of it rounded down, gross is both together",
         {"net": "SUM", "tax": "floor(net * caller.rate / 100)", "gross": "net + tax"}),
        ("gross is net plus tax minus rebate. net is the sum of the lines", {"net": "SUM"}),
        ("net is the sum of the lines. tax is 19 % of net", {"net": "SUM", "tax": "round(net * 19 / 100)"}),
        ("net is nice", {}),
    ],
)  # fmt: skip
def test_sentences_say_how_numbers_are_worked_out(text: str, found: dict[str, str]) -> None:
    wanted = {word: word for word in ("net", "tax", "gross")}
    assert formulas(text, {"rate": "caller.rate"}, wanted, {"lines": "SUM"}) == found


@pytest.fixture(scope="module")
def kitchen() -> Service:
    spec = read_brief("", interface=next(folder_of("kitchen").glob("openapi.*")).read_text("utf-8")).spec
    assert spec.service
    return spec.service


def operation(of: Service, name: str) -> Operation:
    return next(operation for operation in of.operations if operation.name == name)


def test_lines_keep_the_price_of_the_moment(kitchen: Service) -> None:
    line = next(resource for resource in kitchen.resources if resource.name == "order_line")
    assert {field.name for field in line.fields} == {"quantity", "name", "unit_price_cents", "line_total_cents"}
    assert {link.to for link in line.links} == {"order", "dish"}


def test_each_line_names_a_dish_of_the_caller_s_own(kitchen: Service) -> None:
    loop = next(step for step in operation(kitchen, "place_order").steps if isinstance(step, ForEach))
    find, there, available, *_ = loop.steps
    assert "restaurant" in str(find)
    assert isinstance(there, Require)
    assert there.otherwise == "invalid"
    assert isinstance(available, Require)
    assert (available.that, available.otherwise) == ("dish.available", "conflict")


def test_totals_follow_from_the_lines(kitchen: Service) -> None:
    told = {step.name: step.to for step in operation(kitchen, "place_order").steps if isinstance(step, Set)}
    assert told == {
        "subtotal_cents": "total(order_line, line_total_cents, in_order=order)",
        "tax_cents": "floor(subtotal_cents * caller.tax_percent / 100)",
        "total_cents": "subtotal_cents + tax_cents",
    }


@pytest.fixture(scope="module")
def wallet() -> Service:
    spec = read_brief("", interface=next(folder_of("wallet").glob("openapi.*")).read_text("utf-8")).spec
    assert spec.service
    return spec.service


def test_deposits_and_withdrawals_are_entries_of_one_resource(wallet: Service) -> None:
    assert {"entry"} == {resource.name for resource in wallet.resources} & {"entry", "deposit", "withdrawal"}
    made = next(step for step in operation(wallet, "deposit").steps if isinstance(step, Create))
    assert dict(made.values)["kind"] == '"deposit"'
    assert dict(made.values)["balance_after"] == "balance_after"


def test_what_is_taken_out_must_be_there(wallet: Service) -> None:
    asked = {step.that: step.otherwise for step in operation(wallet, "withdraw").steps if isinstance(step, Require)}
    assert asked == {"wallet.status != 'frozen'": "conflict", "balance_after >= 0": "conflict"}
    assert "balance_after >= 0" not in str(operation(wallet, "deposit").steps)


def test_a_transfer_takes_from_the_caller_s_own_and_gives_to_anybody_s(wallet: Service) -> None:
    steps = operation(wallet, "transfer").steps
    source, target = [step for step in steps if isinstance(step, Find)]
    assert [match.field for match in source.where] == ["wallet_id", "owner"]
    assert [match.field for match in target.where] == ["wallet_id"]
    asked = [step.that for step in steps if isinstance(step, Require)]
    assert "source_wallet != target_wallet" in asked
    assert "source_wallet.currency == target_wallet.currency" in asked
    booked = [dict(step.values)["kind"] for step in steps if isinstance(step, Create) and step.of == "entry"]
    assert booked == ['"transfer_out"', '"transfer_in"']


def test_an_empty_wallet_is_one_without_a_balance(wallet: Service) -> None:
    asked = [step.that for step in operation(wallet, "close_wallet").steps if isinstance(step, Require)]
    assert asked == ["wallet.balance == 0"]


def test_numbers_of_many_records_are_worked_out_of_what_members_say(kitchen: Service) -> None:
    body = next(step for step in operation(kitchen, "stats").steps if isinstance(step, Answer)).body
    assert '"revenueCents": total(order, total_cents, restaurant=caller, status="served")' in body
    assert "floor(average(order, total_cents, restaurant=caller" in body


@pytest.fixture(scope="module")
def studio() -> Service:
    spec = read_brief("", interface=next(folder_of("studio-bookings").glob("openapi.*")).read_text("utf-8")).spec
    assert spec.service
    return spec.service


def test_a_place_is_booked_while_there_is_one_and_once_by_each(studio: Service) -> None:
    asked = [step.that for step in operation(studio, "book").steps if isinstance(step, Require)]
    assert asked == [
        "not exists(booking, class_record=class_record, member=caller)",
        "count(booking, class_record=class_record) < class_record.capacity",
    ]


def test_two_may_not_be_in_one_room_at_a_time(studio: Service) -> None:
    order, free = [step.that for step in operation(studio, "schedule").steps if isinstance(step, Require)]
    assert order == "moment(body.starts_at) < moment(body.ends_at)"
    assert "rows(class_record, room=body.room)" in free


def test_members_are_what_their_descriptions_say(studio: Service) -> None:
    shown = {view.name: view.body for view in studio.views}
    assert (
        '"freePlaces": class_record.capacity - count(booking, class_record=class_record)' in shown["class_record_view"]
    )
    assert '"classTitle": booking.class_record.title' in shown["booking_view"]


def test_what_a_manager_makes_is_nobody_s_own(studio: Service) -> None:
    assert not next(resource for resource in studio.resources if resource.name == "class_record").links


def test_lists_of_what_has_not_begun(studio: Service) -> None:
    select = next(step for step in operation(studio, "timetable").steps if isinstance(step, Select))
    assert ("starts_at", ">", "now()") in [(match.field, match.operator, match.value) for match in select.where]
    assert select.order == ("starts_at", "pk")


@pytest.fixture(scope="module")
def plans() -> Service:
    spec = read_brief("", interface=next(folder_of("plan-subscriptions").glob("openapi.*")).read_text("utf-8")).spec
    assert spec.service
    return spec.service


def test_the_end_of_a_path_may_be_one_of_several_verbs(plans: Service) -> None:
    asked = {
        step.that: [one.that for one in step.then if isinstance(one, Require)]
        for step in operation(plans, "act").steps
        if isinstance(step, If)
    }
    assert asked == {
        "path.action == 'pause'": ["subscription.status in ['trialing', 'active']"],
        "path.action == 'resume'": ["subscription.status == 'paused'"],
        "path.action == 'cancel'": ["subscription.status != 'cancelled'"],
    }


def test_where_a_record_begins_may_depend_on_what_it_points_to(plans: Service) -> None:
    made = next(step for step in operation(plans, "subscribe").steps if isinstance(step, Create))
    assert dict(made.values)["status"] == "'trialing' if plan.trial_days else 'active'"


def test_what_is_referred_to_must_allow_it(plans: Service) -> None:
    asked = [step.that for step in operation(plans, "subscribe").steps if isinstance(step, Require)]
    assert "not plan.retired" in asked
    assert any("count(subscription, coupon=coupon) < coupon.max_redemptions" in that for that in asked)


def test_an_amount_follows_from_what_a_record_points_to(plans: Service) -> None:
    shown = next(view.body for view in plans.views if view.of == "subscription")
    assert "floor(subscription.plan.price_cents * subscription.seats * (100 - (" in shown
    billed = next(step for step in operation(plans, "bill").steps if isinstance(step, Create))
    assert "subscription.plan.price_cents" in dict(billed.values)["amount_cents"]
