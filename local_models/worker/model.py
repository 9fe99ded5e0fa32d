"""One loaded model: writes, cancels within a token, changes adapters, weighs texts. Used by the worker's loop alone."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import llama_cpp
import numpy as np

from local_models.worker.chat import Chat
from local_models.worker.text import Text
from local_models.worker.tokens import Tokens

CANCELLED = "cancelled"
_KEEP_PREFIX = 0.75
"""Of the room for a gap's surroundings, what the text before it gets where both are too long."""


class TooLong(Exception):
    """The question has more tokens than the context."""

    def __init__(self, tokens: int, context: int) -> None:
        super().__init__(f"it has {tokens} tokens, and the model was loaded for {context}")
        self.tokens = tokens


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be written: tokens to go on from, at most `longest` more, until one of the stops."""

    prompt: Sequence[int]
    longest: int
    temperature: float
    stops: Sequence[str]
    schema: str = ""


class Model:
    """A GGUF file in memory, with one conversation's cache that the next one begins from."""

    def __init__(self, *, path: str, context: int, gpu_layers: int, threads: int, batch: int) -> None:
        self._llama = llama_cpp.Llama(
            model_path=path,
            n_ctx=context,
            n_gpu_layers=gpu_layers,
            n_threads=threads,
            n_threads_batch=threads,
            n_batch=batch,
            n_ubatch=batch,
            verbose=False,
        )
        self.context = int(self._llama.n_ctx())
        self.tokens = Tokens(self._llama.model)
        template = self._llama.metadata.get("tokenizer.chat_template", "")
        self.chat = Chat(self.tokens, template)
        self._adapters: dict[str, Any] = {}

    def around(self, prefix: str, suffix: str, longest: int) -> list[int]:
        """The prompt for a gap; of surroundings that are too long, what stands next to the gap is kept."""
        before, after = self.tokens.of(prefix), self.tokens.of(suffix)
        room = max(2, self.context - min(longest, self.context // 2) - 4)
        if len(before) + len(after) > room:
            kept = max(int(room * _KEEP_PREFIX), room - len(after))
            before = before[-kept:]
            after = after[: max(0, room - len(before))]
        return self.tokens.around(before, after)

    def plain(self, text: str) -> list[int]:
        """A text to go on from; a new line where there is none, for a model must be given something."""
        first = [self.tokens.first] if self.tokens.begins and self.tokens.first >= 0 else []
        return [*first, *self.tokens.of(text)] or self.tokens.of("\n")

    def write(self, wish: Wish, tell: Callable[[str], None], cancelled: Callable[[], bool]) -> Mapping[str, object]:
        """Writes, telling each piece; how it ended, tokens read, taken from the cache and written, seconds."""
        if len(wish.prompt) >= self.context:
            raise TooLong(len(wish.prompt), self.context)
        began = time.monotonic()
        cached = self._kept(wish.prompt)
        text, written, finish, first = Text(wish.stops), 0, "length", 0.0
        with self._interrupted(cancelled) as computed:
            for token in self._sampled(wish):
                computed()
                first = first or time.monotonic()
                if cancelled():
                    finish = CANCELLED
                    break
                if self.tokens.ends(token):
                    finish = "stop"
                    break
                written += 1
                if told := text.add(self.tokens.piece(token)):
                    tell(told)
                if text.stopped:
                    finish = "stop"
                    break
                if written >= wish.longest or len(wish.prompt) + written >= self.context:
                    break
            else:
                finish = CANCELLED
        if finish != CANCELLED and not text.stopped and (told := text.rest()):
            tell(told)
        ended = time.monotonic()
        return {
            "finish": finish,
            "read": len(wish.prompt),
            "cached": cached,
            "written": written,
            "seconds": ended - began,
            "until_first": (first or ended) - began,
        }

    def wear(self, adapters: Sequence[tuple[str, float]]) -> None:
        """Puts these adapters on, and takes off all others; ValueError for a file that does not fit the model."""
        for path, _ in adapters:
            if path not in self._adapters:
                if not Path(path).is_file():
                    raise ValueError(f"there is no adapter '{path}'")
                found = llama_cpp.llama_adapter_lora_init(self._llama.model, path.encode())
                if not found:
                    raise ValueError(f"the adapter '{path}' does not fit the model")
                self._adapters[path] = found
        handles = (llama_cpp.llama_adapter_lora_p_ctypes * len(adapters))(
            *(self._adapters[path] for path, _ in adapters)
        )
        scales = (ctypes.c_float * len(adapters))(*(scale for _, scale in adapters))
        if llama_cpp.llama_set_adapters_lora(self._llama.ctx, handles, len(adapters), scales):
            raise ValueError("llama.cpp refused the adapters")
        self._forget()  # what is cached was computed without them

    def weigh(self, text: str) -> list[float]:
        """The logarithm of the probability of each token of a text, but for its first one, after those before it."""
        tokens = self.plain(text)
        if len(tokens) > self.context:
            raise TooLong(len(tokens), self.context)
        self._forget()
        found: list[float] = []
        for at, logits in enumerate(self._logits(tokens[:-1]), 1):
            top = float(logits.max())
            total = top + float(np.log(np.exp(logits - top, dtype=np.float64).sum()))
            found.append(float(logits[tokens[at]]) - total)
        self._forget()
        return found

    def _sampled(self, wish: Wish) -> Iterator[int]:
        """The tokens as they are chosen; ends when the computation was interrupted."""
        grammar = self.tokens.grammar(wish.schema) if wish.schema else None
        try:
            yield from self._llama.generate(list(wish.prompt), temp=wish.temperature, grammar=grammar)
        except RuntimeError as error:
            if "returned 2" not in str(error):  # llama.cpp's word for: interrupted
                raise

    @contextmanager
    def _interrupted(self, cancelled: Callable[[], bool]) -> Iterator[Callable[[], None]]:
        """Ends the reading of a long prompt when it is cancelled. Only until the first token, for it asks at every node
        of the computation; afterwards asking between tokens is enough."""
        ask = llama_cpp.ggml_abort_callback(lambda _: cancelled())
        nobody = llama_cpp.ggml_abort_callback()
        llama_cpp.llama_set_abort_callback(self._llama.ctx, ask, None)
        try:
            yield lambda: llama_cpp.llama_set_abort_callback(self._llama.ctx, nobody, None)
        finally:
            llama_cpp.llama_set_abort_callback(self._llama.ctx, nobody, None)

    def _logits(self, tokens: Sequence[int]) -> Iterator[Any]:
        """What the model says after each token, as an array over its vocabulary."""
        size = int(self._llama.n_batch)
        batch = llama_cpp.llama_batch_init(size, 0, 1)
        try:
            for begin in range(0, len(tokens), size):
                part = tokens[begin : begin + size]
                batch.n_tokens = len(part)
                for at, token in enumerate(part):
                    batch.token[at], batch.pos[at] = token, begin + at
                    batch.n_seq_id[at], batch.seq_id[at][0], batch.logits[at] = 1, 0, True
                if fault := llama_cpp.llama_decode(self._llama.ctx, batch):
                    raise RuntimeError(f"llama_decode returned {fault}")
                for at in range(len(part)):
                    row = llama_cpp.llama_get_logits_ith(self._llama.ctx, at)
                    yield np.ctypeslib.as_array(row, shape=(self.tokens.count,))
        finally:
            llama_cpp.llama_batch_free(batch)

    def _kept(self, prompt: Sequence[int]) -> int:
        """How many tokens of a prompt stand in the cache already."""
        held = self._llama.input_ids[: self._llama.n_tokens]
        same = next((at for at, pair in enumerate(zip(held, prompt, strict=False)) if pair[0] != pair[1]), None)
        return min(len(held), len(prompt)) if same is None else same

    def _forget(self) -> None:
        self._llama.reset()
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(self._llama.ctx), False)
