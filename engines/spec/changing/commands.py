"""The sentences that change what is there: each pattern with what it does. The first that makes sense is taken. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from engines.kernel.spec import Action, Entity, FieldType
from engines.spec.changing import altering, removing, renaming
from engines.spec.changing.phrasing import plainly, told_at_length
from engines.spec.changing.scene import Edit, Scene

_VERBS = r"rename|remove|delete|drop|add|make|call|give|let|change|turn|take|get rid|store|record|keep|allow|introduce|include"
_JOINED = re.compile(rf"(?:,|;)?\s+(?:and|then|and then|but)\s+(?=(?:also |please )?(?:{_VERBS})\b)", re.I)
_ACTIONS: dict[str, tuple[Action, ...]] = {
    "create": ("create",), "add": ("create",), "enter": ("create",), "make": ("create",), "register": ("create",),
    "see": ("read",), "read": ("read",), "view": ("read",),
    "change": ("update",), "edit": ("update",), "update": ("update",), "modify": ("update",), "correct": ("update",),
    "delete": ("delete",), "remove": ("delete",), "export": ("export",), "import": ("import",),
    "manage": ("create", "update", "delete"),
}  # fmt: skip
_NO_STEPS = frozenset(
    ("search", "find", "filter", "sort", "print", "download", "upload", "list", "comment", "rate", "have", "be", "use", "get",
     "know", "receive", "send", "give", "choose", "pick", "show", "check", "track", "sign", "log", "note", "mark", "set", "open"),
)  # fmt: skip
"""What people do with records that leaves them in the state they were in."""
_TYPES = {
    "whole number": FieldType.INTEGER, "integer": FieldType.INTEGER, "number": FieldType.NUMBER,
    "decimal": FieldType.NUMBER, "decimal number": FieldType.NUMBER, "amount of money": FieldType.MONEY,
    "money": FieldType.MONEY, "price": FieldType.MONEY, "date": FieldType.DATE, "day": FieldType.DATE,
    "date and time": FieldType.DATETIME, "datetime": FieldType.DATETIME, "timestamp": FieldType.DATETIME,
    "time": FieldType.TIME, "text": FieldType.TEXT, "short text": FieldType.TEXT, "long text": FieldType.LONG_TEXT,
    "email": FieldType.EMAIL, "email address": FieldType.EMAIL, "url": FieldType.URL, "link": FieldType.URL,
    "web address": FieldType.URL, "phone number": FieldType.PHONE, "yes/no field": FieldType.BOOLEAN,
    "yes or no": FieldType.BOOLEAN, "yes/no": FieldType.BOOLEAN, "boolean": FieldType.BOOLEAN,
    "checkbox": FieldType.BOOLEAN, "file": FieldType.FILE, "image": FieldType.IMAGE, "picture": FieldType.IMAGE,
}  # fmt: skip
_FEATURES = {
    "csv export": "csv_export", "export": "csv_export", "csv import": "csv_import", "import": "csv_import",
    "search": "search", "pdf": "pdf", "pdf export": "pdf", "dashboard": "dashboard", "audit log": "audit_log",
    "trash": "soft_delete", "kanban board": "kanban", "board": "kanban", "calendar": "calendar",
    "dark mode": "dark_mode", "webhooks": "webhooks", "api keys": "api_keys", "emails": "email", "filter": "filter",
}  # fmt: skip
_ACTS = rf"(?P<acts>(?:{'|'.join(_ACTIONS)})(?:(?:, and|, or|,| and| or) (?:{'|'.join(_ACTIONS)}))*)"
_NAME = r"[\w '\-’]+?"
Handler = Callable[[Scene, re.Match[str]], Edit | None]


def clauses(text: str) -> Iterator[str]:
    """The single orders of a sentence, plainly said."""
    for part in _JOINED.split(text):
        if plain := plainly(part):
            yield plain


def carried_out(scene: Scene, order: str) -> Edit | None:
    """What an order does; None when it is none of these, or speaks of what is not there."""
    for pattern, handler in _ORDERS:
        if (match := pattern.fullmatch(order)) and (edit := handler(scene, match)):
            return edit
    return None


_BULK = re.compile(
    r"\b(?:export|import|download|search|filter|sort)(?:ed|ing|s)? (?:the |their |all |our |for )?(?P<what>[a-z]+(?: [a-z]+)?)\b",
    re.I,
)
_ANYTHING = frozenset(
    {
        "all",
        "everything",
        "data",
        "records",
        "lists",
        "list",
        "them",
        "it",
        "as",
        "any",
        "every",
        "from",
        "by",
        "to",
        "csv",
        "pdf",
    }
)


def speaks_of_nothing(scene: Scene, order: str) -> str:
    """What an order would export or search that is no thing of the specification; empty when there is no such word."""
    for match in _BULK.finditer(order):
        words = match["what"].lower().split()
        known = any(scene.thing(" ".join(words[:n])) or scene.place(" ".join(words[:n])) for n in (2, 1))
        if words[0] not in _ANYTHING and not known and scene.english.is_plural(words[0]):
            return words[0]
    return ""


def additive(order: str, scene: Scene) -> str:
    """An order to add something, as the reader says it: 'add a phone number to customers' is 'a customer has a phone number'."""
    if said := told_at_length(order, scene):
        return said
    for pattern in _ADDING:
        if match := pattern.fullmatch(order):
            entity = scene.thing(match["whose"])
            if entity:
                return _said_of(entity, match["what"] + (match.groupdict().get("notes") or ""))
    return order if order.endswith((".", "!", "?")) else f"{order[:1].upper()}{order[1:]}."


_OFFERED = {
    "csv_export": "Let people export {things} as CSV.",
    "csv_import": "Let people import {things} from CSV.",
    "search": "The {things} can be searched.",
    "pdf": "The {things} can be downloaded as PDF.",
}


def _said_of(entity: Entity, what: str) -> str:
    """A property of a thing, or something that is offered for it."""
    feature = _FEATURES.get(re.sub(r"^(?:the|an?) ", "", what.lower()), "")
    if feature in _OFFERED:
        return _OFFERED[feature].format(things=entity.plural.replace("_", " "))
    return f"Each {entity.name.replace('_', ' ')} has {_with_article(what)}."


def _with_article(what: str) -> str:
    if re.match(r"(?:an?|the|one|its|their|several|many|some|optional|required|\d)\b", what, re.I):
        return re.sub(r"^the ", "a ", what, flags=re.I)
    return f"{'an' if what[:1].lower() in 'aeiou' else 'a'} {what}"


def _rename(scene: Scene, match: re.Match[str]) -> Edit | None:
    if re.search(r"\band\b", match["new"]):  # the next order begins there
        return None
    return renaming.rename(scene, match["old"], match["new"])


def _remove(scene: Scene, match: re.Match[str]) -> Edit | None:
    said = match["what"]
    return _feature(scene, said) or removing.remove(scene, said)


def _feature(scene: Scene, said: str) -> Edit | None:
    what, _, whose = re.sub(r"^(?:the|an?) ", "", said.lower()).partition(" of ")
    what, _, other = what.partition(" for ")
    name = _FEATURES.get(what.strip())
    thing = scene.thing(whose or other) if whose or other else None
    if name is None or ((whose or other) and thing is None):
        return None
    return removing.remove_features(scene, frozenset({name}), thing.name if thing else "")


def _remove_from(scene: Scene, match: re.Match[str]) -> Edit | None:
    return removing.remove_from(scene, match["what"], match["whose"]) or _feature(
        scene, f"{match['what']} of {match['whose']}"
    )


def _remove_state(scene: Scene, match: re.Match[str]) -> Edit | None:
    return removing.remove_state(scene, match["state"], match.groupdict().get("whose") or "")


def _remove_choice(scene: Scene, match: re.Match[str]) -> Edit | None:
    return removing.remove_choice(scene, match["choice"], match["what"])


def _loosen(scene: Scene, match: re.Match[str]) -> Edit | None:
    return altering.loosen(scene, match["what"])


def _tighten(scene: Scene, match: re.Match[str]) -> Edit | None:
    return altering.tighten(scene, match["what"])


def _needs(scene: Scene, match: re.Match[str]) -> Edit | None:
    entity = scene.thing(match["whose"])
    place = scene.member(entity, re.sub(r"^(?:an?|the) ", "", match["what"])) if entity else None
    return altering.tighten(scene, f"{place.member.replace('_', ' ')} of {match['whose']}") if place else None


def _unneeded(scene: Scene, match: re.Match[str]) -> Edit | None:
    return altering.no_longer_needed(scene, match["whose"], match["what"])


def _split(scene: Scene, match: re.Match[str]) -> Edit | None:
    return renaming.split(scene, match["what"], match["one"], match["two"])


def _not_unique(scene: Scene, match: re.Match[str]) -> Edit | None:
    return altering.share(scene, match["what"])


def _retype(scene: Scene, match: re.Match[str]) -> Edit | None:
    said = re.sub(r"^(?:an?|the) ", "", match["kind"].lower())
    listed = re.fullmatch(r"(?:one of|a choice of|either)[:]? (.+)", said)
    if listed:
        choices = [scene.english.snake(each) for each in re.split(r",| or | and ", listed[1]) if each.strip()]
        return altering.retype(scene, match["what"], FieldType.ENUM, [each for each in choices if each])
    kind = _TYPES.get(said)
    return altering.retype(scene, match["what"], kind) if kind else None


def _add_choice(scene: Scene, match: re.Match[str]) -> Edit | None:
    return altering.add_choice(scene, match["choice"], match["what"])


def _add_state(scene: Scene, match: re.Match[str]) -> Edit | None:
    said = match.groupdict()
    return altering.add_state(scene, said["state"], said["whose"], said.get("after") or "", said.get("before") or "")


def _only(scene: Scene, match: re.Match[str]) -> Edit | None:
    return altering.keep_to(scene, *_told_right(scene, match))


def _may(scene: Scene, match: re.Match[str]) -> Edit | None:
    return altering.allow(scene, *_told_right(scene, match))


def _step(scene: Scene, match: re.Match[str]) -> Edit | None:
    roles = [scene.english.name(each) for each in re.split(r",| and | or ", match["roles"]) if each.strip()]
    verb = match["verb"].lower()
    return None if verb in _ACTIONS or verb in _NO_STEPS else altering.take_step(scene, roles, verb, match["whose"])


def _may_not(scene: Scene, match: re.Match[str]) -> Edit | None:
    return altering.forbid(scene, *_told_right(scene, match))


def _told_right(scene: Scene, match: re.Match[str]) -> tuple[list[str], tuple[Action, ...], str]:
    """Roles, actions and the thing; no actions where one is not known."""
    roles = [scene.english.name(each) for each in re.split(r",| and | or ", match["roles"]) if each.strip()]
    named = ["admin" if role in ("administrator", "admin") else role for role in roles]
    words = [word.strip() for word in re.split(r",| and | or ", match["acts"].lower()) if word.strip()]
    known = all(word in _ACTIONS for word in words)
    actions = dict.fromkeys(action for word in words for action in _ACTIONS[word]) if known else {}
    return named, tuple(actions), match["whose"]


def _order(expression: str, handler: Handler) -> tuple[re.Pattern[str], Handler]:
    return re.compile(expression, re.I), handler


_GO = r"(?:remove|delete|drop|take out|take away|get rid of|discard|do away with|forget)"
_THE = r"(?:the |an? |all |every )?"
_STATE = r"(?:state|status|stage|step)"
_QUOTE = "[\"'“”`]?"
_ORDERS: tuple[tuple[re.Pattern[str], Handler], ...] = (
    _order(rf"let (?:the )?(?P<roles>{_NAME}) (?P<verb>[a-z]+) {_THE}(?P<whose>[\w-]+(?: [\w-]+)?)", _step),
    _order(rf"(?:only )?(?:the )?(?P<roles>{_NAME}) (?:must|have to|need to) (?P<verb>[a-z]+) {_THE}(?P<whose>[\w-]+(?: [\w-]+)?)", _step),
    _order(rf"split {_THE}(?P<what>{_NAME}) (?:in|up in)?to (?:an? |the )?(?P<one>{_NAME}) and (?:an? |the )?(?P<two>{_NAME})", _split),
    _order(rf"{_THE}(?P<what>{_NAME}) (?:do(?:es)?n't have to|do(?:es)? not have to|need not|needn't|no longer ha(?:s|ve) to) be unique", _not_unique),
    _order(rf"{_THE}(?P<what>{_NAME}) (?:is|are) (?:no longer|not) unique(?: any ?more)?", _not_unique),
    _order(rf"rename {_THE}(?P<old>{_NAME}) (?:to|into|as) {_THE}{_QUOTE}(?P<new>{_NAME}){_QUOTE}", _rename),
    _order(rf"(?:call|name) {_THE}(?P<old>{_NAME}) {_QUOTE}(?P<new>[\w-]+(?: [\w-]+)?){_QUOTE}(?: instead| from now on)?", _rename),
    _order(rf"change (?:the name of )?{_THE}(?P<old>{_NAME}) (?:in)?to {_QUOTE}(?P<new>{_NAME}){_QUOTE}", _rename),
    _order(
        rf"{_THE}(?P<old>{_NAME}) (?:is|are|shall be|should be|will be|must be)(?: now)? (?:called|renamed to|named|known as) {_QUOTE}(?P<new>{_NAME}){_QUOTE}(?: now| instead)?",
        _rename,
    ),
    _order(rf"{_GO} the {_STATE} {_QUOTE}(?P<state>{_NAME}){_QUOTE}(?: (?:from|of|for) {_THE}(?P<whose>{_NAME}))?", _remove_state),
    _order(rf"{_GO} (?:the )?{_QUOTE}(?P<state>[\w -]+?){_QUOTE} (?:state|status|stage)(?: (?:from|of|for) {_THE}(?P<whose>{_NAME}))?", _remove_state),
    _order(rf"{_GO} (?:the )?(?:choice|option|value) {_QUOTE}(?P<choice>{_NAME}){_QUOTE} from {_THE}(?P<what>{_NAME})", _remove_choice),
    _order(rf"{_GO} {_QUOTE}(?P<choice>[\w-]+){_QUOTE} from {_THE}(?P<what>{_NAME})", _remove_choice),
    _order(rf"{_GO} {_THE}(?P<what>{_NAME}) (?:from|of|on|in) {_THE}(?P<whose>{_NAME})", _remove_from),
    _order(rf"{_GO} {_THE}(?P<what>{_NAME})", _remove),
    _order(rf"(?:there (?:is|are|shall be|should be) )?no (?:more|longer any) (?P<what>{_NAME})", _remove),
    _order(rf"{_THE}(?P<whose>{_NAME}) (?:no longer ha(?:ve|s)|do(?:es)? not have|don't have|have no more|has no more) (?:an? |any |the )?(?P<what>{_NAME})(?: any ?more)?", _remove_from),
    _order(rf"{_THE}(?P<whose>{_NAME}) (?:no longer needs?|do(?:es)? not need|don't need|need(?:s)? not have|do(?:es)? not have to have) (?:an? |any |the )?(?P<what>{_NAME})(?: any ?more)?", _unneeded),
    _order(rf"{_THE}(?P<what>{_NAME}) (?:is|are|becomes?|should be|shall be|may be|can be) (?:now )?(?:optional|no longer (?:required|mandatory|needed|compulsory)|left (?:out|empty)|missing|empty)(?: now)?", _loosen),
    _order(rf"make {_THE}(?P<what>{_NAME}) optional", _loosen),
    _order(rf"{_THE}(?P<what>{_NAME}) (?:is|are|becomes?|must be|should be|shall be) (?:now )?(?:required|mandatory|compulsory|obligatory|given|filled in)(?: now)?", _tighten),
    _order(rf"make {_THE}(?P<what>{_NAME}) (?:required|mandatory|compulsory|obligatory)", _tighten),
    _order(rf"(?:each |every |all )?(?P<whose>{_NAME}) (?:must|has to|have to) have (?P<what>{_NAME})", _needs),
    _order(rf"(?:make|turn|change) {_THE}(?P<what>{_NAME}) (?:a|an|in(?:to)? an?|to an?|into|to|one of) (?P<kind>[\w ,/:]+?)", _retype),
    _order(rf"{_THE}(?P<what>{_NAME}) (?:is|are|shall be|should be|must be|becomes?)(?: now)? (?P<kind>(?:an? |one of |either )[\w ,/:]+?)(?: now| instead)?", _retype),
    _order(rf"add (?:the )?(?:choice |option |value )?{_QUOTE}(?P<choice>[\w-]+(?: [\w-]+)?){_QUOTE} to (?:the )?(?:choices of |options of |values of )?{_THE}(?P<what>{_NAME})", _add_choice),
    _order(rf"{_THE}(?P<what>{_NAME}) (?:can|may) (?:also|now also|now) be {_QUOTE}(?P<choice>[\w-]+(?: [\w-]+)?){_QUOTE}", _add_choice),
    _order(rf"(?P<whose>{_NAME}) (?:also |now |now also )?(?:have|has|get|gets) (?:also )?(?:the|an?)(?: further| new| additional)? {_STATE} {_QUOTE}(?P<state>[\w-]+(?: [\w-]+)?){_QUOTE}(?: after (?P<after>[\w -]+?))?(?:,? (?:and )?before (?P<before>[\w -]+?))?", _add_state),
    _order(rf"add (?:the|an?)(?: further| new| additional)? {_STATE} {_QUOTE}(?P<state>[\w-]+(?: [\w-]+)?){_QUOTE} to {_THE}(?P<whose>[\w -]+?)(?: after (?P<after>[\w -]+?))?(?:,? (?:and )?before (?P<before>[\w -]+?))?", _add_state),
    _order(rf"only (?:the )?(?P<roles>{_NAME}) (?:may|can|are allowed to|should be able to|shall|should) {_ACTS} {_THE}(?P<whose>[\w-]+(?: [\w-]+)?)", _only),
    _order(rf"nobody but (?:the )?(?P<roles>{_NAME}) (?:may|can) {_ACTS} {_THE}(?P<whose>[\w-]+(?: [\w-]+)?)", _only),
    _order(rf"(?:the )?(?P<roles>[\w-]+(?:(?:,| and|, and) [\w-]+)*) (?:may not|must not|can(?:not|'t| not)|may no longer|can no longer) {_ACTS} {_THE}(?P<whose>[\w-]+(?: [\w-]+)?)(?: any ?more)?", _may_not),
    _order(rf"(?:the )?(?P<roles>[\w-]+(?:(?:,| and|, and) [\w-]+)*) (?:may|can|are allowed to)(?: also| now| now also)? {_ACTS} {_THE}(?P<whose>[\w-]+(?: [\w-]+)?)(?: too| as well)?", _may),
)  # fmt: skip
_ADDING = tuple(
    re.compile(expression, re.I)
    for expression in (
        rf"(?:add|introduce|include|store|record|keep|note|save|track) (?P<what>[\w '\-(),/]+?) (?:to|for|on|with|of|in) (?:the |an? |each |every |all )?(?P<whose>{_NAME})(?P<notes> \([\w ,'/-]+\))?",
        r"give (?:the |an? |each |every |all )?(?P<whose>[\w-]+(?: [\w-]+)??) (?P<what>(?:an?|the|some|several|many) [\w '\-(),/]+?)",
        rf"(?P<whose>{_NAME}) (?:also |now |now also |should (?:also )?|shall (?:also )?)(?:need|needs|get|gets|have|has) (?P<what>[\w '\-(),/]+?)(?: (?:too|as well))?",
        rf"(?:each|every|all) (?P<whose>{_NAME}) (?:needs?|gets?|ha(?:ve|s)) (?P<what>[\w '\-(),/]+?)(?: (?:too|as well))?",
    )
)
