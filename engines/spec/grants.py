"""Who may do what: turns acts into roles, ownership and grants. Used by plan once the structure is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from engines.kernel.spec import CONVENTION, Action, Entity, Grant, Lifecycle, Origin, Role
from engines.spec.acts import Act
from engines.spec.context import Context
from engines.spec.denied import denied
from engines.spec.people import is_person, role_kind
from engines.spec.reserving.reader import Reserved

ALL: tuple[Action, ...] = ("create", "read", "update", "delete", "export", "import")
_GIVES: dict[str, tuple[Action, ...]] = {
    "all": ALL,
    "read": ("read",),
    "create": ("create", "read"),
    "update": ("read", "update"),
    "delete": ("read", "delete"),
    "export": ("read", "export"),
    "import": ("create", "read", "import"),
}


_EDITS = frozenset({"edit", "update", "change", "modify", "correct"})


@dataclass(frozen=True, kw_only=True)
class Access:
    """What the brief says about people."""

    accounts: bool
    roles: tuple[Role, ...]
    grants: tuple[Grant, ...]
    entities: tuple[Entity, ...]


@dataclass
class _Given:
    actions: set[Action] = field(default_factory=set)
    own: bool = False
    sentences: set[int] = field(default_factory=set)


def access(acts: tuple[Act, ...], context: Context, *, asked: bool, reserved: tuple[Reserved, ...] = ()) -> Access:
    """Roles, grants and owners; `asked`: the brief asks for accounts without naming roles; `reserved`: what is kept to some."""
    english = context.english
    acts = _of_everybody(acts)
    stepping = (role for e in context.entities if e.lifecycle for t in e.lifecycle.transitions for role in t.roles)
    keeping = (r for kept in reserved for r in (*kept.allowed, *kept.denied) if is_person(r, english))
    said = dict.fromkeys((*(act.role for act in acts), *(r for r in stepping if is_person(r, english)), *keeping))
    names = [name for name in said if role_kind(name, english) != "visitor"]
    roles = [name for name in names if role_kind(name, english) != "administrator"]
    accounts = bool(names) or asked
    owned = {entity.name: _owners(entity, roles, context) for entity in context.entities}
    entities = tuple(_with_access(entity, roles, acts, context) for entity in context.entities)
    entities = tuple(_reserved_steps(entity, roles, reserved, context) for entity in entities)
    table = _table(acts, roles, owned, context)
    found = tuple(_role(name, acts, table, context) for name in roles)
    return Access(
        accounts=accounts, roles=found, grants=tuple(_grants(table, roles, acts, reserved, context)), entities=entities
    )


def _of_everybody(acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """What 'a user' does, every role does where the brief names roles."""
    names = tuple(dict.fromkeys(act.role for act in acts if act.role != "user"))
    if not names:
        return acts
    return tuple(
        found for act in acts for found in ((act,) if act.role != "user" else [replace(act, role=n) for n in names])
    )


def _owners(entity: Entity, roles: list[str], context: Context, seen: tuple[str, ...] = ()) -> set[str]:
    """The roles whose accounts own the records, over any number of steps: an application is its job's company's."""
    found = {role for role in roles for r in entity.relations if role in (r.name, r.target)}
    for relation in entity.relations:
        target = context.entity(relation.target)
        if target and not relation.many and target.name not in (*seen, entity.name):
            beyond = _owners(target, roles, context, (*seen, entity.name))
            found |= {role for role in beyond if context.entity(role) or role == relation.target}
    return found | ({entity.name} & set(roles))


def _with_access(entity: Entity, roles: list[str], acts: tuple[Act, ...], context: Context) -> Entity:
    account_role = entity.name if entity.name in roles else ""
    relations = tuple(
        replace(r, owner=r.owner or (r.target in roles and not r.many) or (r.target == "user" and r.name in roles))
        for r in entity.relations
    )
    lifecycle = _guarded(entity, roles, acts, context) if entity.lifecycle else None
    return replace(entity, account_role=account_role, relations=relations, lifecycle=lifecycle)


def _guarded(entity: Entity, roles: list[str], acts: tuple[Act, ...], context: Context) -> Lifecycle | None:
    """'Only managers approve requests' puts the role on the steps to approved."""
    lifecycle = entity.lifecycle
    if lifecycle is None:
        return None
    steps = tuple(
        replace(s, roles=tuple(_called(r, context) for r in s.roles if r in roles or _called(r, context) == "admin"))
        for s in lifecycle.transitions
    )
    for act in acts:
        admin = act.alone and role_kind(act.role, context.english) == "administrator"
        if not (act.role in roles or admin) or act.negated or entity.name not in context.mentioned(act.rest):
            continue
        states = [
            s
            for s in lifecycle.states
            if context.english.base(s.split("_")[-1]) == act.verb or s == act.verb + "d" or s == act.verb + "ed"
        ]
        for state in states:
            steps = tuple(
                replace(s, roles=tuple(dict.fromkeys((*s.roles, "admin" if admin else act.role))))
                if s.target == state
                else s
                for s in steps
            )
    return replace(lifecycle, transitions=steps)


def _reserved_steps(entity: Entity, roles: list[str], reserved: tuple[Reserved, ...], context: Context) -> Entity:
    """'Closing is up to supervisors' leaves the step to closed to them."""
    life = entity.lifecycle
    if life is None:
        return entity
    steps = life.transitions
    for kept in (r for r in reserved if r.entity == entity.name and r.to):
        denied = {_called(role, context) for role in kept.denied}
        told = tuple(dict.fromkeys(_called(role, context) for role in kept.allowed))
        others = told or tuple(role for role in roles if role not in denied)
        steps = tuple(replace(s, roles=others) if s.target == kept.to and others else s for s in steps)
    return replace(entity, lifecycle=replace(life, transitions=steps))


def _called(role: str, context: Context) -> str:
    """Administrators are one role, however they are called."""
    return "admin" if role_kind(role, context.english) == "administrator" else role


def _table(
    acts: tuple[Act, ...], roles: list[str], owned: dict[str, set[str]], context: Context
) -> dict[tuple[str, str], _Given]:
    table: dict[tuple[str, str], _Given] = {}
    for act in acts:
        visitor = role_kind(act.role, context.english) == "visitor"
        if act.negated or not (visitor or act.role in roles):
            continue
        theirs = tuple(name for name, owners in owned.items() if act.own and act.role in owners and name != act.role)
        named = tuple(
            name for name in _objects(act, context) if not (act.own and act.rest and theirs) or name in theirs
        )
        for name in named or (theirs if act.verb == "see" else ()):
            if visitor and (act.action not in ("read", "export") or _in_some_state(name, act.rest, context)):
                continue
            given = table.setdefault(("visitor" if visitor else act.role, name), _Given())
            given.actions.update(_GIVES[act.action])
            given.sentences.add(act.sentence)
            given.own = given.own or (act.own and act.role in owned.get(name, set()))
    return table


def _in_some_state(name: str, said: str, context: Context) -> bool:
    """'published articles' are not all articles: nobody who is not signed in sees the drafts."""
    entity = context.entity(name)
    states = entity.lifecycle.states if entity and entity.lifecycle else ()
    plain = f" {said.lower()} "
    return any(f" {state.replace('_', ' ')} " in plain for state in states)


def _objects(act: Act, context: Context) -> tuple[str, ...]:
    if act.action == "all" and any(word in act.rest.lower().split() for word in ("everything", "all", "anything")):
        return tuple(entity.name for entity in context.entities)
    if "everything" in act.rest.lower():
        return tuple(entity.name for entity in context.entities)
    found = list(context.mentioned(act.rest))
    nouns = context.english.lexicon.records.get(act.verb, ()) if act.action == "create" else ()
    if nouns and act.rest.split()[:1] and act.rest.split()[0].lower() in ("up", "for", "on", "to", "in", "at", "into"):
        found = []
    event = next((name for noun in nouns for name in context.names if name == noun or name.endswith("_" + noun)), "")
    return (event,) if event else tuple(found[:4])


def _role(name: str, acts: tuple[Act, ...], table: dict[tuple[str, str], _Given], context: Context) -> Role:
    sentences = tuple(sorted({act.sentence for act in acts if act.role == name}))
    kind = role_kind(name, context.english)
    owns = any(given.own for (role, _), given in table.items() if role == name)
    return Role(
        name=name, self_register=kind == "customer" or (owns and kind != "staff"), origin=Origin(sentences=sentences)
    )


def _grants(
    table: dict[tuple[str, str], _Given],
    roles: list[str],
    acts: tuple[Act, ...],
    reserved: tuple[Reserved, ...],
    context: Context,
) -> Iterator[Grant]:
    """What is said, and by convention: staff may everything that is not kept from them, others read what is not personal."""
    kept = _kept(acts, context)
    held = {name: [r for r in reserved if r.entity == name and not r.to] for name in {r.entity for r in reserved}}
    made = _makings(acts)
    personal = frozenset(entity.name for entity in context.entities if _is_personal(entity, roles, made, context))
    for (role, name), given in table.items():
        if role == "visitor":
            yield Grant(role=role, entity=name, actions=_ordered(given.actions), origin=_origin(given))
    refused = denied(acts, context)
    bounded = _Bounded(table=table, roles=tuple(roles), made=made, personal=personal, context=context)
    for role in roles:
        free = role_kind(role, context.english) != "customer" and not any(a.role == role and a.only for a in acts)
        for entity in context.entities:
            found = table.get((role, entity.name))
            if free:
                actions, own = set(ALL), bool(found and found.own)
            else:
                actions, own = bounded.of(role, entity)
            actions = {action for action in actions if role in kept.get((entity.name, action), {role})}
            actions -= refused.get((role, entity.name), frozenset())
            for rule in held.get(entity.name, ()):
                if role in rule.allowed:
                    actions |= {"create", "read", "update"}
                elif rule.allowed or role in rule.denied:
                    actions -= {"create", "update", "delete", "import"}
            yield from _split(entity, role, actions, own, personal, _origin(found), context)


@dataclass(frozen=True, kw_only=True)
class _Bounded:
    """What roles that may not do everything may do."""

    table: dict[tuple[str, str], _Given]
    roles: tuple[str, ...]
    made: Mapping[str, str]
    personal: frozenset[str]
    context: Context

    def of(self, role: str, entity: Entity) -> tuple[set[Action], bool]:
        """The actions, and whether only on what is their own; parts of a thing go with it: an order's lines with the order."""
        if found := self.table.get((role, entity.name)):
            actions = set(found.actions)
            if found.own and ("create" in actions or _made_by(entity, role, self.made)):
                actions |= {"create", "update"} if self._carries(entity) else {"create"}
            return actions, found.own
        whole = _whole(entity, self.context)
        if whole is None or whole == entity or role in self.context.of(entity, _owner_names):
            return _usual(entity, role, self.roles, self.personal, self.context)
        actions, own = self.of(role, whole)
        mine = own or role in self.context.of(whole, _owner_names)
        added: set[Action] = {"create", "update", "delete"} if "create" in actions and mine else set()
        return {action for action in actions if action != "export"} | added, mine and (own or bool(added))

    def _carries(self, entity: Entity) -> bool:
        """Whether whoever makes a record has to go on with it: it has steps, or parts that are added to it."""
        return entity.lifecycle is not None or any(
            relation.on_delete == "cascade" for _, relation in self.context.children_of(entity.name)
        )


