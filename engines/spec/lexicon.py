"""What the reader knows of English and of applications, as values; the files stand in resources/lexicons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engines.kernel.spec import FieldType
from engines.spec.grammar.words import Words, build_words
from engines.spec.layout.words import LayoutWords, build_layout
from engines.spec.learning.words import LearningWords, build_learning
from engines.spec.life_words import LifeWords, build_life_words
from engines.spec.patterns import Pattern, pattern
from engines.spec.relations.words import RelationWords, build_relation_words
from engines.spec.reserving.words import ReservingWords, build_reserving
from engines.spec.rules.vocabulary import ValueWords, build_value_words
from engines.spec.rules.words import RuleWords, build_rule_words

Files = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class FeatureWords:
    """A feature's plain name, the patterns that ask for it, whether a blueprint builds it and the `things` it is made of."""

    name: str
    built: bool
    says: tuple[Pattern, ...]
    things: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RefusalWords:
    """What is not built: any of `patterns`, or one of each of the `groups`, refuses unless an `unless` pattern clears it."""

    name: str
    why: str
    patterns: tuple[Pattern, ...]
    groups: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Lexicon:
    """All word lists; phrases are lower case with spaces, states snake_case. One lexicon is like no other."""

    grammar: Words
    lives: LifeWords
    layout: LayoutWords
    learning: LearningWords
    relations: RelationWords
    rules: RuleWords
    values: ValueWords
    reserving: ReservingWords
    irregular: Mapping[str, str]
    singular_in_s: frozenset[str]
    numbers: Mapping[str, int]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    modals: frozenset[str]
    verbs: frozenset[str]
    nobody: frozenset[str]
    itself: frozenset[str]
    abbreviations: frozenset[str]
    types: Mapping[str, FieldType]
    typed_words: Mapping[str, FieldType]
    units: Mapping[str, FieldType]
    at_least_zero: frozenset[str]
    at_least_one: frozenset[str]
    countable: frozenset[str]
    chosen: frozenset[str]
    ranges: Mapping[str, tuple[float, float]]
    labels: tuple[str, ...]
    records: Mapping[str, tuple[str, ...]]
    participles: Mapping[str, str]
    closing: frozenset[str]
    past_tense: Mapping[str, str]
    state_fields: frozenset[str]
    open_words: frozenset[str]
    end_states: frozenset[str]
    side_states: frozenset[str]
    dead_states: frozenset[str]
    initial_states: frozenset[str]
    known_states: frozenset[str]
    paused_states: frozenset[str]
    refused_states: frozenset[str]
    granted_states: frozenset[str]
    late_states: frozenset[str]
    acted_states: frozenset[str]
    untold_states: frozenset[str]
    lasting_states: frozenset[str]
    administrators: frozenset[str]
    staff: frozenset[str]
    customers: frozenset[str]
    visitors: frozenset[str]
    not_people: frozenset[str]
    actions: Mapping[str, frozenset[str]]
    features: tuple[FeatureWords, ...]
    refusals: tuple[RefusalWords, ...]
    kinds: Mapping[str, tuple[Pattern, ...]]
    currencies: Mapping[str, str]
    orders: tuple[tuple[str, str], ...]
    loose: frozenset[str]
    twins: frozenset[tuple[str, str]]
    possess: frozenset[str]
    weak: frozenset[str]
    record: frozenset[str]
    described: frozenset[str]
    make: frozenset[str]
    asides: frozenset[str]
    messages: frozenset[str]
    nothing: frozenset[str]
    keepers: frozenset[str]
    identified: frozenset[str]
    oneself: frozenset[str]
    giving: frozenset[str]
    spans: frozenset[str]
    stating: frozenset[str]
    sorts: frozenset[str]
    plural_names: frozenset[str]
    pointing: frozenset[str]
    opening: frozenset[str]
    looking: frozenset[str]
    outputs: frozenset[str]
    never_things: frozenset[str]
    particulars: frozenset[str]
    vessels: frozenset[str]
    holders: frozenset[str]

    @cached_property
    def words_of_states(self) -> frozenset[str]:
        """The words that the names of known states are made of."""
        return frozenset(word for state in self.known_states for word in state.split("_"))


