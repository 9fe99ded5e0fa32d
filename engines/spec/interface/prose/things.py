"""The things that a text tells of, by name: what a note is, told where it is described, answered or taken. Called by deriving."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from engines.spec.english import English
from engines.spec.interface.model import snake
from engines.spec.interface.prose.listing import Item, listed
from engines.spec.interface.prose.parts import Parts
from engines.spec.interface.prose.samples import Member, Sample
from engines.spec.interface.prose.shapes import Schema, schema_of
from engines.spec.interface.prose.stretches import Layout

_NO_THINGS = frozenset(
    "error fault answer response body base it that like in_ in with as_ as is_ is to form json and_ or_ by at of kind example request one this which following object entry reply result format".split()  # noqa: SIM905
)
PARTS = frozenset(("item", "line", "entry", "row", "position"))
ENVELOPES = frozenset("data result item payload response record object content".split())  # noqa: SIM905
_NOUN = re.compile(
    r"(?P<noun>[A-Za-z][\w-]*)(?:\s+(?:object|record|resource|row|entry))?\s*(?:is|are|looks? like|has the form|:|=)\s*(?:like\s*)?[`(]*$",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"(?:\bwith\b|\bcontains?\b|\bi\.?e\.?,?|\bnamely\b|:|\bhaving\b|\bof\b)\s*(?=[`\"a-zA-Z])", re.IGNORECASE
)
_TOO = re.compile(
    r"\b(?:an?|the|each|every)\s+(?P<thing>\w+)\s+(?:also\s+)?(?:shows?|has|carries|includes?|contains?)\s+(?:(?:its|an?|the|also)\s+)?[`\"](?P<member>[A-Za-z_]\w*)[`\"](?:\s+(?:too|as well|also))",
    re.IGNORECASE,
)
_MAKES = re.compile(
    r"\b(?:makes|creates|opens|adds|founds|starts|registers|stores|records)\s+(?:an?|the|a new|one)\s+(?P<noun>[a-z][\w-]*)",
    re.IGNORECASE,
)
_ADDS = re.compile(
    r"\b(?:server|service|system|it|answer|response|reply)\s+(?:also )?(?:adds?|sets|fills in|generates|assigns|assigned)\s+(?P<list>[^.]*)",
    re.IGNORECASE,
)
SENT = re.compile(
    r"\b(?:in addition|what was sent|as sent|everything (?:that was )?sent|plus what|all of (?:the above|that|these)|the above)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"[`\"](?P<name>[A-Za-z_]\w*)[`\"](?::\s*(?P<value>\"[^\"]*\"|null|true|false|-?\d+(?:\.\d+)?))?")
MADE = frozenset(
    "id uid uuid created created_at updated updated_at changed_at modified_at version revision owner author count number status state token key".split()  # noqa: SIM905
)


@dataclass
class Things:
    """What is known of things. `samples`: by name; `envelope`: the member that all answers stand under, if there is one.

    `assumed`: things that are put together of what is sent and an id, since no answer shows them. `loose`: described things
    that no path is about; `aliases`: other words for things; `valued`: names of members that are shown with a value somewhere; `made`: told of each schema.
    """

    english: English
    samples: dict[str, Sample] = field(default_factory=dict)
    schemas: dict[str, Schema] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)
    envelope: str = ""
    assumed: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    valued: frozenset[str] = frozenset()
    made: Callable[[str, Schema], None] = lambda name, schema: None

    def word(self, name: str) -> Schema | None:
        """A reference to a thing of this name, in the singular or plural."""
        word = snake(name).rstrip("_")
        single = "_".join([*word.split("_")[:-1], self.english.singular(word.split("_")[-1])])
        for each in (word, single, self.aliases.get(word, ""), self.aliases.get(single, "")):
            if (each and each in self.samples) or each in self.schemas:
                return self.reference(each)
        return None

    def part(self) -> Schema | None:
        """The one described thing that no operation is about."""
        return self.reference(self.loose[0]) if len(set(self.loose)) == 1 else None

    def shown(self, sample: Sample) -> Schema | None:
        """A reference to the thing that a sample shows."""
        if not sample.members:
            return None
        for name, known in self.samples.items():
            if known is sample or (known.names() == sample.names() and len(known.members) > 1):
                return self.reference(name)
        return None

    def reference(self, name: str) -> Schema:
        """A reference; the schema is made when it is first used."""
        if name not in self.used:
            self.used[name] = "".join(part.capitalize() for part in name.split("_"))
            if name not in self.schemas:
                sample = self.samples[name]
                self.schemas[name] = schema_of(sample, name, self.english, _Without(self, sample))
                self.made(name, self.schemas[name])
        return {"$ref": f"#/components/schemas/{self.used[name]}"}

    def whole(self, name: str) -> Schema:
        """The schema of a thing itself."""
        self.reference(name)
        return self.schemas[name]

    def components(self) -> dict[str, Schema]:
        """The schemas in use, by the names of the document."""
        return {self.used[name]: self.schemas[name] for name in list(self.used)}


@dataclass
class _Without:
    """The things, but for one sample, which is about to become a schema."""

    things: Things
    sample: Sample

    def word(self, name: str) -> Schema | None:
        return self.things.word(name)

    def part(self) -> Schema | None:
        return self.things.part()

    def shown(self, sample: Sample) -> Schema | None:
        return None if sample is self.sample else self.things.shown(sample)


def resource(path: str, keys: Iterable[str], english: English) -> str:
    """The thing that a path is about, in the singular: note of /notes, /notes/{id} and /notes/{id}/publish."""
    keys = list(keys)
    parts = [part for part in path.split("/") if part]
    literals = [part for part in parts if "{" not in part]
    if not literals:
        return ""
    last = literals[-1].split(".")[0]
    if "{" not in path and re.fullmatch(r"register|registration|sign-?up|me|profile|account|whoami|users?", last):
        return "account" if last == "account" else "user"
    after = parts.index(literals[-1]) + 1 < len(parts) if parts else False
    holds = any(f"{path}/{{" in key for key in keys)
    lists = any(key == f"GET {path}" for key in keys)
    if (
        not after
        and len(literals) > 1
        and not holds
        and "{" in "".join(parts)
        and not english.is_plural(last)
        and not lists
    ):
        return english.singular(snake(literals[-2]))
    return "_".join([*snake(last).split("_")[:-1], english.singular(snake(last).split("_")[-1])])


def inner(sample: Sample, name: str = "") -> Sample:
    """A sample without its envelope: the thing, or one of the list."""
    if sample.kind == "array" and sample.items:
        return inner(sample.items[0], name)
    if len(sample.members) == 1 or (sample.members and sample.members[0].name in ENVELOPES):
        member = sample.members[0]
        wrapped = member.name in ENVELOPES or snake(member.name) == name
        if wrapped and member.sample and member.sample.kind in ("object", "array"):
            return inner(member.sample, name)
    return sample


def find_things(
    parts: Mapping[str, Parts],
    layout: Layout,
    general: Iterable[tuple[str, Sample]],
    bodies: Mapping[str, Sample],
    english: English,
    text: str,
) -> Things:
    """All things of a text. `bodies`: what each operation takes, by its key; `general`: samples told beside all operations."""
    things = Things(english=english)
    described = [*general, *(shape for told in parts.values() for shape in told.shapes)]
    for before, sample in described:
        if match := _NOUN.search(before.rstrip("`( ")) or re.search(r"(?P<noun>\w+)\s*$", before.rstrip("`( :")):
            word = english.singular(snake(match["noun"]))
            enveloped = len(sample.members) == 1 and sample.members[0].name in ENVELOPES
            if word not in _NO_THINGS and not enveloped:
                things.samples.setdefault(word, inner(sample))
                things.loose.append(word)
    for told in sorted(parts.values(), key=_rank):
        name = resource(told.told.path, parts, english)
        for said in [*told.successes(), told.untold]:
            _from_answer(things, told, said.sample, name)
    for told in sorted(parts.values(), key=_rank):
        name = resource(told.told.path, parts, english)
        if name and name not in things.samples and told.told.method in ("POST", "GET", "PUT"):
            spans = [span for said in [*told.successes(), told.untold] for span in said.spans]
            if worded := _worded(name, told, spans, layout.quiet, bodies.get(told.told.key)):
                things.samples[name] = worded
    about = {resource(told.told.path, parts, english) for told in parts.values()}
    things.loose = [word for word in things.loose if word not in about]
    for key, told in parts.items():
        name = resource(told.told.path, parts, english)
        if name in PARTS and len(set(things.loose)) == 1:
            things.aliases[name] = things.loose[0]
        elif (
            told.told.method in ("POST", "PUT") and name and name not in things.samples and _is_collection(told, parts)
        ):
            members = bodies[key].members if key in bodies else ()
            if members:
                identity = Member(name=_identity(told, parts))
                known = any(member.name == identity.name for member in members)
                things.samples[name] = Sample(kind="object", members=members if known else (identity, *members))
                things.assumed.append(name)
    _find_aliases(things, parts, layout.quiet, english)
    _shown_too(things, layout)
    _find_envelope(things, parts, text)
    return things


def _find_aliases(things: Things, parts: Mapping[str, Parts], quiet: str, english: English) -> None:
    """Words in lists (`[standing, ...]`) that name no known thing mean the one that was shown last."""
    last = ""
    for told in sorted(parts.values(), key=lambda one: one.told.first):
        name = resource(told.told.path, parts, english)
        here = " ".join(quiet[a:b] for a, b in told.spans[:1])
        if told.told.method == "POST" and name in things.samples and (made := _MAKES.search(here)):
            noun = english.singular(snake(made["noun"]))
            if noun not in things.samples and things.word(noun) is None:
                things.aliases[noun] = name
        for said in (*told.successes(), told.untold):
            for word in _listed_words(said.sample):
                if last and things.word(word) is None:
                    things.aliases[snake(word)] = last
            if said.sample is not None and name in things.samples and inner(said.sample, name) is things.samples[name]:
                last = name


def _shown_too(things: Things, layout: Layout) -> None:
    """'A product shows its `updatedAt` too' adds a member to what a product is."""
    for match in _TOO.finditer(layout.quiet):
        name = things.english.singular(snake(match["thing"]))
        sample = things.samples.get(name)
        if sample is not None and match["member"] not in sample.names():
            things.samples[name] = Sample(kind="object", members=(*sample.members, Member(name=match["member"])))


def _listed_words(sample: Sample | None) -> Iterator[str]:
    for member in sample.members if sample else ():
        for item in member.sample.items if member.sample else ():
            if (
                item.kind == "word"
                and re.fullmatch(r"[a-z][\w-]*", str(item.value))
                and str(item.value) not in ("string", "text", "number", "integer", "id", "uuid")
            ):
                yield str(item.value)


def _rank(told: Parts) -> tuple[int, int]:
    order = {"POST": 0, "PUT": 1, "GET": 2, "PATCH": 3}
    member = told.told.path.endswith("}")
    return (order.get(told.told.method, 4) if not (told.told.method == "GET" and not member) else 4, told.told.first)


def _from_answer(things: Things, told: Parts, sample: Sample | None, name: str) -> None:
    """What an answer shows, under the name of what its path is about; lists inside of it by their own names."""
    if sample is None or not name:
        return
    core = inner(sample, name)
    lists = [
        m
        for m in core.members
        if m.sample and m.sample.kind == "array" and m.sample.items and m.sample.items[0].members
    ]
    listing = told.told.method == "GET" and not told.told.path.endswith("}")
    action = (
        told.told.method == "POST" and re.search(r"\}/\w+$", told.told.path) and name != _last(told, things.english)
    )
    for member in lists if listing else ():
        single = things.english.singular(snake(member.name))
        things.samples.setdefault(
            name if member.name in ("items", "results", "entries", "rows") else single, _first(member)
        )
    plain = not listing or sample.kind == "array" or (core is not sample and not lists)
    if plain and len(core.members) > 1 and not action and not _signs_in(core):
        things.samples.setdefault(name, core)


def _first(member: Member) -> Sample:
    return member.sample.items[0] if member.sample else Sample(kind="object")


def _last(told: Parts, english: English) -> str:
    return english.singular(snake(told.told.path.rpartition("/")[2]))


def _signs_in(sample: Sample) -> bool:
    names = {snake(name) for name in sample.names()}
    return bool(names & {"access_token", "token", "jwt"}) and len(names) < 4


def _is_collection(told: Parts, keys: Iterable[str]) -> bool:
    path = told.told.path
    return any(key.split(" ")[1].startswith(f"{path}/{{") or key == f"GET {path}" for key in keys)


def _identity(told: Parts, keys: Iterable[str]) -> str:
    """The name of what addresses a thing: what stands in braces behind its collection, if that is an id."""
    start = f"{told.told.path}/{{"
    found = next(
        (key.split(" ")[1][len(start) :].split("}")[0] for key in keys if key.split(" ")[1].startswith(start)), "id"
    )
    return "id" if found.lower().endswith("id") else found


def quoted(said: str) -> Iterator[Member]:
    """Members named in quotes, with their values: '"quiz_id", "state": "draft"', or in brackets: 'when it was made (createdAt)'."""
    if re.search(r"\ban id\b", said):
        yield Member(name="id")
    for match in QUOTED.finditer(said):
        value = match["value"]
        shown = Sample(kind="value", value=json.loads(value)) if value is not None else None
        yield Member(name=match["name"], sample=shown)
    for noted in re.finditer(r"\((?P<name>[a-z]+(?:[A-Z][a-z]+|_[a-z]+)+)\)", said):
        yield Member(name=noted["name"])


def _with(said: str, name: str, body: Sample | None) -> Sample | None:
    """What stands behind 'with' or a colon: 'with id and email', ': `id`, `code`', 'the reading with `reading_id`'."""
    bare = re.sub(r"\b(?:with|and)\s+(?:the|an?)\s+\w+(?:\s\w+)?\s*:", ":", said)
    for match in _WITH.finditer(bare):
        found = [item for item in listed(bare[match.end() :]) if re.fullmatch(r"[A-Za-z_]\w*", item.name)]
        found = [item for item in found if item.name != name]
        if len(found) > 1:
            return Sample(kind="object", members=tuple(members_of(found)))
        made = bool(found) and (snake(found[0].name) in MADE or snake(found[0].name).endswith("_id"))
        if made and body and found[0].name not in body.names():
            return Sample(kind="object", members=(*members_of(found), *body.members))
    return None


def _worded(name: str, told: Parts, spans: Iterable[tuple[int, int]], quiet: str, body: Sample | None) -> Sample | None:
    """What an answer shows in words: '201 with id, email and displayName', 'the server adds id and createdAt'."""
    for start, end in spans:
        said = quiet[start:end]
        if SENT.search(said) and body and (added := list(quoted(said))):
            names = {member.name for member in added}
            return Sample(kind="object", members=(*added, *(m for m in body.members if m.name not in names)))
        if shown := _with(re.sub(r"^\W*\d{3}", "", said), name, body):
            return shown
    for start, end in told.spans:
        if (match := _ADDS.search(quiet[start:end])) and body:
            made = list(members_of(item for item in listed(match["list"]) if re.fullmatch(r"[A-Za-z_]\w*", item.name)))
            names = {member.name for member in made}
            return Sample(kind="object", members=(*made, *(m for m in body.members if m.name not in names)))
    return None


def members_of(items: Iterable[Item]) -> Iterator[Member]:
    """The members of a sample, of names told in words."""
    for item in items:
        name = item.name if re.fullmatch(r"\S+", item.name) else snake(item.name)
        yield Member(name=name, optional=item.optional, note=item.note)


def _find_envelope(things: Things, parts: Mapping[str, Parts], text: str) -> None:
    """The one member that answers stand under."""
    names: list[str] = []
    for told in parts.values():
        for said in told.successes():
            if said.sample and said.sample.kind == "object" and said.sample.members:
                names.append(said.sample.members[0].name if said.sample.members[0].name in ENVELOPES else "")
    told_all = re.search(r"(?:wrapped|envelope|answers (?:are|come))[^.]{0,40}\{\s*\"(\w+)\"\s*:\s*\.\.\.", text)
    if told_all:
        things.envelope = told_all[1]
    elif names and (top := max(set(names), key=names.count)) and names.count(top) * 2 > len(names):
        things.envelope = top
