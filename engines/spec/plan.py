"""From text to specification, as values: the stages of reading in their order. Called by service; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engines.kernel.spec import Feature, Origin, Question, Rule, Sentence, Spec, facts, rule_id
from engines.kernel.spec.facts import SentenceStatus
from engines.spec import answering, guard
from engines.spec.acts import Act, read_acts
from engines.spec.additions import addition_names, read_additions, realised, seed_claims, set_apart, with_rights
from engines.spec.complete import complete_entities
from engines.spec.context import Context
from engines.spec.contradictions import contradictions
from engines.spec.conventions import usual_orders
from engines.spec.counted import read_counted
from engines.spec.deeds import Deed, deed_of, given_to_deed
from engines.spec.describing import Describer, unqualified
from engines.spec.document import statements
from engines.spec.english import English
from engines.spec.events import managed_names, read_events
from engines.spec.existing import existing, may_arise
from engines.spec.features import currency_of, is_context, kind_of, merged_features, read_features
from engines.spec.grants import Access, access
from engines.spec.keeping import kept_for
from engines.spec.learning.reading import read_learning
from engines.spec.lexicon import Lexicon
from engines.spec.lives import lived_names, read_lives
from engines.spec.mailing import addressed
from engines.spec.marking import read_marked
from engines.spec.model import (
    Claim,
    Description,
    EntityClaim,
    FeatureClaim,
    Reading,
    RuleClaim,
    Statement,
)
from engines.spec.names import Before
from engines.spec.people import is_person, role_kind
from engines.spec.refining import read_refinements
from engines.spec.relations.discovery import discovered
from engines.spec.relations.filled import filled
from engines.spec.relations.reading import read_relations, without_limits, without_shortcuts
from engines.spec.reserving.reader import read_reserved
from engines.spec.resolve import Resolved, resolve
from engines.spec.rules.passages import once_told, read_passages
from engines.spec.rules.reading import read_rules
from engines.spec.settings import settings_of_deed
from engines.spec.shortened import with_whole_names, without_shorter
from engines.spec.signing import accounts_only
from engines.spec.sound import sound
from engines.spec.spans import span_of
from engines.spec.structure import known_names, read_structure
from engines.spec.telling import brings_up, several, topic
from engines.spec.titling import slug, summary_of, title_of
from engines.spec.tool_names import tool_summary, tool_title
from engines.spec.tools import read_tool
from engines.spec.values import read_values, telling_clauses


@dataclass(frozen=True, kw_only=True)
class _Text:
    """The statements of a brief and what each is about."""

    parts: tuple[Statement, ...]
    low: str
    acts: tuple[Act, ...]
    lasts: dict[int, str]


def read(text: str, lexicon: Lexicon, *, name: str = "", answers: answering.Answers) -> Reading:
    """Reads a brief with a person's answers, by the question's text; UserError when it is no text or too long."""
    text = guard.checked_text(text)
    english = English(lexicon)
    parts = statements(text, lexicon)
    kind = kind_of(text, lexicon)
    empty = Spec(name=name or "app", title=name or "Application", kind=kind, currency=currency_of(text, lexicon))
    if why := guard.refusal(text, lexicon):
        return Reading(spec=replace(empty, sentences=_sentences(parts, set(), set(), lexicon)), refusal=why)
    if kind == "cli":
        return _tool(empty, parts, english, name)
    if kind == "ml":
        return _service(empty, parts, english, name)
    reading = _application(text, parts, empty, english, name)
    if questions := answering.told(reading.questions, answers):
        parts, decided = answering.settled(parts, questions, answers, lexicon)
        reading = answering.closed(_application(text, parts, empty, english, name, decided), questions)
    return reading


def _tool(spec: Spec, parts: tuple[Statement, ...], english: English, name: str) -> Reading:
    title = tool_title(parts)
    named = replace(spec, name=name or (slug(title) if title else ""), summary=tool_summary(parts))
    found = read_tool(named, parts, english)
    return Reading(spec=found, questions=found.questions)


def _service(spec: Spec, parts: tuple[Statement, ...], english: English, name: str) -> Reading:
    """A machine-learning service."""
    learned = read_learning(parts, english, english.lexicon.learning)
    title = parts[0].original if parts and parts[0].kind in ("title", "heading") else ""
    made = replace(
        spec,
        title=title.strip(" .:#")[:60] or learned.title or title_of(parts, (), name),
        training=learned.training,
        features=learned.features,
        endpoints=learned.endpoints,
        questions=learned.questions,
    )
    told = {number for _, origin in facts(made) for number in origin.sentences}
    asking = {number for question in learned.questions for number in question.sentences} - told
    sentences = _sentences(parts, told, asking, english.lexicon)
    made = replace(made, name=name or slug(made.title), sentences=sentences)
    return Reading(spec=made, questions=learned.questions)


def _application(
    text: str,
    parts: tuple[Statement, ...],
    spec: Spec,
    english: English,
    name: str,
    decided: frozenset[int] = frozenset(),
) -> Reading:
    telling, rows = set_apart(parts, english)
    said, descriptions = _heard(text, telling, english)
    context = _names(said, descriptions, Context(english=english))
    claims = without_limits(list(_structure(said, descriptions, context)), said.parts)
    claims += read_lives(said.parts, context, said.lasts, tuple(claims))
    resolved = resolve(tuple(claims), english, decided)
    context = _with_keepers(said, replace(context, entities=resolved.entities))
    claims = without_shortcuts([*claims, *read_relations(said.parts, said.lasts, said.low, context)])
    resolved = resolve(tuple(claims), english, decided)
    context = replace(context, entities=complete_entities(resolved.entities, english))
    context = _additions(said, claims, decided, context)
    if counted := list(read_counted(said.parts, context)):
        claims += counted
        entities = complete_entities(resolve(tuple(claims), english, decided).entities, english)
        context = replace(context, entities=entities)
    claims += read_refinements(said.parts, said.lasts, context)
    claims += read_marked(said.parts, said.lasts, context)
    claims += read_values(said.parts, said.lasts, claims, context)
    resolved = resolve(tuple(claims), english, decided)
    context = replace(context, entities=complete_entities(resolved.entities, english))
    claims += [*_rules(said, context), *seed_claims(rows, context)]
    return _reading(
        text, replace(said, parts=parts), claims, resolve(tuple(claims), english, decided), context, spec, name
    )


def _heard(text: str, parts: tuple[Statement, ...], english: English) -> tuple[_Text, tuple[Description, ...]]:
    describer, last = Describer(english), ""
    found: list[Description] = []
    lasts: dict[int, str] = {}
    new: tuple[str, ...] = ()
    they, low = "", text.lower()
    deed: Deed | None = None
    deeds: dict[str, str] = {}
    readable = tuple(p for p in parts if len(p.text) <= guard.LONGEST_SENTENCE and p.kind != "aside")
    declared = frozenset(english.name(role) for part in readable for role in part.roles)
    for part in readable:
        last = describer.subject(part.under) or last
        done = deed_of(part.text, low, english) if part.kind in ("prose", "bullet", "story") else None
        at_hand = done or deed
        before = Before(new=new, several=they, deed=at_hand.record if at_hand else "", deeds=tuple(deeds.items()))
        described = describer.read(part, last, before)
        they = "" if described else several(part.text, english)
        if at_hand:
            described = given_to_deed(described, at_hand, part.text, english, before=done is None)
        described += span_of(part.text, part.number, described, last, done, low, english)
        if done:
            described = _with_settings(described, settings_of_deed(part.text, part.number, done.record, english))
        if done and done.thing:
            deeds.setdefault(done.thing, done.record)
        deed = done
        new = () if described else brings_up(part.text, english) or new
        last = topic(part.text, english) or last if part.kind in ("prose", "bullet") and not described else last
        for description in described:
            found.append(description)
            last = description.subject
        lasts[part.number] = last
    acts = tuple(act for part in readable for act in read_acts(part, english, declared))
    listed = frozenset(part.number for part in readable if part.properties or part.kind in ("bullet", "row"))
    things = existing(with_whole_names(unqualified(found, low, english), listed), readable, english)
    return _Text(parts=readable, low=low, acts=acts, lasts=lasts), things


def _with_settings(described: tuple[Description, ...], settings: tuple[Description, ...]) -> tuple[Description, ...]:
    """The descriptions of a sentence with when it is that somebody does what it tells, where nothing else tells more of that."""
    told = {description.subject for description in described}
    return (*described, *(setting for setting in settings if setting.subject not in told))


def _names(said: _Text, descriptions: tuple[Description, ...], context: Context) -> Context:
    """The names of all things: described, managed, or left behind by what people do."""
    roles = tuple(dict.fromkeys(act.role for act in said.acts))
    context = replace(context, roles=roles)
    names = known_names(descriptions, context)
    managed = managed_names(said.acts, context.english)
    known = tuple(
        dict.fromkeys((*names, *(n for n in managed if not _in_state(n, (*names, *managed), context.english))))
    )
    context = replace(context, names=known)
    fields = frozenset(attribute.name for description in descriptions for attribute in description.attributes)
    events = (
        *addition_names(said.parts, context),
        *discovered(said.parts, said.lasts, fields, context),
    )
    arising = (n for n in events if n not in known and may_arise(n, context.english))
    acted = tuple(dict.fromkeys(without_shorter(arising, names)))
    context = replace(context, names=(*known, *acted), acted=acted)
    lived = (name for name in lived_names(said.parts, context) if may_arise(name, context.english))
    return replace(context, names=(*context.names, *without_shorter(lived, names)))


def _in_state(name: str, names: tuple[str, ...], english: English) -> bool:
    """'submitted entries' and 'yearly bills' are entries and bills."""
    state, _, thing = name.partition("_")
    described = english.lexicon.grammar.classes(state) <= {"adj", "adv"} and state.isalpha()
    return thing in names and (state in english.lexicon.known_states or described)


def _structure(said: _Text, descriptions: tuple[Description, ...], context: Context) -> Iterator[Claim]:
    described = {description.subject for description in descriptions}
    for description in descriptions:
        yield from read_structure(description, context)
    for part in said.parts:
        for description in filled(part, said.low, said.lasts[part.number], context):
            yield from read_structure(description, context)
    yield from read_events(said.acts, said.low, context)
    for act in said.acts:
        for name in managed_names((act,), context.english):
            if name in context.names and name not in described:
                yield Claim(content=EntityClaim(entity=name), sentence=act.sentence, confidence=0.7, by="acts")


def _with_keepers(said: _Text, context: Context) -> Context:
    """With the roles that acts are kept to or from: 'closing is up to supervisors, agents are turned away'."""
    kept = read_reserved(said.parts, said.lasts, context)
    names = (role for each in kept for role in (*each.allowed, *each.denied) if is_person(role, context.english))
    return replace(context, roles=tuple(dict.fromkeys((*context.roles, *names))))


def _additions(said: _Text, claims: list[Claim], decided: frozenset[int], context: Context) -> Context:
    """Adds what wishes for features bring along; each sees what those before it made."""
    asks = next(words for words in context.english.lexicon.features if words.name == "auth").says
    named = any(role_kind(act.role, context.english) != "visitor" for act in said.acts)
    accounts = named or any(pattern.search(said.low) for pattern in asks)
    for part in said.parts:
        if found := read_additions(part, said.lasts[part.number], context, accounts=accounts):
            claims += found
            resolved = resolve(tuple(claims), context.english, decided)
            entities = complete_entities(resolved.entities, context.english)
            names = tuple(dict.fromkeys((*context.names, *(entity.name for entity in entities))))
            context = replace(context, names=names, entities=entities)
    return context


def _rules(said: _Text, context: Context) -> list[Claim]:
    found: list[Claim] = []
    for part in said.parts:
        last = said.lasts[part.number]
        for clause in telling_clauses(part):
            found += [
                Claim(content=c, sentence=part.number, by="rules")
                for c in read_rules(clause, part.number, context, last, said.low)
            ]
        found += read_features(part, context)
    return [*found, *read_passages(said.parts, said.lasts, context, once_told(found))]


def _reading(
    text: str, said: _Text, claims: list[Claim], resolved: Resolved, context: Context, spec: Spec, name: str
) -> Reading:
    entities = accounts_only(resolved.entities, said.acts, context)
    context = replace(context, entities=complete_entities(entities, context.english))
    asked = [
        c for c in claims if isinstance(c.content, FeatureClaim) and c.content.feature.name in ("auth", "api_keys")
    ]
    people = access(said.acts, context, asked=bool(asked), reserved=read_reserved(said.parts, said.lasts, context))
    context = replace(context, entities=people.entities)
    rules = _merged_rules([c.content.rule for c in claims if isinstance(c.content, RuleClaim)], context)
    long = tuple(guard.too_long(p.number) for p in said.parts if len(p.text) > guard.LONGEST_SENTENCE)
    disputed = contradictions(said.parts, said.lasts, context)
    questions: tuple[Question, ...] = (*resolved.questions, *disputed, *long)
    if not context.entities:
        questions = (*questions, guard.too_vague(text))
    title = title_of(said.parts, context.entities, name)
    kinds = {role: role_kind(role, context.english) for role in {act.role for act in said.acts}}
    known = [a.sentence for a in said.acts if kinds[a.role] not in ("", "visitor") and context.mentioned(a.rest)]
    told = {claim.sentence for claim in claims} | _told(people) | {n for n in known if people.accounts}
    asking = {number for question in questions for number in question.sentences}
    parts = {part.number: part for part in said.parts}
    wishes = [c.content.feature for c in claims if isinstance(c.content, FeatureClaim)]
    told_of = replace(context, roles=tuple(role.name for role in people.roles))
    features = _features([kept_for(addressed(wish, parts, told_of), parts, told_of) for wish in wishes], people)
    made = replace(
        spec,
        name=name or slug(title),
        title=title,
        summary=summary_of(said.parts, context.entities),
        accounts=people.accounts,
        entities=context.entities,
        roles=people.roles,
        grants=people.grants if people.roles else (),
        rules=(*rules, *usual_orders(context, rules)),
        features=features,
        sentences=_sentences(said.parts, told, asking, context.english.lexicon),
        questions=questions,
    )
    made, asked_of = sound(made)
    whole = with_rights(realised(made, context.english), context.english)
    return Reading(spec=whole, questions=(*questions, *asked_of), claims=tuple(claims))


def _told(people: Access) -> set[int]:
    origins = [*(role.origin for role in people.roles), *(grant.origin for grant in people.grants)]
    return {number for origin in origins for number in origin.sentences}


def _merged_rules(rules: list[Rule], context: Context) -> tuple[Rule, ...]:
    """Each rule once, and only about entities that exist."""
    known = {entity.name for entity in context.entities}
    found: dict[str, Rule] = {}
    for rule in rules:
        if rule.entity in known:
            same = found.get(rule_id(rule))
            found[rule_id(rule)] = _joined(same, rule) if same else rule
    return tuple(found.values())


def _joined(one: Rule, two: Rule) -> Rule:
    sentences = tuple(sorted({*one.origin.sentences, *two.origin.sentences}))
    return replace(one, origin=replace(one.origin, sentences=sentences))


def _features(said: list[Feature], people: Access) -> tuple[Feature, ...]:
    if people.accounts:
        sentences = tuple(sorted({n for role in people.roles for n in role.origin.sentences}))
        said = [*said, Feature(name="auth", origin=Origin(sentences=sentences))]
    own = sorted({n for grant in people.grants if grant.own for n in grant.origin.sentences})
    if own:
        said = [*said, Feature(name="own_records", origin=Origin(sentences=tuple(own)))]
    return merged_features(said)


def _sentences(
    parts: tuple[Statement, ...], told: set[int], asking: set[int], lexicon: Lexicon
) -> tuple[Sentence, ...]:
    def status(part: Statement) -> SentenceStatus:
        if part.number in asking:
            return "question"
        if part.number in told:
            return "facts"
        return "context" if is_context(part, lexicon) else "not_understood"

    return tuple(Sentence(number=part.number, text=part.original, status=status(part)) for part in parts)
