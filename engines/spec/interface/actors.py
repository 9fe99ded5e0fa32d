"""Who may carry out an operation, as its sentences say: whoever made the record, or what it stands under, or who has a role. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from engines.kernel.spec.service import FaultName, Require
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Call
from engines.spec.interface.people import holder, owner_link
from engines.spec.interface.rules import FAULTS, sentences
from engines.spec.interface.schemas import properties, types
from engines.spec.patterns import pattern

_MAKER = (
    r"(?:author|owner|creator|asker|poster|host|organi[sz]er|writer|uploader|founder|submitter|maker|one|person|user|member|"
    r"people|account|whoever)"
)
_DID = (
    r"(?:asked|made|wrote|created|posted|started|opened|owns?|uploaded|organi[sz]es?|hosts?|submitted|published|added|gave|left|"
    r"planned|founded|set (?:it )?up|runs?|reviewed|answered)"
)
_BY_ROLE = pattern(
    rf"\b{_MAKER}s?\b(?! of (?:the )?(?:account|token))|\bwho(?:ever)? {_DID}\b|\b(?:ones?|one's|their|your) own\b"
)
_GRANTS = pattern(
    r"\b(?:one's|their|your) own\b|\bonly\b|\bmay\b|\bcan\b|\ballowed\b|\bby (?:its|the|their|an?|whoever|who)\b|\bexcept\b|\breserved\b|\bmust be\b|\((?:the )?[a-z]+"
)
_DENIES = pattern(
    r"\b(?:nobody|no one|none|cannot|can't|can not|may not|must not|not allowed|never|refuse[sd]?|except|forbidden|without)\b"
)
_OWN = pattern(
    r"\b(?:of (?:one's|their|your|his|her|its) own\b|(?:one's|their|your|his|her) own\b|own [a-z]+|oneself|yourself|themsel(?:f|ves)|"
    r"by (?:its|the) (?:author|owner|creator|host|seller))"
)


def allowed_to(call: Call, records: Mapping[str, Draft], study: Study) -> Require | None:
    """That the caller is one of those who may, where a sentence tells who; None where none does."""
    fault: FaultName = "forbidden" if 403 in call.statuses() else "unknown"
    if holder(call, study) is not study.accounts or not {403, 404} & call.statuses() or not records:
        return None
    for sentence in sentences(call, study):
        if not _GRANTS.search(sentence) or (_DENIES.search(sentence) and _OWN.search(sentence)):
            continue
        makers = list(dict.fromkeys(_makers(sentence, records, study)))
        roles = [*_roles(sentence, study), *_groups(sentence, records, study)]
        if assigned := list(_assigned(sentence, records, study)):
            return Require(that=" or ".join(assigned), otherwise=fault)
        if _REFUSED.search(sentence):
            continue
        if makers or roles:
            return Require(that=" or ".join([*makers, *roles]), otherwise=fault)
    return None


_ROLE_ONLY = pattern(r"\bonly\b|\bmust be\b|\breserved\b|\balone\b")
_ROLE_NOT = pattern(r"\b(?:may not|must not|cannot|can't|can not|not allowed|forbidden|refuse[sd]?)\b|\b403 for\b")


def in_role(call: Call, study: Study) -> list[Require]:
    """That the caller has a role, where a sentence gives an operation to a role alone, or takes it from one."""
    who = study.accounts
    if who is None or holder(call, study) is not who or 403 not in call.statuses():
        return []
    found: dict[str, Require] = {}
    for sentence in sentences(call, study):
        for part in re.split(r"\)[,;] | \(", sentence):
            roles = list(_roles(part, study))
            if roles and _ROLE_ONLY.search(part) and not re.search(r"\bby (?:the|its)\b", part):
                found.setdefault("only", Require(that=" or ".join(roles), otherwise="forbidden"))
            elif len(roles) == 1 and _ROLE_NOT.search(part) and "only" not in found:
                found.setdefault(
                    "not",
                    Require(
                        that=f"not {roles[0]}" if "==" not in roles[0] else roles[0].replace("==", "!="),
                        otherwise="forbidden",
                    ),
                )
    return [found["only"]] if "only" in found else list(found.values())


def denied_own(call: Call, records: Mapping[str, Draft], study: Study) -> list[Require]:
    """That a record is not the caller's own, where a sentence refuses that: nobody votes on a question of their own."""
    if holder(call, study) is not study.accounts or call.method not in ("POST", "PUT"):
        return []
    for sentence in sentences(call, study):
        if not (_DENIES.search(sentence) and _OWN.search(sentence)):
            continue
        told = [int(s) for s in re.findall(r"\b4\d\d\b", sentence) if int(s) in call.statuses()]
        status = next((s for s in (*told, 403, 409, 422, 400) if s in call.statuses()), 0)
        owned = [path for path, draft in _within_reach(records, study) if _made_by(draft, study)]
        named = [path for path, draft in _within_reach(records, study) if path in owned and _mentions(sentence, draft)]
        if status in FAULTS and (path := next(iter([*named, *owned]), "")):
            draft = dict(_within_reach(records, study))[path]
            return [Require(that=f"{path}.{_made_by(draft, study)} != caller", otherwise=FAULTS[status][0])]
    return []


