"""Finds what is to be predicted, of what, and whether it is a number or a class. Called by the reading of learning tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engines.kernel.spec import Column, ColumnKind
from engines.spec.english import English
from engines.spec.learning.parts import Part
from engines.spec.learning.words import LearningWords
from engines.spec.lists import options

_END = (
    r"(?=\s+(?:from|using|based|with|given|by|so|when|before|over|via|through|as soon|depending|out of|on the basis|and (?!\w+ (?:use|width|length|time|price)\b))\b|\s+for (?:each|every|new|unseen|all)\b"
    r"|\s+(?:column|field|variable|value)\b|[,.;:!?(]|\s[–—-]\s|$)"
)
_VERB = r"\b(?:predict(?:s|ed|ing|ions? (?:of|for)|or (?:of|for))?|estimat(?:e|es|ed|ing|ions? of)|forecast(?:s|ing|s? of)?|guess(?:es|ing)?|determin(?:e|es|ing)|infer(?:s|ring)?|work out|figure out|find out|tells?|decides?|learns?(?: to (?:tell|predict|recogni[sz]e))?|recogni[sz]es?|know)\b"
_EXPLICIT = (
    re.compile(r"^(?:the )?target:? (?!is\b|column|variable|=)(?P<what>[\w\-]+(?: [\w\-]+){0,2})\.?$", re.IGNORECASE),
    re.compile(
        r"\b(?:the )?(?:target|label|outcome|dependent|response)(?: column| variable| field)?(?: to predict)?\s*(?:\bis|:|=|\bcalled|\bnamed|\bwill be|\bshould be)\s+(?:the |called |named |column )*(?P<what>[\w\- ]+?)"
        + _END,
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:the )?(?:column|value|thing|field|variable|quantity) (?:to predict|to be predicted|we (?:want to )?predict|that (?:we want to predict|is (?:to be )?predicted)|i want to predict)(?: is|:) (?:the |called )*(?P<what>[\w\- ]+?)"
        + _END,
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:^|[,;:] |\band )(?:the )?(?P<what>[\w\-]+(?: [\w\-]+){0,3}?)(?: column)? (?:is|being|as|will be) (?:the |our |a )?(?:target|label|column to predict|value to predict|outcome to predict|thing to predict|dependent variable|what (?:we|i) want to predict|to be predicted|what (?:is|should be) predicted)\b",
        re.IGNORECASE,
    ),
)
_WHETHER = re.compile(
    r"\b(?:whether|if|that|which|who|how likely(?: it is that)?|the (?:probability|likelihood|chance|risk) (?:that|of)) (?:or not )?(?P<subject>(?:an?|the|our|my|each|every|new|incoming)?\s*(?:[\w\-]+ ){1,3}?)(?P<verb>will|is going to|is likely to|are likely to|are going to|would|is|are|was|were|has|have|can|may|might|churns?|defaults?|survive[sd]?|cancels?|fails?|leaves?|buys?|arrives?|pays?|passes|clicks?|returns?)\b\s*(?P<what>[\w\- ]*?)"
    + _END,
    re.IGNORECASE,
)
_CLASSIFY = re.compile(
    r"\b(?:classif(?:y|ies|ying|ier|ication)|sort|sorts|label|labels|categori[sz]es?|tags?|assign|assigns|recogni[sz]e|split) (?:of |for )?(?P<subject>[\w\- ]{2,40}?) (?:as|into|in|to|by|between)(?: (?:either|one of|the)\b)? ?(?:the |their |its )?(?P<what>[\w\-, /]+?)"
    + _END.replace("[,.;", "[.;"),
    re.IGNORECASE,
)
_PHRASE = re.compile(
    rf"{_VERB}\s+(?:the |an? |our |its |their |my |that |me )*(?P<what>[\w\-' ]+?){_END}", re.IGNORECASE
)
_WHICH = re.compile(rf"{_VERB}\s+(?P<what>(?:which|what|how)\b[\w\- ]+?){_END}", re.IGNORECASE)
_NOUN = re.compile(
    r"\b(?P<what>[\w\-]+(?: [\w\-]+)?) (?:prediction|predictor|classifier|classification|detector|detection|forecast|forecasting|forecaster|regression|estimator|estimation|recognition|recogni[sz]er|scoring|filter|analysis|model)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    rf"{_VERB}|\b(?:classif\w+|detect\w*|recogni[sz]\w+|says?|answers?|learns?|find|see|flag\w*|check\w*)\b",
    re.IGNORECASE,
)
_DETECT = re.compile(
    r"\b(?:detect|detects|detecting|spot|spots|flag|flags|identify|identifies|recogni[sz]es?|catch|catches|find|finds|filter|filters)\s+(?:the |an? |out )?(?P<what>[\w\-]+(?: [\w\-]+){0,2}?)"
    + _END,
    re.IGNORECASE,
)
_OF = re.compile(
    r"^(?P<what>.+?) (?:of|for) (?:an?|the|our|each|every|new|any|its)?\s*(?P<subject>[\w\- ]+)$", re.IGNORECASE
)
_HOW: dict[str, tuple[str, ...]] = {
    "how long": ("time", "duration", "minute", "hour", "day"),
    "how much": ("price", "cost", "amount", "consumption", "use", "usage", "charge", "sale", "revenue", "spend"),
    "how many": ("count", "number", "quantity", "sale", "demand", "order", "visitor", "rental"),
    "how late": ("delay",),
    "how good": ("quality", "rating", "score"),
}
_NO_AIM = re.compile(
    r"\b(?:build|make|create|train|trains|a|an|the|our|my|this|new|learning|ml|predictive|good|best|better|simple|linear|logistic|of|for|saved|trained|fitted|text|random|data)$",
    re.IGNORECASE,
)
_SMALL = frozenset(
    "a an the of for in on to and or our my its their new each every will is are be was has have that whether if which what how it they this row".split()  # noqa: SIM905
)


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What a statement wants to know. `classes` when it names them; `yes_no` when it is a question of yes or no."""

    what: str
    sentence: int
    subject: str = ""
    classes: tuple[str, ...] = ()
    yes_no: bool = False
    explicit: bool = False
    classify: bool = False


