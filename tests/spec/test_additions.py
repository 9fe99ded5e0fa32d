"""Wishes for comments, ratings, favourites, tags and files become things, fields, relations and rights; features name them."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Entity, Feature, FieldType, Spec, UniqueTogether
from engines.spec import check_spec, read_brief

RECIPES = "A recipe has a title and a description. "
SIGNED = RECIPES + "Members sign in. Members add recipes. "


def read(text: str) -> Spec:
    spec = read_brief(text).spec
    assert check_spec(spec) == []
    return spec


def feature(spec: Spec, name: str) -> Feature:
    found = next((one for one in spec.features if one.name == name), None)
    assert found is not None, [one.name for one in spec.features]
    return found


def names(spec: Spec) -> list[str]:
    return [entity.name for entity in spec.entities]


def shape(entity: Entity) -> tuple[set[str], dict[str, str]]:
    return {field.name for field in entity.fields}, {r.name: r.target for r in entity.relations}


@pytest.mark.parametrize(
    "wish",
    [
        "Members can comment on recipes.",
        "Members leave comments under a recipe.",
        "It should be possible to write comments for each recipe.",
        "Recipes can be commented.",
        "There is a comment section below every recipe.",
        "Members look at recipes and discuss them in the comments.",
        "Members can read a recipe and comment on it.",
    ],
)
def test_comments_have_a_text_what_they_are_about_and_an_author(wish: str) -> None:
    spec = read(SIGNED + wish)
    comment = spec.entity("comment")
    fields, relations = shape(comment)
    assert "text" in fields
    assert relations["recipe"] == "recipe"
    assert "user" in relations.values()
    [about] = [r for r in comment.relations if r.target == "recipe"]
    assert (about.on_delete, about.children) == ("cascade", "comments")
    found = feature(spec, "comments")
    assert found.built
    assert {"entity:comment", "field:comment.text", "relation:comment.recipe"} <= set(found.realised_by)
    own = [grant for grant in spec.grants if grant.entity == "comment" and grant.role == "member"]
    assert {(grant.own, grant.actions) for grant in own} == {
        (False, ("read",)),
        (True, ("create", "update", "delete")),
    }


def test_where_nobody_signs_in_comments_are_signed_with_a_name() -> None:
    spec = read(RECIPES + "People can comment on recipes.")
    fields, relations = shape(spec.entity("comment"))
    assert (fields, relations) == ({"text", "author"}, {"recipe": "recipe"})


def test_visitors_who_comment_see_what_they_comment_on() -> None:
    spec = read("A post has a title. Editors sign in and write posts. Visitors can leave comments under a post.")
    allowed = {grant.entity: grant.actions for grant in spec.grants if grant.role == "visitor"}
    assert allowed["comment"] == ("create", "read")
    assert "read" in allowed["post"]


@pytest.mark.parametrize(
    "text",
    [
        "A form has a name and a comment field.",
        "An order has a number, a date and a comment.",
        "A parcel has a weight and a price tag.",
        "Stations have a name and a rate per hour.",
        "We keep a review of the budget: a title and a year.",
    ],
)
def test_words_that_sound_alike_bring_nothing(text: str) -> None:
    found = {one.name for one in read(text).features}
    assert not found & {"comments", "tags", "ratings", "favourites"}


@pytest.mark.parametrize(
    ("wish", "upto"),
    [
        ("Members can rate a recipe from 1 to 5 stars, once per recipe.", 5),
        ("Members rate recipes with 1-10 stars.", 10),
        ("Members give each recipe a star rating.", 5),
        ("Recipes can be rated by members, one to five stars.", 5),
    ],
)
def test_ratings_are_given_once_and_averaged(wish: str, upto: int) -> None:
    spec = read(SIGNED + wish)
    rating, recipe = spec.entity("rating"), spec.entity("recipe")
    [stars] = [field for field in rating.fields if field.name == "stars"]
    assert (stars.type, stars.minimum, stars.maximum) == (FieldType.INTEGER, 1, upto)
    assert {c.name: c.expression for c in recipe.computed} == {
        "average_rating": "average(ratings, stars)",
        "number_of_ratings": "count(ratings)",
    }
    [once] = [rule for rule in spec.rules if isinstance(rule, UniqueTogether)]
    assert (once.entity, "recipe" in once.fields, len(once.fields)) == ("rating", True, 2)
    assert "computed:recipe.average_rating" in feature(spec, "ratings").realised_by


def test_a_review_with_stars_and_a_text_is_one_thing() -> None:
    spec = read(SIGNED + "Members leave a review with 1 to 5 stars and a text.")
    fields, _ = shape(spec.entity("review"))
    assert {"stars", "text"} <= fields
    assert "rating" not in names(spec)


def test_a_field_for_the_rating_is_a_rating() -> None:
    spec = read("A book has a title and a rating (1 to 5). The average rating is shown.")
    assert "rating" not in names(spec)
    assert feature(spec, "ratings").realised_by == ("field:book.rating",)


@pytest.mark.parametrize(
    "wish",
    [
        "Members can mark recipes as favourites.",
        "Members bookmark recipes.",
        "Every member has a wishlist of recipes.",
        "Members can save recipes for later.",
    ],
)
def test_favourites_are_ones_own(wish: str) -> None:
    spec = read(SIGNED + wish)
    found = feature(spec, "favourites")
    assert found.built
    [name] = {fact.split(":")[1] for fact in found.realised_by if fact.startswith("entity:")}
    grants = [grant for grant in spec.grants if grant.entity == name]
    assert grants
    assert all(grant.own for grant in grants)
    assert any(rule.entity == name and isinstance(rule, UniqueTogether) for rule in spec.rules)


def test_visitors_see_what_is_said_but_nobodys_favourites() -> None:
    spec = read(SIGNED + "Visitors can read recipes. Members comment on recipes and bookmark them.")
    assert {grant.entity for grant in spec.grants if grant.role == "visitor"} == {"recipe", "comment"}


def test_where_nobody_signs_in_a_favourite_is_a_mark() -> None:
    spec = read(RECIPES + "I want to mark recipes as favourites.")
    assert feature(spec, "favourites").realised_by == ("field:recipe.favourite",)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (RECIPES + "Recipes can be tagged.", "tag"),
        ("A recipe has a title, a description and tags. Filter by tag.", "tag"),
        ("A recipe has a title, a due date and labels.", "label"),
        (RECIPES + "I want to put several tags on a recipe.", "tag"),
        (RECIPES + "A tag has a name. Each recipe has tags.", "tag"),
    ],
)
def test_a_thing_has_any_number_of_tags(text: str, target: str) -> None:
    spec = read(text)
    links = [r for e in spec.entities for r in e.relations if r.many]
    assert [(r.target, r.required) for r in links] == [(target, False)]
    assert feature(spec, "tags").built
    assert [f.unique for f in spec.entity(target).fields if f.name == "name"] == [True]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("A task has a title. A PDF file can be uploaded for each task.", "field:task.pdf"),
        ("A task has a title. Staff upload files to tasks.", "field:attachment.file"),
        ("A task has a title. Photos can be attached to a task.", "field:photo.image"),
        ("A task has a title and a photo.", "field:task.photo"),
    ],
)
def test_files_have_a_place(text: str, fact: str) -> None:
    spec = read(text)
    assert fact in feature(spec, "file_upload").realised_by
    pictures = any(one.name == "image_upload" for one in spec.features)
    assert pictures == ("photo" in fact)


def test_pages_are_not_called_built_where_there_are_none() -> None:
    spec = read("A REST API without a user interface for tasks with a title. It has a dark mode.")
    assert (spec.kind, feature(spec, "dark_mode").built) == ("api", False)


@pytest.mark.parametrize(
    ("text", "entity", "fields"),
    [
        ("Boards have lists. Lists have cards. A card has a title. I drag cards between lists.", "card", ("list",)),
        ("Boards with columns, columns have notes, a note has a text. Like trello.", "note", ("column",)),
        ("A task has a title and is open, doing or done. Show tasks on a kanban board.", "task", ()),
    ],
)
def test_what_is_dragged_has_states_or_lanes(text: str, entity: str, fields: tuple[str, ...]) -> None:
    [found] = [one for one in read(text).features if one.name in ("kanban", "drag_and_drop")]
    assert (found.entity, found.fields, found.built) == (entity, fields, True)


def test_without_states_and_lists_there_is_nothing_to_drag() -> None:
    spec = read("A recipe has a title. I want to drag recipes around.")
    assert not feature(spec, "drag_and_drop").built


TICKETS = "A ticket has a title, a priority (low, high), a price and a date. A ticket is open or closed. "


@pytest.mark.parametrize(
    ("wish", "fields", "summed", "shape"),
    [
        ("Show a chart of tickets per month.", ("date",), "", "bar"),
        ("A bar chart shows tickets by priority.", ("priority",), "", "bar"),
        ("I want a graph of the tickets by status.", ("status",), "", "bar"),
        ("Draw a line chart of the price per month.", ("date",), "price", "line"),
        ("Plot the revenue of tickets per year as a diagram.", ("date",), "price", "bar"),
        ("We would like some charts.", ("status", "priority"), "", "bar"),
    ],
)
def test_charts_know_what_they_draw(wish: str, fields: tuple[str, ...], summed: str, shape: str) -> None:
    found = feature(read(TICKETS + wish), "charts")
    assert (found.entity, found.fields, found.expression) == ("ticket", fields, summed)
    assert dict(found.options)["shape"] == shape


@pytest.mark.parametrize(
    ("text", "entity", "fields"),
    [
        (
            "An event has a title, a start time and an end time. Show events in a calendar.",
            "event",
            ("start_time", "end_time"),
        ),
        ("A task has a title and a due date. We want a month view of the tasks.", "task", ("due_date",)),
        (
            "A room has a name. A booking has a room, a start date and an end date. There is an iCal feed.",
            "booking",
            ("start_date", "end_date"),
        ),
    ],
)
def test_a_calendar_shows_what_has_a_date_or_a_span(text: str, entity: str, fields: tuple[str, ...]) -> None:
    found = feature(read(text), "calendar")
    assert (found.entity, found.fields, found.built) == (entity, fields, True)


def test_without_dates_there_is_no_calendar() -> None:
    assert not feature(read("A recipe has a title. Show recipes in a calendar."), "calendar").built
