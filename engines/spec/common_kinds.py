"""What several are said to be, which then has what is listed: 'buyers and sellers are traders: name, number'. Used by telling."""

from __future__ import annotations

from engines.spec.chunks import Tags
from engines.spec.things import Things


def common_kind(things: Things, tags: Tags, start: int) -> str:
    """'Buyers and sellers are traders, registered with | a name and ...': what both are has the properties; '' when there is none."""
    be = next((n for n in range(min(start, len(tags)) - 1, 0, -1) if tags[n].tag == "be"), 0)
    if not be or not things.english.is_plural(tags[be - 1].low):
        return ""
    first = things.phrase_before(tags, be)[0]
    joined = (
        first > 1
        and tags[first - 1].low == "and"
        and all(t.tag in ("noun", "adj", "det", "punct") for t in tags[: first - 1])
    )
    both = tags[be - 1].low == "both"
    begin = be + 1
    while begin < min(start, len(tags)) and (tags[begin].tag == "adv" or tags[begin].low in ("all", "both", "simply")):
        begin += 1
    end = begin
    while end < min(start, len(tags)) and tags[end].tag in ("noun", "adj"):
        end += 1
    several = begin < end < start and tags[end - 1].tag == "noun" and things.english.is_plural(tags[end - 1].low)
    return (
        things.named(tags[begin:end])
        if several and (joined or both) and tags[end].token.text in (",", ":", "-", "–")
        else ""
    )