def _whole(entity: Entity, context: Context) -> Entity | None:
    """The thing that the records are part of: they go when it goes."""
    target = next((r.target for r in entity.relations if r.on_delete == "cascade" and not r.many), "")
    return context.entity(target)


def _origin(given: _Given | None) -> Origin:
    return Origin(sentences=tuple(sorted(given.sentences))) if given else CONVENTION


def _kept(acts: tuple[Act, ...], context: Context) -> dict[tuple[str, Action], set[str]]:
    """What 'only librarians can add books' keeps from all others."""
    kept: dict[tuple[str, Action], set[str]] = {}
    for act in acts:
        if not act.alone or act.negated or (act.action == "update" and act.verb not in _EDITS):
            continue
        for name in _objects(act, context):
            for action in (*_GIVES[act.action], *(("delete", "import") if act.action == "create" else ())):
                if action != "read" or act.action == "read":
                    kept.setdefault((name, action), set()).add(act.role)
    return kept


def _split(
    entity: Entity,
    role: str,
    actions: set[Action],
    own: bool,
    personal: frozenset[str],
    origin: Origin,
    context: Context,
) -> Iterator[Grant]:
    """Customers change only what they made, even where they may read what others made."""
    customer = role_kind(role, context.english) == "customer"
    if customer and "create" in actions and not own and role in context.of(entity, _owner_names):
        if entity.name not in personal:
            yield Grant(role=role, entity=entity.name, actions=("read",), origin=origin)
            actions = {"create", "update", "delete"}
        own = True
    if actions:
        yield Grant(role=role, entity=entity.name, actions=_ordered(actions), own=own, origin=origin)