def read_aims(parts: tuple[Part, ...]) -> tuple[Aim, ...]:
    """Everything that statements want to know, what is said outright first."""
    found = [aim for part in parts if not part.headers for aim in _aims(part)]
    return tuple(sorted(found, key=lambda aim: not aim.explicit))


def _aims(part: Part) -> Iterator[Aim]:
    """In the order in which the statement gives them."""
    found = [*_explicit(part), *_classes(part), *_questions(part), *_phrases(part)]
    yield from (aim for _, aim in sorted(found, key=lambda pair: pair[0]))


def _explicit(part: Part) -> Iterator[tuple[int, Aim]]:
    for pattern in _EXPLICIT:
        for match in pattern.finditer(part.text):
            yield match.start(), Aim(what=match["what"], sentence=part.number, explicit=True)


def _classes(part: Part) -> Iterator[tuple[int, Aim]]:
    """'classify messages as spam or ham', 'detect spam'."""
    for match in _CLASSIFY.finditer(part.text):
        said = options(match["what"]) if re.search(r",|/| or | and ", match["what"]) else []
        classes = tuple(said) or _bracket(part.text, match.end())
        yield (
            match.start(),
            Aim(what=match["what"], sentence=part.number, subject=match["subject"], classes=classes, classify=True),
        )
    for match in _DETECT.finditer(part.text):
        yield match.start(), Aim(what=match["what"], sentence=part.number, classify=True)


def _questions(part: Part) -> Iterator[tuple[int, Aim]]:
    """'predict whether a customer will churn', but not the 'whether' of a column."""
    for match in _WHETHER.finditer(part.text):
        before = part.text[: match.start()]
        verb = next(reversed(list(_ASKING.finditer(before))), None)
        likely = re.match(r"the (?:probability|likelihood|chance|risk)|how likely", match[0], re.IGNORECASE)
        if likely or (verb and not re.search(r",|\b(?:from|using|based|given)\b", before[verb.end() :])):
            said = match["what"]
            classes = tuple(options(said)) if " or " in said and "or not" not in said else ()
            what = f"{match['verb']} {said}"
            subject = match["subject"]
            yield (
                match.start(),
                Aim(what=what, sentence=part.number, subject=subject, classes=classes, yes_no=not classes),
            )


