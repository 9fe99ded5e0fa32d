"""What people do with what others made: marks, answers of one's own, who may, what is hidden, counted and put in order."""

from __future__ import annotations

import pytest

from engines.kernel.spec.service import Change, Create, Find, ForEach, Match, Remove, Require, Select, Service
from engines.spec import read_brief
from tests.openapi.collection import folder_of


def read(name: str) -> Service:
    document = next(folder_of(name).glob("openapi.*")).read_text("utf-8")
    service = read_brief("", interface=document).spec.service
    assert service is not None
    return service


@pytest.fixture(scope="module")
def services() -> dict[str, Service]:
    return {name: read(name) for name in ("blog-articles", "questions", "meetups", "film-club", "ballots", "boards")}


def steps(service: Service, key: str) -> tuple[object, ...]:
    return next(o.steps for o in service.operations if f"{o.method} {o.path}" == key)


def required(service: Service, key: str) -> list[str]:
    return [step.that for step in steps(service, key) if isinstance(step, Require)]


def shown(service: Service, view: str) -> str:
    return next(one.body for one in service.views if one.name == view)


def test_a_follow_is_a_mark_of_its_own(services: dict[str, Service]) -> None:
    blog = services["blog-articles"]
    follow = next(r for r in blog.resources if r.name == "user_follow")
    assert follow.once == (("target", "user"),)
    assert "exists(user_follow, target=user, user=caller)" in shown(blog, "user_profile")
    assert "count(article_favorite, article=article)" in shown(blog, "article_view")


def test_a_feed_is_of_those_one_follows(services: dict[str, Service]) -> None:
    (select,) = [s for s in steps(services["blog-articles"], "GET /articles/feed") if isinstance(s, Select)]
    assert select.that == "exists(user_follow, target=article.owner, user=caller)"


def test_what_is_left_out_of_a_change_stays(services: dict[str, Service]) -> None:
    (change,) = [s for s in steps(services["blog-articles"], "PUT /user") if isinstance(s, Change)]
    assert change.given_only
    taken = required(services["blog-articles"], "PUT /user")[0]
    assert taken.endswith("exists(user, username=body.user.username, pk__ne=caller.pk)")


def test_who_asked_accepts_one_answer(services: dict[str, Service]) -> None:
    accept = steps(services["questions"], "POST /answers/{answer_id}/accept")
    assert required(services["questions"], "POST /answers/{answer_id}/accept") == ["answer.question.owner == caller"]
    before, chosen = [s for s in accept if isinstance(s, ForEach | Change)]
    assert isinstance(before, ForEach)
    assert before.of == "rows(answer, question=answer.question, accepted=True)"
    assert isinstance(chosen, Change)
    assert chosen.values == (("accepted", "True"),)


def test_nobody_votes_on_what_is_their_own(services: dict[str, Service]) -> None:
    assert required(services["questions"], "PUT /questions/{question_id}/vote") == ["question.owner != caller"]


def test_lists_are_ordered_by_what_is_counted(services: dict[str, Service]) -> None:
    (select,) = [s for s in steps(services["questions"], "GET /questions") if isinstance(s, Select)]
    assert "-total(vote, value, question=question)" in select.order_by
    (films,) = [s for s in steps(services["film-club"], "GET /films") if isinstance(s, Select)]
    bound = Match(field="average(review, stars, film=film)", operator=">=", value="query.min_rating", optional=True)
    assert bound in films.where


def test_drafts_are_seen_by_their_owner_alone(services: dict[str, Service]) -> None:
    (find,) = [s for s in steps(services["meetups"], "GET /events/{eventId}") if isinstance(s, Find)]
    assert find.that == "event.owner == caller or event.status != 'draft'"


def test_places_run_out(services: dict[str, Service]) -> None:
    asked = required(services["meetups"], "PUT /events/{eventId}/rsvp")
    assert any("count(rsvp, event=event, answer='yes') < event.places" in that for that in asked)


def test_people_are_known_by_a_key_too(services: dict[str, Service]) -> None:
    club = services["film-club"]
    assert [link.name for r in club.resources if r.name == "review" for link in r.links] == ["film", "owner"]
    assert "not exists(review, film=film, owner=caller)" in required(club, "POST /films/{film_id}/reviews")


def test_texts_of_a_request_become_records(services: dict[str, Service]) -> None:
    made = [s for s in steps(services["ballots"], "POST /polls") if isinstance(s, ForEach)]
    assert [step for each in made for step in each.steps] == [
        Create(record="option", of="option", values=(("poll", "poll"), ("owner", "caller"), ("text", "item")))
    ]


def test_moderators_and_owners_may(services: dict[str, Service]) -> None:
    (that,) = required(services["boards"], "PUT /threads/{threadId}/lock")
    assert that == "thread.board.owner == caller or exists(moderator, board=thread.board, account=caller)"


def test_a_deleted_reply_leaves_a_gap(services: dict[str, Service]) -> None:
    gone = steps(services["boards"], "DELETE /replies/{replyId}")
    assert not any(isinstance(step, Remove) for step in gone)
    assert Change(record="reply", values=(("deleted", "True"), ("body", "None"))) in gone
