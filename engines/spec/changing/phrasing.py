"""Other ways of saying a change, turned into those that the orders know: politeness, modals, 'instead of', pronouns. Pure."""

from __future__ import annotations

import re

from engines.spec.changing.scene import Scene, members

_POLITE = re.compile(
    r"^(?:please|also|now|then|next|finally|and|i(?:'d| would) like (?:you )?to|i want (?:you )?to|we want to|we(?:'d| would) like to|"
    r"can you|could you|would you|let'?s|from now on|in future|we should|you should|be able to|"
    r"(?:it would|it'd) be (?:great|nice|good|helpful|useful) if|(?:it would|it'd) be (?:great|nice|good) to)[, ]+"
    r"(?:please[, ]+)?(?:to )?",
    re.I,
)
_TURNS = tuple(
    (re.compile(pattern, re.I), said)
    for pattern, said in (
        (r",? (?:please|from now(?: on)?)(?=[,.]|$)", ""),
        (r"\bfrom now(?: on)?,? (?=an? |the |some )", ""),
        (r",? (?:too|as well)$", ""),
        (r"\b(?:our|my|your)\b", "the"),
        (r"\b(?:could|should|might) (?:also )?have\b", "also have"),
        (r"\b(?:should|shall) (?:not|no longer) be able to\b|\bshouldn't be able to\b", "may not"),
        (r"\b(?:are|is) (?:no longer|not) (?:allowed|able|permitted) to\b|\b(?:aren't|isn't) (?:allowed|able) to\b", "may no longer"),
        (r"^let (?:the )?(?P<who>[\w -]+?) have (?P<what>.+)$", r"\g<who> also have \g<what>"),
        (r"^(?P<all>each|every) (?P<who>[\w -]+?) must (?:give|provide|enter|state|supply|leave) an? (?P<what>[\w -]+)$",
         r"each \g<who> has a \g<what> (required)"),
        (r"^(?:we|people|you) (?:no longer|don't|do not) (?:need|want|use) (?P<what>.+?)(?: any ?more)?,? (?:so |and )?(?:remove|drop|delete) (?:it|them)$",
         r"remove \g<what>"),
        (r"^(?:can|could) we have (?P<what>an? .+?) (?:on|for|in) (?P<whose>[\w -]+)$", r"add \g<what> to \g<whose>"),
        (r"\bshould now be\b", "should be"),
        (r"\bkeep track of\b", "keep"),
        (r"^(?!.*\b(?:no longer|not|also|now)\b)(?P<who>[\w -]+?) needs? (?P<what>an? .+)$", r"\g<who> also have \g<what>"),
        (r"^(?:we|people|you) (?:no longer|don't|do not) (?:need|want|use) (?P<what>.+?)(?: any ?more)?$", r"remove \g<what>"),
        (r"^use (?P<new>[\w -]+?) instead of (?P<old>[\w -]+)$", r"rename \g<old> to \g<new>"),
        (r"^replace (?:the )?(?P<old>[\w -]+?) (?:by|with) (?:an? |the )?(?P<new>[\w -]+)$", r"rename \g<old> to \g<new>"),
        (r"^(?P<what>.+?) (?:isn't|is not|aren't|are not) (?:needed|required)(?: any ?more)?$", r"\g<what> is optional"),
        (r",? which (?:is|are|must be) (?P<how>unique|required|optional)$", r" (\g<how>)"),
        (r" of type (?P<kind>[a-z ]+)$", r" (\g<kind>)"),
    )
)  # fmt: skip
_INSTEAD = re.compile(
    r"instead of (?:an? |the |their |its )?(?P<old>[\w -]+?), (?P<who>[\w -]+?) (?P<have>have|has|get|gets) (?P<new>.+)"
    r"|(?P<who2>[\w -]+?) (?P<have2>have|has|get|gets) (?P<new2>.+?) instead of (?:an? |the |their |its )?(?P<old2>[\w -]+)",
    re.I,
)
_LISTED = re.compile(
    r"(?P<go>remove|delete|drop|get rid of) (?P<what>[\w ,-]+?(?:,| and ) ?[\w -]+?) (?P<of>from|of) (?P<whose>[\w -]+)",
    re.I,
)
_CHILDREN = re.compile(
    r"(?P<whose>[\w -]+?) (?:also )?(?:get|have|can have|should have) (?:many |several |some )?(?P<things>[a-z]+s) with (?P<fields>.+)",
    re.I,
)
_PRONOUN = re.compile(r"\b(?P<word>them|they|it)\b", re.I)


def plainly(order: str) -> str:
    """One order without politeness, in the words that the patterns know."""
    plain = order.strip().rstrip(".!?;,").strip()
    while (shorter := _POLITE.sub("", plain, count=1)) != plain:
        plain = shorter.strip()
    for pattern, said in _TURNS:
        plain = pattern.sub(said, plain).strip()
    return plain


def parted(order: str, scene: Scene) -> list[str]:
    """What one order asks for in one breath, as several: 'instead of', lists of what goes."""
    if match := _INSTEAD.fullmatch(order):
        said = {name.rstrip("2"): value for name, value in match.groupdict().items() if value}
        entity = scene.thing(said["who"])
        if entity and scene.member(entity, said["old"]):
            return [f"remove the {said['old']} from {said['who']}", f"{said['who']} also have {said['new']}"]
    if match := _LISTED.fullmatch(order):
        parts = [re.sub(r"^the ", "", each.strip()) for each in re.split(r",| and ", match["what"]) if each.strip()]
        entity = scene.thing(match["whose"])
        if entity and len(parts) > 1 and all(scene.member(entity, each) for each in parts):
            return [f"remove the {each} from {match['whose']}" for each in parts]
    return [order]


def told_at_length(order: str, scene: Scene) -> str:
    """'Orders get comments with a text' as the reader says it; empty where it says nothing of the kind."""
    match = _CHILDREN.fullmatch(order)
    if match and (entity := scene.thing(match["whose"])) and not scene.thing(match["things"]):
        thing = scene.english.name(match["things"]).replace("_", " ")
        if scene.english.name(match["things"]) not in members(entity):
            return f"Each {thing} has {match['fields']}. A {thing} belongs to one {entity.name.replace('_', ' ')}."
    return ""


def resolved(order: str, topic: str) -> str:
    """With what the order before was about in the place of a pronoun."""
    return _PRONOUN.sub(topic, order) if topic else order
