"""A shallow grammar of English: words with their class, noun phrases, and clauses with who does what to what."""

from engines.spec.grammar.clause import Clause, parse
from engines.spec.grammar.phrase import Phrase
from engines.spec.grammar.words import Token, Words

__all__ = ["Clause", "Phrase", "Token", "Words", "parse"]