def _makers(sentence: str, records: Mapping[str, Draft], study: Study) -> Iterator[str]:
    """The conditions that the caller made one of the records on the way."""
    if not _BY_ROLE.search(sentence):
        return
    reach = [(path, draft) for path, draft in _within_reach(records, study) if _made_by(draft, study)]
    named = [(path, draft) for path, draft in reach if _role_of(sentence, draft)]
    for path, draft in named or reach[:1]:
        yield f"{path}.{_made_by(draft, study)} == caller"


def _role_of(sentence: str, draft: Draft) -> bool:
    """Whether a sentence speaks of whoever made a record of this kind."""
    name = draft.name.replace("_", "[ _-]")
    of = rf"\b{_MAKER}s? of (?:the |an? |its |that |this )*(?:\w+ )?{name}\b"
    has = rf"\b{name}(?:'s)? {_MAKER}\b"
    its = rf"\b{name}\b[^.;]*\bits {_MAKER}\b"
    did = rf"\bwho(?:ever)? {_DID} (?:the |an? |its |that |this )*(?:\w+ )?{name}\b"
    return bool(re.search(rf"{of}|{has}|{its}|{did}", sentence))


def _mentions(sentence: str, draft: Draft) -> bool:
    return bool(re.search(rf"\b{draft.name.replace('_', '[ _-]')}s?\b", sentence))


def _made_by(draft: Draft, study: Study) -> str:
    link = owner_link(draft, study)
    return link if link and study.accounts and draft.links[link].to == study.accounts.name else ""


def _within_reach(records: Mapping[str, Draft], study: Study) -> Iterator[tuple[str, Draft]]:
    """The records of a way from the inside outwards, and those that they stand under, each with the term that leads to it."""
    seen: set[str] = set()
    for name, draft in reversed(list(records.items())):
        path = name
        for inner in draft.chain():
            if inner.name not in seen:
                seen.add(inner.name)
                yield (inner.name if inner.name in records else path), inner
            outer = inner.parent
            path = f"{path}.{inner.link_to(outer)}" if outer else path


_REFUSED = pattern(r"\b\w+s (?:may not|must not|cannot|can't|can not)\b")


def _assigned(sentence: str, records: Mapping[str, Draft], study: Study) -> Iterator[str]:
    """The conditions that a record is the caller's to carry out: `by its courier`, `by the courier it is assigned to`."""
    for name, draft in records.items():
        for link in draft.links.values():
            own = study.accounts is not None and link.to == study.accounts.name and link.optional
            if own and re.search(rf"\bby (?:its|the) {link.name}\b", sentence):
                yield f"{name}.{link.name} == caller"


def _groups(sentence: str, records: Mapping[str, Draft], study: Study) -> Iterator[str]:
    """The conditions that the caller is among those whom a record keeps: its moderators, those who joined it."""
    for path, draft in _within_reach(records, study):
        for child in study.drafts:
            account = next(
                (n for n, known in child.links.items() if study.accounts and known.to == study.accounts.name), ""
            )
            if child.parent is draft and account and child.named_by and _mentions(sentence, child):
                yield f"exists({child.name}, {child.link_to(draft)}={path}, {account}=caller)"
        for mark in study.marks:
            joined = mark.word in ("join", "membership", "member") and re.search(r"\bmembers?\b", sentence)
            named = any(re.search(rf"\b{word}\b", sentence) for word in mark.words if word.endswith("ers"))
            if mark.of is draft and (joined or named):
                yield f"exists({mark.draft.name}, {mark.target}={path}, {mark.by}=caller)"


def _roles(sentence: str, study: Study) -> Iterator[str]:
    """The conditions that the caller has a role that a sentence names: `a moderator` by the account's role."""
    who = study.accounts
    for members in (*(properties(shape) for shape in who.shapes), who.given) if who else ():
        for name, schema in members.items():
            if who is None or name not in who.fields:
                continue
            for value in schema.get("enum", ()):
                if (
                    isinstance(value, str)
                    and re.search(rf"\b{re.escape(value)}s?\b", sentence)
                    and len(value) > 3
                    and value not in ("user", "member")
                ):
                    yield f"caller.{name} == {value!r}"
            truth = name.removeprefix("is_")
            if "boolean" in types(schema) and truth != name and re.search(rf"\b{truth}s?\b", sentence):
                yield f"caller.{name}"
