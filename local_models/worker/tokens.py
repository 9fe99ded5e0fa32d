"""Tokens of one model: texts to tokens and back, and the tokens that stand around a gap. Used by worker.model."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import llama_cpp

FIRST_SIZE = 64


class Tokens:
    """The vocabulary of a loaded model."""

    def __init__(self, model: llama_cpp.llama_model_p) -> None:
        self._vocabulary = llama_cpp.llama_model_get_vocab(model)
        self._around = tuple(
            int(token(self._vocabulary))
            for token in (llama_cpp.llama_vocab_fim_pre, llama_cpp.llama_vocab_fim_suf, llama_cpp.llama_vocab_fim_mid)
        )
        self.begins = bool(llama_cpp.llama_vocab_get_add_bos(self._vocabulary))
        self.first = int(llama_cpp.llama_vocab_bos(self._vocabulary))
        self.last = int(llama_cpp.llama_vocab_eos(self._vocabulary))
        self.count = int(llama_cpp.llama_vocab_n_tokens(self._vocabulary))

    @property
    def fills_in(self) -> bool:
        """Whether the model has tokens for the prefix, the suffix and the middle."""
        return all(token >= 0 for token in self._around)

    def of(self, text: str, *, special: bool = False) -> list[int]:
        """A text's tokens. `special`: what looks like one of the model's own marks becomes that mark."""
        given = text.encode()
        size = len(given) + 8
        while True:
            room = (llama_cpp.llama_token * size)()
            found = llama_cpp.llama_tokenize(self._vocabulary, given, len(given), room, size, False, special)
            if found >= 0:
                return list(room[:found])
            size = -found

    def holds_marks(self, text: str) -> bool:
        """Whether a text could be taken for one of the model's own marks."""
        return self.of(text, special=True) != self.of(text)

    def around(self, prefix: Sequence[int], suffix: Sequence[int]) -> list[int]:
        """What a model is given so that it writes what stands between two texts."""
        before, after, middle = self._around
        first = [self.first] if self.begins and self.first >= 0 else []
        return [*first, before, *prefix, after, *suffix, middle]

    def ends(self, token: int) -> bool:
        """Whether a token says that the answer is over; one that belongs around a gap does as well."""
        return bool(llama_cpp.llama_vocab_is_eog(self._vocabulary, token)) or token in self._around

    def grammar(self, schema: str) -> llama_cpp.LlamaGrammar | None:
        """What holds an answer to a JSON Schema, as far as llama.cpp can; None where it can make nothing of it."""
        try:
            found = llama_cpp.LlamaGrammar.from_json_schema(schema, verbose=False)
        except (ValueError, LookupError, TypeError, AssertionError, AttributeError, RecursionError):  # its converter's
            return None
        sampler = llama_cpp.llama_sampler_init_grammar(self._vocabulary, found._grammar.encode(), b"root")
        if not sampler:
            return None
        llama_cpp.llama_sampler_free(sampler)
        return found

    def mark(self, token: int) -> str:
        """The text of one of the model's own marks; empty for none."""
        return self.piece(token, special=True).decode(errors="replace") if token >= 0 else ""

    def piece(self, token: int, *, special: bool = False) -> bytes:
        """The bytes of a token, which may be a part of a character."""
        size = FIRST_SIZE
        while True:
            room = ctypes.create_string_buffer(size)
            found = llama_cpp.llama_token_to_piece(self._vocabulary, token, room, size, 0, special)
            if found >= 0:
                return room.raw[:found]
            size = -found