def _usual(
    entity: Entity, role: str, roles: Sequence[str], personal: frozenset[str], context: Context
) -> tuple[set[Action], bool]:
    """What customers may by convention: their own profile and records, and whatever is not `personal`."""
    if entity.name == role:
        return {"create", "read", "update"}, True
    if entity.name in roles:
        return ({"read"} if role_kind(entity.name, context.english) == "staff" else set()), False
    if role in context.of(entity, _owner_names):
        return {"read"}, entity.name in personal
    return (set() if entity.name in personal else {"read"}), False


def _owner_names(entity: Entity, context: Context) -> frozenset[str]:
    return frozenset(name for r in entity.relations for name in (r.name, r.target))


def _is_personal(entity: Entity, roles: list[str], made: Mapping[str, str], context: Context) -> bool:
    """A loan, or an invoice that others write to somebody, rather than the job that a company posts, which everybody may see."""
    names = context.of(entity, _owner_names)
    owners = [role for role in roles if role in names and role_kind(role, context.english) == "customer"]
    return bool(owners) and (len(entity.relations) > 1 or not any(_made_by(entity, owner, made) for owner in owners))


def _made_by(entity: Entity, role: str, made: Mapping[str, str]) -> bool:
    return entity.name in made.get(role, "")


def _makings(acts: tuple[Act, ...]) -> dict[str, str]:
    """By role all that its people are said to make."""
    found: dict[str, str] = {}
    for act in acts:
        if act.action == "create":
            found[act.role] = f"{found.get(act.role, '')} | {act.rest}"
    return found


def _ordered(actions: set[Action]) -> tuple[Action, ...]:
    return tuple(action for action in ALL if action in actions)