def build_lexicon(files: Mapping[str, Files]) -> Lexicon:
    """The lexicon from the parsed files, by their names without ending."""
    words, types, events, states = files["words"], files["types"], files["events"], files["states"]
    roles, orders, telling = files["roles"], files["orders"], files["telling"]
    return Lexicon(
        grammar=build_words(files["grammar"], words["numbers"]),
        lives=build_life_words(files["lives"]),
        layout=build_layout(files["layout"]),
        learning=build_learning(files["learning"]),
        relations=build_relation_words(files["relations"]),
        rules=build_rule_words(files["forbidding"]),
        values=build_value_words(files["verdicts"]),
        reserving=build_reserving(files["reserving"]),
        irregular=words["irregular_plurals"],
        singular_in_s=_words(words["singular_in_s"]),
        numbers=words["numbers"],
        determiners=_words(words["determiners"]),
        prepositions=_words(words["prepositions"]),
        modals=_words(words["modals"]),
        verbs=_words(words["finite_verbs"]),
        nobody=_words(words["nobody"]),
        itself=_words(words["itself"]),
        abbreviations=_words(words["abbreviations"]),
        types=_by_type({t: types[t] for t in FieldType if t in types}),
        typed_words=_by_type(types["typed_words"]),
        units=_by_type(types["units"]),
        at_least_zero=_words(types["at_least_zero"]),
        at_least_one=_words(types["at_least_one"]),
        countable=_words(types["countable"]),
        chosen=_words(types["chosen"]),
        ranges={word: (float(low), float(high)) for word, (low, high) in types["ranges"].items()},
        labels=tuple(types["label_fields"]),
        records={verb: tuple(nouns) for verb, nouns in events["records"].items()},
        participles=events["participles"],
        closing=_words(events["closing"]),
        past_tense=events["past_tense"],
        state_fields=_words(states["fields"]),
        open_words=_words(states["open"]),
        end_states=_words(states["end"]),
        side_states=_words(states["side"]),
        dead_states=_words(states["cancelled"]),
        initial_states=_words(states["initial"]),
        known_states=frozenset(
            str(state) for kind in states if kind not in ("fields", "untold", "lasting") for state in states[kind]
        ),
        paused_states=_words(states["paused"]),
        refused_states=_words(states["refused"]),
        granted_states=_words(states["granted"]),
        late_states=_words(states["late"]),
        acted_states=_words(states["acted"]),
        untold_states=_words(states["untold"]),
        lasting_states=_words(states["lasting"]),
        administrators=_words(roles["administrators"]),
        staff=_words(roles["staff"]),
        customers=_words(roles["customers"]),
        visitors=_words(roles["visitors"]),
        not_people=_words(roles["not_people"]),
        actions={action: _words(verbs) for action, verbs in roles["actions"].items()},
        features=tuple(_feature(name, entry) for name, entry in files["features"].items()),
        refusals=tuple(_refusal(name, entry) for name, entry in files["refusals"].items()),
        kinds={
            kind: _patterns(files["kinds"][kind]) for kind in ("cli", "ml", "api", "not_api", "context", "courtesy")
        },
        currencies=files["kinds"]["currencies"],
        orders=tuple((a, b) for a, b in orders["pairs"]),
        loose=_words(orders["loose"]),
        twins=frozenset((a, b) for a, b in orders["twins"]),
        possess=_words(telling["possess"]),
        weak=_words(telling["weak"]),
        record=_words(telling["record"]),
        described=_words(telling["described"]),
        make=_words(telling["make"]),
        asides=_words(telling["asides"]),
        messages=_words(telling["messages"]),
        nothing=_words(telling["nothing"]),
        keepers=_words(telling["keepers"]),
        identified=_words(telling["identified"]),
        oneself=_words(telling["self"]),
        giving=_words(telling["giving"]),
        spans=_words(telling["spans"]),
        stating=_words(telling["stating"]),
        sorts=_words(telling["sorts"]),
        plural_names=_words(telling["plural_names"]),
        pointing=_words(telling["pointing"]),
        opening=_words(telling["opening"]),
        looking=_words(telling["looking"]),
        outputs=_words(telling["outputs"]),
        never_things=_words(telling["never_things"]),
        particulars=_words(telling["particulars"]),
        vessels=_words(telling["vessels"]),
        holders=_words(telling["holders"]),
    )


def _words(items: list[object]) -> frozenset[str]:
    return frozenset(str(item) for item in items)


def _by_type(lists: Mapping[str, list[object]]) -> dict[str, FieldType]:
    return {str(word): FieldType(kind) for kind, found in lists.items() for word in found}


def _patterns(items: list[str]) -> tuple[Pattern, ...]:
    return tuple(pattern(item) for item in items)


def _feature(name: str, entry: Files) -> FeatureWords:
    return FeatureWords(
        name=name, built=entry["built"], says=_patterns(entry["says"]), things=tuple(entry.get("things", ()))
    )


def _refusal(name: str, entry: Files) -> RefusalWords:
    return RefusalWords(
        name=name,
        why=entry["why"],
        patterns=_patterns(entry["any"]),
        groups=_patterns(entry.get("all", [])),
        unless=_patterns(entry.get("unless", [])),
    )
