"""What is not read at all: too long, no text, harmful, too vague. First and last stage of the plan."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from engines.kernel.errors import UserError
from engines.kernel.spec import Question
from engines.spec.lexicon import Lexicon

LONGEST_BRIEF = 200_000
LONGEST_SENTENCE = 3_000
_LONGEST_WORD = 200


def checked_text(text: str) -> str:
    """The text, normalised; UserError when it is none that can be read."""
    if len(text) > LONGEST_BRIEF:
        raise UserError(
            f"the brief has {len(text):,} characters; at most {LONGEST_BRIEF:,} are read",
            hint="Keep what the application must do and leave out appendices, logs and data.",
        )
    signs = Counter(text)
    controls = sum(n for c, n in signs.items() if unicodedata.category(c) in ("Cc", "Co", "Cn") and c not in "\n\r\t\f")
    if controls + text.count("\ufffd") > max(3, len(text) // 50) or "\x00" in text:
        raise UserError("the brief is not text", hint="Give plain text or Markdown in UTF-8.")
    unseen = {c for c in signs if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn") and c not in "\n\r\t"}
    plain = "".join(c for c in text if c not in unseen) if unseen else text
    plain = plain.replace("’", "'").replace("‘", "'").replace("\u00a0", " ").replace("“", '"').replace("”", '"')
    return re.sub(rf"\S{{{_LONGEST_WORD},}}", lambda match: match[0][:_LONGEST_WORD], plain)


def refusal(text: str, lexicon: Lexicon) -> str:
    """Why this is not built; '' when nothing speaks against it."""
    low = re.sub(r"\s+", " ", text.lower())
    for words in lexicon.refusals:
        together = bool(words.groups) and all(p.search(low) for p in words.groups)
        if (together or any(p.search(low) for p in words.patterns)) and not any(p.search(low) for p in words.unless):
            return words.why
    return ""


def too_long(sentence: int) -> Question:
    """What is asked about a sentence that goes on for pages."""
    return Question(
        text=f"Sentence {sentence} is longer than {LONGEST_SENTENCE:,} characters and was not read. Can it be split?",
        suggestion="Leave it out.",
        sentences=(sentence,),
    )


def too_vague(text: str) -> Question:
    """What is asked when no thing to keep was found."""
    letters = sum(char.isalpha() for char in text)
    if not letters:
        said = "The brief is empty." if not text.strip() else "The brief has no words."
    elif sum("a" <= c <= "z" for c in text.lower()) < letters / 2:
        said = "The brief is not in English, which is the only language that is read."
    else:
        said = "The brief does not say what the application should keep or do."
    return Question(
        text=f"{said} What things does it deal with, and what do you want to know of each?",
        suggestion="Customers have a name, an email and a phone number. An order belongs to a customer and has a date and a total.",
        sentences=(),
        blocking=True,
    )
