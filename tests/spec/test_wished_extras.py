"""Wishes for what an application offers beside its records: feeds, rendered texts, short addresses and the like."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Feature, Spec
from engines.spec import check_spec, read_brief

BLOG = "A blog. A post has a title, a body and a date. A tag has a name. "


def read(text: str) -> Spec:
    spec = read_brief(text).spec
    assert check_spec(spec) == []
    return spec


def feature(spec: Spec, name: str) -> Feature:
    found = next((one for one in spec.features if one.name == name), None)
    assert found is not None, [one.name for one in spec.features]
    return found


def lacks(text: str, name: str) -> None:
    assert name not in {one.name for one in read(text).features}


@pytest.mark.parametrize(
    "wish",
    [
        "There is an RSS feed of the posts.",
        "Readers follow new posts in their feed reader.",
        "Posts are also available via RSS.",
        "Provide rss for the latest posts!",
        "Please offer a web feed.",
    ],
)
def test_a_feed_shows_what_is_new(wish: str) -> None:
    found = feature(read(BLOG + wish), "rss")
    assert (found.built, found.entity, found.options) == (True, "post", ())


def test_a_feed_says_its_format_and_shows_what_is_out() -> None:
    text = "An article has a headline and a text. An article is a draft, then published. Articles have an Atom feed."
    assert feature(read(text), "rss").options == (("format", "atom"), ("status", "published"))


@pytest.mark.parametrize(
    "text",
    ["A keeper feeds the animals. A feed has a name and a price.", "An atom has a name. The reader feeds back."],
)
def test_other_feeds_are_no_news(text: str) -> None:
    lacks(text, "rss")
