"""The things that a text tells of, by name: what a note is, told where it is described, answered or taken. Called by deriving."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from engines.spec.english import English
from engines.spec.interface.model import snake
from engines.spec.interface.prose.listing import Item, listed
from engines.spec.interface.prose.parts import Parts
from engines.spec.interface.prose.samples import Member, Sample
from engines.spec.interface.prose.shapes import Schema, schema_of
from engines.spec.interface.prose.stretches import Layout

ENVELOPES = frozenset("data result item payload response record object content".split())  # noqa: SIM905
_NOUN = re.compile(r"(?P<noun>[A-Za-z][\w-]*)(?:\s+(?:object|record|resource|row|entry))?\s*(?:is|are|looks? like|has the form|:)\s*(?:like\s*)?[`(]*$", re.IGNORECASE)
_WITH = re.compile(
    r"(?:\bwith\b|\bcontains?\b|\bi\.?e\.?,?|\bnamely\b|:|\bhaving\b|\bof\b)\s*(?P<list>[`\"a-zA-Z].*)$", re.IGNORECASE | re.DOTALL
)
_ADDS = re.compile(r"\b(?:server|service|system|it|answer|response|reply)\s+(?:also )?(?:adds?|sets|fills in|generates|assigns|assigned)\s+(?P<list>[^.]*)", re.IGNORECASE)
_ADDED = re.compile(r"\b(?:in addition|what was sent|as sent|everything sent|plus what|the same fields)\b", re.IGNORECASE)
MADE = frozenset(
    "id uid uuid created created_at updated updated_at changed_at modified_at version revision owner author count number status state token key".split()  # noqa: SIM905
)


@dataclass
class Things:
    """What is known of things. `samples`: by name; `envelope`: the member that all answers stand under, if there is one.

    `assumed`: things that are put together of what is sent and an id, since no answer shows them.
    """

    english: English
    samples: dict[str, Sample] = field(default_factory=dict)
    schemas: dict[str, Schema] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)
    envelope: str = ""
    assumed: list[str] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)

    def word(self, name: str) -> Schema | None:
        """A reference to a thing of this name, in the singular or plural."""
        word = snake(name).rstrip("_")
        single = "_".join([*word.split("_")[:-1], self.english.singular(word.split("_")[-1])])
        for each in (word, single):
            if each in self.samples or each in self.schemas:
                return self.reference(each)
        return None

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
    after = parts.index(literals[-1]) + 1 < len(parts) if parts else False
    holds = any(f"{path}/{{" in key for key in keys)
    lists = any(key == f"GET {path}" for key in keys)
    if not after and len(literals) > 1 and not holds and "{" in "".join(parts) and not english.is_plural(last) and not lists:
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


def find_things(parts: Mapping[str, Parts], layout: Layout, general: Iterable[tuple[str, Sample]], bodies: Mapping[str, Sample], english: English, text: str) -> Things:
    """All things of a text. `bodies`: what each operation takes, by its key; `general`: samples told beside all operations."""
    things = Things(english=english)
    described = [*general, *(shape for told in parts.values() for shape in told.shapes)]
    for before, sample in described:
        if match := _NOUN.search(before.rstrip("`( ")) or re.search(r"(?P<noun>\w+)\s*$", before.rstrip("`( :")):
            word = english.singular(snake(match["noun"]))
            if word not in ("error", "fault", "answer", "response", "body", "base", "it", "that", "like"):
                things.samples.setdefault(word, inner(sample))
    for told in sorted(parts.values(), key=_rank):
        name = resource(told.told.path, parts, english)
        for said in [*told.successes(), told.untold]:
            _from_answer(things, told, said.sample, name)
    for told in sorted(parts.values(), key=_rank):
        name = resource(told.told.path, parts, english)
        if name and name not in things.samples and told.told.method in ("POST", "GET", "PUT"):
            spans = [span for said in [*told.successes(), told.untold] for span in said.spans]
            if sample := _worded(told, spans, layout.quiet, bodies.get(told.told.key)):
                things.samples[name] = sample
    for key, told in parts.items():
        name = resource(told.told.path, parts, english)
        if told.told.method in ("POST", "PUT") and name and name not in things.samples and _is_collection(told, parts):
            members = bodies[key].members if key in bodies else ()
            if members:
                identity = Member(name=_identity(told, parts))
                known = any(member.name == identity.name for member in members)
                things.samples[name] = Sample(kind="object", members=members if known else (identity, *members))
                things.assumed.append(name)
    _find_envelope(things, parts, text)
    return things


def _rank(told: Parts) -> tuple[int, int]:
    order = {"POST": 0, "PUT": 1, "GET": 2, "PATCH": 3}
    member = told.told.path.endswith("}")
    return (order.get(told.told.method, 4) if not (told.told.method == "GET" and not member) else 4, told.told.first)


def _from_answer(things: Things, told: Parts, sample: Sample | None, name: str) -> None:
    """What an answer shows, under the name of what its path is about; lists inside of it by their own names."""
    if sample is None or not name:
        return
    core = inner(sample, name)
    lists = [m for m in core.members if m.sample and m.sample.kind == "array" and m.sample.items and m.sample.items[0].members]
    listing = told.told.method == "GET" and not told.told.path.endswith("}")
    action = told.told.method == "POST" and re.search(r"\}/\w+$", told.told.path) and name != _last(told, things.english)
    for member in lists if listing else ():
        assert member.sample is not None
        single = things.english.singular(snake(member.name))
        things.samples.setdefault(name if member.name in ("items", "results", "entries", "rows") else single, member.sample.items[0])
    plain = not listing or sample.kind == "array" or (core is not sample and not lists)
    if plain and len(core.members) > 1 and not action and not _signs_in(core):
        things.samples.setdefault(name, core)


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
    found = next((key.split(" ")[1][len(start) :].split("}")[0] for key in keys if key.split(" ")[1].startswith(start)), "id")
    return "id" if found.lower().endswith("id") else found


def _worded(told: Parts, spans: Iterable[tuple[int, int]], quiet: str, body: Sample | None) -> Sample | None:
    """What an answer shows in words: '201 with id, email and displayName', 'the server adds id and createdAt'."""
    for start, end in spans:
        said = quiet[start:end]
        if match := _WITH.search(re.sub(r"^\W*\d{3}", "", said)):
            found = [item for item in listed(match["list"]) if re.fullmatch(r"[A-Za-z_]\w*", item.name)]
            if len(found) > 1:
                return Sample(kind="object", members=tuple(members_of(found)))
    for start, end in told.spans:
        if (match := _ADDS.search(quiet[start:end])) and body:
            added = [item for item in listed(match["list"]) if re.fullmatch(r"[A-Za-z_]\w*", item.name)]
            names = {item.name for item in added}
            return Sample(kind="object", members=(*members_of(added), *(m for m in body.members if m.name not in names)))
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