def _phrases(part: Part) -> Iterator[tuple[int, Aim]]:
    """'predict the price of a house', 'churn prediction'."""
    for pattern in (_PHRASE, _WHICH):
        for match in pattern.finditer(part.text):
            said = match["what"].strip()
            if re.match(r"(?:whether|if)\b", said, re.IGNORECASE):
                continue
            of = _OF.match(said)
            what, subject = (of["what"], of["subject"]) if of else (said, "")
            classes = _bracket(part.text, match.end())
            flag = bool(
                re.match(r"\s*\((?:yes (?:or|/) ?no|yes/no|true/false|0/1)\)", part.text[match.end() :], re.IGNORECASE)
            )
            yield (
                match.start(),
                Aim(what=what, sentence=part.number, subject=subject, classes=classes, yes_no=flag),
            )
    for match in _NOUN.finditer(part.text):
        if _NO_AIM.search(match["what"]):
            continue
        classify = bool(re.search(r"classif|detect|recogni|filter", match[0], re.IGNORECASE))
        yield match.start(), Aim(what=match["what"], sentence=part.number, classify=classify)


def _bracket(text: str, position: int) -> tuple[str, ...]:
    """The classes in brackets right behind a phrase."""
    match = re.match(r"\s*\(([^()]{3,120})\)", text[position:])
    found = tuple(options(match[1])) if match else ()
    plain = all(re.fullmatch(r"[A-Za-z][\w \-]{0,30}", name) for name in found)
    return found if len(found) > 1 and plain and {name.lower() for name in found} != {"yes", "no"} else ()


def column_of(aim: Aim, columns: tuple[Column, ...], english: English) -> Column | None:
    """The column that an aim speaks of: the one whose name shares most with its words; the later one of equals."""
    wanted = [english.singular(word) for word in english.words(aim.what) if word not in _SMALL]
    for how, hints in _HOW.items():
        if aim.what.lower().startswith(how):
            wanted += hints
    best: tuple[float, Column] | None = None
    for column in columns:
        name = [english.singular(word) for word in column.name.split("_") if word not in _SMALL]
        shared = sum(any(akin(word, other) for other in wanted) for word in name)
        worth = (
            shared / len(name) + shared / 10 + (0.3 if shared and akin(name[-1], wanted[-1]) else 0)
            if name and wanted
            else 0
        )
        if column.kind is ColumnKind.IDENTIFIER or (aim.yes_no and column.kind in (ColumnKind.NUMBER, ColumnKind.DATE)):
            worth = 0
        if shared and worth > 0 and (best is None or worth >= best[0]):
            best = (worth, column)
    return best[1] if best else None


def akin(one: str, two: str) -> bool:
    """Whether two words have a stem in common: churn and churned, survive and survival."""
    if one == two:
        return True
    shared = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return shared >= 4 and shared >= 0.6 * max(len(one), len(two))


def subject_of(aims: tuple[Aim, ...], target: str, columns: tuple[Column, ...], english: English) -> str:
    """What a row is about, in the singular with underscores; 'row' when nothing tells."""
    names = {column.name for column in columns}
    for aim in aims:
        words = [w for w in english.words(aim.subject) if w not in _SMALL]
        if words and 0 < len(words) <= 3:
            return english.name(" ".join(words))
    for column in columns:
        if column.kind is ColumnKind.IDENTIFIER and column.name.endswith("_id"):
            return column.name.removesuffix("_id")
    for aim in aims:
        words = [english.singular(word) for word in english.words(aim.what) if word not in _SMALL]
        if (
            len(words) == 2
            and akin(words[1], target.split("_")[-1])
            and words[0] not in names
            and target != "_".join(words)
        ):
            return words[0]
    return "row"


def new_target(aim: Aim, english: English, words: LearningWords) -> str:
    """The name of a target that no list of columns holds: the head of what is asked for."""
    said = [word for word in english.words(aim.what) if word not in _SMALL]
    if not said:
        return ""
    last = english.singular(said[-1])
    if aim.yes_no and len(said) > 2:
        return english.snake(said[0])
    return english.snake(" ".join([*said[-2:-1], last])) if last in words.spans else last
