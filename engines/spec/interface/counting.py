"""Members of an answer that are numbers about other records: how many, on average, in which place. Called by showing."""

from __future__ import annotations

from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Schema, snake
from engines.spec.interface.people import owner_link
from engines.spec.interface.schemas import nullable, properties, types


def counted_some(draft: Draft, child: Draft, link: str, name: str, study: Study) -> str:
    """`open_count`, `done_todos`: how many of the children are so."""
    word = next((name.removesuffix(end) for end in ("_count", f"_{child.plural}", "_total") if name.endswith(end)), "")
    if not word:
        return ""
    truths = [n for shape in child.shapes for n, s in properties(shape).items() if types(s) == {"boolean"}]
    truth = next((snake(n) for n in truths if snake(n) == word), "")
    if truth:
        return f"count({child.name}, {link}={draft.name}, {truth}=True)"
    finished = next((snake(n) for n in truths if study.words.is_a("finished", snake(n))), "")
    if finished and (study.words.is_a("unfinished", word) or study.words.is_a("finished", word)):
        return f"count({child.name}, {link}={draft.name}, {finished}={study.words.is_a('finished', word)})"
    state = state_member(child, word)
    return f'count({child.name}, {link}={draft.name}, {state}="{word}")' if state else ""


def opinion(draft: Draft, child: Draft, link: str, name: str, schema: Schema, study: Study) -> str:
    """What callers said of a record, summed, averaged or counted; and what the caller said."""
    value = number_said(child)
    ways = _up_and_down(child) if not value else None
    said = value or (ways[0] if ways else "")
    here = f"{link}={draft.name}"
    if own := _own(draft, child, here, name, said, schema, study):
        return own
    if not said:
        return ""
    if "integer" in types(schema) and study.words.is_a("opinion_total", name):
        if ways:
            up, down = (f"count({child.name}, {here}, {ways[0]}={way!r})" for way in ways[1:])
            return f"{up} - {down}"
        return f"total({child.name}, {value}, {here})"
    if ways and "integer" in types(schema) and (way := next((w for w in ways[1:] if name in _counts_of(w)), "")):
        return f"count({child.name}, {here}, {ways[0]}={way!r})"
    signed = value and {-1, 1} & set(child.given[value].get("enum", ()))
    if signed and "integer" in types(schema) and name in (*_counts_of("up"), *_counts_of("down")):
        return f"count({child.name}, {here}, {value}={1 if name in _counts_of('up') else -1})"
    if (
        value
        and "number" in types(schema)
        and (study.words.is_a("rating", name) or name.startswith(("average", "avg", "mean")))
    ):
        return f"average({child.name}, {value}, {here})"
    return ""


def number_said(child: Draft) -> str:
    """The number that callers say; empty where they say something else, or name a record by one."""
    numbers = (n for n, schema in child.given.items() if types(schema) & {"integer", "number"})
    return next((n for n in numbers if n not in child.referring), "")


def _own(draft: Draft, child: Draft, here: str, name: str, said: str, schema: Schema, study: Study) -> str:
    """What the caller said: `my_vote`, `my_option_id`, `your_rating`."""
    whose, _, asked = name.partition("_")
    if whose not in ("my", "your", "user", "own", "viewer", "caller") or not asked:
        return ""
    among = f"{child.name}, {here}, {owner_link(child, study)}=caller"
    link = child.referring.get(asked) or child.referring.get(f"{asked}_id")
    other = study.named(child.links[link].to) if link else None
    if link and other and other.identity:
        known = f"caller is not None and exists({among})"
        return f"[one.{link}.{other.identity} for one in rows({among})][0] if {known} else None"
    field = asked if asked in child.given and asked in child.fields else ""
    field = field or (said if asked == child.name.removeprefix(f"{draft.name}_") else "")
    resource, _, rest = among.partition(", ")
    mine = f"value({resource}, {field}, {rest}) if caller is not None else None"
    return (mine if nullable(schema) else f"({mine}) or 0") if field else ""


