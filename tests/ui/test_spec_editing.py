"""Edits of a specification's text: what the engine reads afterwards, and that everything else stays as it was."""

from __future__ import annotations

import pytest

from engines.spec import check_spec, load_spec
from ui.rooms.spec.editing import (
    Edit,
    add_entity,
    add_field,
    add_relation,
    change_flag,
    change_type,
    delete_entity,
    delete_field,
    delete_item,
    delete_relation,
    line_of,
    line_of_item,
    name_from,
    plural_of,
    rename_entity,
    rename_field,
)
from ui.rooms.spec.yaml_nodes import CannotEdit

SPEC = """\
version: 1
name: lending
title: Lending
accounts: true
entities:
  # what can be borrowed
  book:
    plural: books
    fields:
      title: {type: text, from: [1]}
      copies: {type: integer, minimum: 0, from: [1]}
    label: title
    from: [1]
  reader:
    plural: readers
    fields:
      name: {type: text, from: [2]}
    label: name
    from: [2]
  loan:
    plural: loans
    fields:
      taken: {type: date, from: [3]}
      due: {type: date, from: [3]}
      returned: {type: date, required: false, from: [3]}
    relations:
      book: {target: book, children: loans, from: [3]}
      reader: {target: reader, children: loans, from: [3]}
    computed:
      overdue: {type: boolean, expression: due < today() and returned is None, from: [4]}
    from: [3]
rules:
  - field_order: {entity: loan, earlier: taken, later: due, from: [3]}  # said twice
roles:
  clerk: {from: [5]}
grants:
  - {role: clerk, entity: book, actions: [read]}
  - {role: clerk, entity: loan, actions: [create, read]}
sentences:
  1: {text: Books have a title., status: facts}
"""


def faults(text: str) -> list[str]:
    return [finding.title for finding in check_spec(load_spec(text)) if finding.grave]


def test_the_text_of_before_can_be_built() -> None:
    assert faults(SPEC) == []


@pytest.mark.parametrize(
    "edit",
    [
        add_entity("shelf"),
        add_field("book", "isbn", "text"),
        add_relation("loan", "loan", "renewals"),
        change_type("book", "copies", "number"),
        change_flag("loan", "returned", "required", on=True),
        change_flag("book", "title", "unique", on=True),
        rename_entity("book", "volume"),
        rename_field("loan", "due", "due_date"),
        rename_field("book", "title", "heading"),
        delete_field("book", "copies"),
        delete_relation("loan", "reader"),
        delete_entity("loan"),
        delete_entity("reader"),
        delete_item("rules", 0),
    ],
)
def test_every_edit_leaves_a_text_that_can_be_read_and_the_comments_in_it(edit: Edit) -> None:
    after = edit(SPEC)
    load_spec(after)
    assert "# what can be borrowed" in after
    assert after != SPEC


def test_a_renamed_entity_is_renamed_wherever_it_is_named() -> None:
    spec = load_spec(rename_entity("book", "volume")(SPEC))
    volume = spec.entity("volume")
    assert (volume.plural, volume.origin.source) == ("volumes", "person")
    assert [relation.target for relation in spec.entity("loan").relations] == ["volume", "reader"]
    assert [grant.entity for grant in spec.grants] == ["volume", "loan"]
    assert faults(rename_entity("book", "volume")(SPEC)) == []


def test_rules_and_computed_values_follow_a_renamed_field() -> None:
    after = rename_field("loan", "due", "due_date")(SPEC)
    spec = load_spec(after)
    assert faults(after) == []
    assert spec.entity("loan").computed[0].expression == "due_date < today() and returned is None"
    assert "# said twice" in after


def test_a_label_follows_its_field() -> None:
    assert load_spec(rename_field("book", "title", "heading")(SPEC)).entity("book").label == "heading"


def test_what_a_person_adds_says_so() -> None:
    spec = load_spec(add_field("reader", "phone", "phone")(add_entity("shelf")(SPEC)))
    assert spec.entity("shelf").origin.source == "person"
    field = spec.entity("reader").fields[-1]
    assert (field.name, field.type.value, field.origin.source) == ("phone", "phone", "person")


def test_rules_and_grants_go_with_their_entity() -> None:
    spec = load_spec(delete_entity("loan")(SPEC))
    assert not spec.rules
    assert [grant.entity for grant in spec.grants] == ["book"]


def test_a_name_that_is_taken_is_refused() -> None:
    with pytest.raises(CannotEdit, match="reader"):
        rename_entity("book", "reader")(SPEC)
    with pytest.raises(CannotEdit, match="taken"):
        add_field("loan", "taken", "date")(SPEC)


def test_a_text_that_is_no_yaml_is_refused() -> None:
    with pytest.raises(CannotEdit):
        add_entity("shelf")("entities: {")


def test_names_are_made_of_what_people_write() -> None:
    assert name_from("Order item!") == "order_item"
    assert [plural_of(name) for name in ("bike", "city", "box", "day")] == ["bikes", "cities", "boxes", "days"]


def test_the_lines_of_a_fact_are_found() -> None:
    first, last = line_of(SPEC, "entities", "book")
    lines = SPEC.splitlines()
    assert (lines[first - 1].strip(), lines[last - 1].strip()) == ("book:", "from: [1]")
    assert line_of(SPEC, "entities", "loan", "fields", "due") == (24, 24)


def test_a_flag_is_switched_on_and_off_again() -> None:
    on = change_flag("book", "title", "unique", on=True)(SPEC)
    field = load_spec(on).entity("book").fields[0]
    assert (field.unique, field.origin.source) == (True, "person")
    assert not load_spec(change_flag("book", "title", "unique", on=False)(on)).entity("book").fields[0].unique


def test_one_of_several_rules_is_found_by_its_line_and_removed_alone() -> None:
    more = SPEC.replace("roles:", "  - {field_order: {entity: loan, earlier: taken, later: returned}}\nroles:", 1)
    line = line_of_item(more, "rules", 1)[0]
    assert "later: returned" in more.splitlines()[line - 1]
    after = load_spec(delete_item("rules", 1)(more))
    assert [rule.later for rule in after.rules] == ["due"]  # type: ignore[union-attr]
    assert load_spec(delete_item("rules", 0)(SPEC)).rules == ()
    with pytest.raises(CannotEdit):
        delete_item("rules", 5)(SPEC)
