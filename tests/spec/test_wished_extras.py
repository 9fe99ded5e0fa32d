"""Wishes for what an application offers beside its records: feeds, rendered texts, short addresses and the like."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Feature, FieldType, Spec
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


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("A post has a title and a body. The body is written in Markdown.", "body"),
        ("A post has a title and a body. Posts support markdown.", "body"),
        ("A post has a title, a teaser and a body. The body of a post can be formatted with Markdown.", "body"),
        ("A post has a title and a text (Markdown).", "text"),
        ("A post has a title and a description. People write Markdown in the description of a post.", "description"),
    ],
)
def test_a_text_in_markdown_is_long(text: str, field: str) -> None:
    spec = read(text)
    found = feature(spec, "markdown")
    assert (found.built, found.entity, found.fields) == (True, "post", (field,))
    [kind] = [f.type for f in spec.entity("post").fields if f.name == field]
    assert kind is FieldType.LONG_TEXT


@pytest.mark.parametrize(
    "text",
    [
        "A post has a title and a body. Posts can be exported as Markdown.",
        "A product has a name and a price. A markdown of prices is possible.",
        "A note has a title and a text. Plain text, no Markdown.",
    ],
)
def test_other_markdowns_render_nothing(text: str) -> None:
    lacks(text, "markdown")


def test_without_pages_markdown_is_not_rendered() -> None:
    assert not feature(read("A REST API only. A post has a body. The body is Markdown."), "markdown").built


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("A link has a url and a short code. Opening /{code} redirects to the url.", ("short_code", "url")),
        ("A URL shortener. A link has a target url. Whoever opens the short link is redirected.", ("code", "target_url")),
        ("A link has a slug and a destination URL. The short URL forwards people to the destination.", ("slug", "destination_url")),
    ],
)  # fmt: skip
def test_a_short_address_has_a_code_that_may_be_left_out(text: str, fields: tuple[str, str]) -> None:
    spec = read(text)
    found = feature(spec, "redirects")
    assert (found.built, found.entity, found.fields) == (True, "link", fields)
    [code] = [f for f in spec.entity("link").fields if f.name == fields[0]]
    assert (code.unique, code.required, code.type) == (True, False, FieldType.TEXT)


def test_a_short_address_may_stand_behind_a_path() -> None:
    text = "A link has a url, a title and a code. Members see their links on a page and search them. GET /r/{code} redirects to the url."
    assert feature(read(text), "redirects").options == (("path", "/r"),)


@pytest.mark.parametrize(
    "wish",
    [
        "Clicks are counted.",
        "Count every click.",
        "We want to see how often each link was clicked.",
        "Show the clicks per day.",
        "There are click statistics for each link.",
        "It tracks clicks.",
    ],
)
def test_clicks_are_counted_where_links_lead_on(wish: str) -> None:
    spec = read(f"A link has a url and a code. /{{code}} redirects to the url. {wish}")
    found = feature(spec, "click_statistics")
    assert (found.built, found.entity) == (True, "link")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A task has a title. After the login people are redirected to the dashboard.", "redirects"),
        ("A parcel has a short address and a weight.", "redirects"),
        ("A photo has a title. One click opens the photo.", "click_statistics"),
    ],
)
def test_other_ways_are_no_short_addresses(text: str, name: str) -> None:
    assert not [one for one in read(text).features if one.name == name and one.built]


SHOP = "A shop keeps products. A product has a name and a category. A category has a name and a colour. "
CATEGORIES = (("row", "Books"), ("row", "Board games"), ("row", "Toys"))


@pytest.mark.parametrize(
    "said",
    [
        "Start with these three categories: Books, Board games and Toys.",
        "The app comes with the categories Books, Board Games and Toys.",
        "Pre-fill the categories with Books, Board games and Toys, please.",
        "Initial categories: Books, Board games, Toys",
        "At the beginning there are three categories: Books, Board games and Toys.",
        "Please create the following categories at first start:\n- Books\n- Board games\n- Toys",
        'Seed the categories with "Books", "Board games" and "Toys".',
    ],
)
def test_rows_that_are_given_are_kept_as_said(said: str) -> None:
    spec = read(SHOP + said)
    found = feature(spec, "seed_data")
    assert (found.built, found.entity, found.fields) == (True, "category", ("name",))
    assert [(name, row.replace("Games", "games")) for name, row in found.options] == list(CATEGORIES)
    assert {f.name for f in spec.entity("category").fields} == {"name", "colour"}
    assert {one.status for one in spec.sentences if one.number > 3} == {"facts"}


@pytest.mark.parametrize(
    "said",
    [
        "Some sample data would be nice.",
        "Please include demo data.",
        "It should be filled with examples.",
        "Add a few example products.",
        "Sample data please.",
    ],
)
def test_sample_data_is_of_everything(said: str) -> None:
    found = feature(read(SHOP + said), "seed_data")
    assert (found.built, found.entity, found.options) == (True, "", ())


@pytest.mark.parametrize(
    "text",
    [
        "A product code starts with two letters, a digit and a dash. A product has a code.",
        "A lab stores samples. A sample has a name. Test data are recorded by devices.",
        "A course has a title. A course starts with the lessons and ends with a test. A lesson has a title.",
        "An order has a number. There are three states: open, paid and sent.",
    ],
)
def test_other_beginnings_bring_no_rows(text: str) -> None:
    lacks(text, "seed_data")


@pytest.mark.parametrize(
    ("wish", "options"),
    [
        ("Rate limit: 60 requests per minute and API key.", {"requests": "60", "seconds": "60"}),
        ("A client may send 5 requests per second.", {"requests": "5", "seconds": "1"}),
        ("Throttle clients to one hundred calls per hour.", {"requests": "100", "seconds": "3600"}),
        ("Not more than 1,000 API calls per user and hour.", {"requests": "1000", "seconds": "3600"}),
        ("The API is rate-limited.", {}),
        ("Too many requests are answered with 429.", {}),
    ],
)
def test_requests_are_limited_as_said(wish: str, options: dict[str, str]) -> None:
    found = feature(read(BLOG + wish), "rate_limit")
    assert (found.built, dict(found.options)) == (True, options)


@pytest.mark.parametrize(
    "text",
    [
        "A request has a title. A nurse handles 20 requests per hour.",
        "A room has a name and an hourly rate. The rate is limited to 100 euros.",
        "A call has a date. An agent takes at most 10 calls a day.",
    ],
)
def test_other_rates_limit_nothing(text: str) -> None:
    lacks(text, "rate_limit")


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("Rate limits are not needed.", "rate_limit"),
        ("We don't need an RSS feed.", "rss"),
        ("It works without sample data.", "seed_data"),
        ("Comments are allowed, but no Markdown.", "markdown"),
    ],
)
def test_what_is_not_wanted_is_not_built(wish: str, name: str) -> None:
    lacks(BLOG + wish, name)


@pytest.mark.parametrize("wish", ["Rate limit 60/min.", "api keys for bots, rate limit 60 req/min, and webhooks."])
def test_short_rates_are_read(wish: str) -> None:
    assert dict(feature(read(BLOG + wish), "rate_limit").options) == {"requests": "60", "seconds": "60"}