def _up_and_down(child: Draft) -> tuple[str, str, str] | None:
    """The member whose words are a vote for and a vote against."""
    for name, schema in child.given.items():
        choices = [value for value in schema.get("enum", ()) if isinstance(value, str)]
        up = next((c for c in choices if c in ("up", "upvote", "like", "plus", "for", "agree", "helpful")), "")
        down = next(
            (c for c in choices if c in ("down", "downvote", "dislike", "minus", "against", "disagree", "unhelpful")),
            "",
        )
        if up and down:
            return name, up, down
    return None


def _counts_of(way: str) -> tuple[str, ...]:
    bare = way.removesuffix("vote")
    return (
        f"{way}s",
        f"{bare}votes",
        f"{way}_count",
        f"{bare}vote_count",
        f"{bare}votes_count",
        f"votes_{bare}",
        f"{way}_votes",
    )


def reputation(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    """What an account's records were voted by others, altogether."""
    told = study.words.is_a("reputation", name) or (
        study.words.is_a("opinion_total", name) and "votes" in str(schema.get("description", "")).lower()
    )
    if draft is not study.accounts or not told or "integer" not in types(schema):
        return None
    sums = []
    for own in study.drafts:
        value = number_said(own)
        by = owner_link(own.parent, study) if own.own and own.parent else ""
        if value and by and own.parent:
            sums.append(f"total({own.name}, {value}, {own.link_to(own.parent)}__{by}={draft.name})")
    return " + ".join(sums) or None


def state_member(child: Draft, value: str) -> str:
    """The member of a child that may have a value as one of several words."""
    for shape in child.shapes:
        for name, part in properties(shape).items():
            if value in part.get("enum", ()):
                return snake(name)
    return ""


def rank(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    """The place among its like by the only number that requests give; equal ones share it."""
    numbers = [f.name for f in draft.fields.values() if f.type in ("integer", "number") and f.name in draft.given]
    if not study.words.is_a("rank", name) or "integer" not in types(schema) or len(numbers) != 1:
        return None
    parent, record, number = draft.parent, draft.name, numbers[0]
    among = f"{draft.link_to(parent)}={record}.{draft.link_to(parent)}" if parent else ""
    rows = f"rows({', '.join(filter(None, (record, among)))})"
    better = f"one.{number} > {record}.{number}"
    order = next((f for f in parent.fields if study.words.is_a("sort", f)), "") if parent else ""
    if order and parent:
        way = f"{record}.{draft.link_to(parent)}.{order}"
        better = f'(one.{number} < {record}.{number} if {way} == "asc" else {better})'
    return f"1 + len([one for one in {rows} if {better}])"


def averaged(child: Draft, name: str, study: Study) -> str:
    wanted = name.removeprefix("average_").removeprefix("avg_")
    numbers = [f.name for f in child.fields.values() if f.type in ("integer", "number") and not f.made]
    return next((n for n in numbers if n == wanted or study.words.is_a("rating", n)), "")


def part_of_all(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    """The percentage of all that was said of what a record stands under that names this record."""
    parent = draft.parent
    if name not in _SHARES or not types(schema) & {"integer", "number"} or parent is None:
        return None
    for own in study.drafts:
        here, there = own.link_to(draft), own.link_to(parent)
        if own is not draft and here and there:
            said = str(schema.get("description", "")).lower()
            places = 0 if "integer" in types(schema) else 1 if "one decimal" in said or "1 decimal" in said else 2
            above = f"{draft.name}.{draft.link_to(parent)}"
            told = f"percent(count({own.name}, {here}={draft.name}), count({own.name}, {there}={above}), {places})"
            return told if nullable(schema) else f"{told} or 0"
    return None


_SHARES = ("percent", "percentage", "share", "pct", "vote_share", "vote_percentage", "ratio_percent")
