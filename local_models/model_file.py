"""What a GGUF file is: a model's shape, its abilities and its place in memory, or an adapter. Called by shelf, fit and pool."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engines.kernel.errors import NotFound
from local_models.gguf import Header, NotGguf, Value, read_header

KV_BYTES = 2
"""The cache of keys and values is kept in half precision."""
_PART = re.compile(r"-(\d{5})-of-(\d{5})\.gguf$")
_TYPES: Mapping[int, str] = {
    **{0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 6: "Q5_0", 7: "Q5_1", 8: "Q8_0", 30: "BF16", 39: "MXFP4"},
    **{10: "Q2_K", 11: "Q3_K", 12: "Q4_K", 13: "Q5_K", 14: "Q6_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS"},
    **{19: "IQ1_S", 20: "IQ4_NL", 21: "IQ3_S", 22: "IQ2_S", 23: "IQ4_XS", 29: "IQ1_M", 34: "TQ1_0", 35: "TQ2_0"},
}
"""The types of ggml by number, as in its ggml.h."""
_FILE_TYPES: Mapping[int, str] = {
    **{0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S"},
    **{12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K", 32: "BF16"},
}
"""What `general.file_type` says, as in llama.h; where it is another number the commonest type of the tensors counts."""
_FIM_KEYS: Sequence[tuple[str, str, str]] = (
    ("fim_pre_token_id", "fim_suf_token_id", "fim_mid_token_id"),
    ("prefix_token_id", "suffix_token_id", "middle_token_id"),
)
_FIM_TEXTS: Sequence[tuple[str, str, str]] = (
    ("<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"),
    ("<fim-prefix>", "<fim-suffix>", "<fim-middle>"),
    ("<fim_prefix>", "<fim_suffix>", "<fim_middle>"),
    ("<｜fim▁begin｜>", "<｜fim▁hole｜>", "<｜fim▁end｜>"),
    ("<PRE>", "<SUF>", "<MID>"),
    ("▁<PRE>", "▁<SUF>", "▁<MID>"),
)
"""The tokens that llama.cpp takes for prefix, suffix and middle where the metadata names none."""


@dataclass(frozen=True, kw_only=True)
class ModelFile:
    """A model as its file describes it. `size` in bytes; `kv_per_token` is what a token of context takes in the cache, in
    bytes; `context` is the longest that the model was made for, in tokens."""

    path: Path
    name: str
    architecture: str
    quantisation: str
    parameters: int
    size: int
    context: int
    layers: int
    embedding: int
    heads: int
    vocabulary: int
    kv_per_token: int
    chat: bool
    fill_in: bool
    licence: str = ""


@dataclass(frozen=True, kw_only=True)
class AdapterFile:
    """A LoRA adapter, which fits models of its architecture."""

    path: Path
    name: str
    architecture: str
    size: int
    alpha: float


def read_model(path: Path) -> ModelFile:
    """The model in a file, whose further parts lie beside it; NotGguf for an adapter, NotFound when a part is missing."""
    header = read_header(path)
    if _text(header, "general.type", "model") == "adapter":
        raise NotGguf(f"'{path}' is an adapter, not a model.", hint="Add the model that it was trained on.")
    about = _About(header, path)
    return ModelFile(
        path=path,
        name=_text(header, "general.name", "") or path.stem,
        architecture=about.architecture,
        quantisation=_quantisation(header),
        parameters=sum(tensor.elements for tensor in header.tensors),
        size=sum(part.stat().st_size for part in parts_of(path)),
        context=about.number("context_length"),
        layers=about.number("block_count"),
        embedding=about.number("embedding_length"),
        heads=about.most("attention.head_count"),
        vocabulary=_vocabulary(header),
        kv_per_token=about.kv_per_token(),
        chat="tokenizer.chat_template" in header.metadata,
        fill_in=_fills_in(header),
        licence=_text(header, "general.license", ""),
    )


def read_adapter(path: Path) -> AdapterFile:
    """The adapter in a file; NotGguf for anything else."""
    header = read_header(path)
    if _text(header, "general.type", "") != "adapter" or _text(header, "adapter.type", "") != "lora":
        raise NotGguf(f"'{path}' is no LoRA adapter.", hint="Give a GGUF file that an adapter was exported to.")
    alpha = header.metadata.get("adapter.lora.alpha", 0.0)
    return AdapterFile(
        path=path,
        name=_text(header, "general.name", "") or path.stem,
        architecture=_text(header, "general.architecture", ""),
        size=path.stat().st_size,
        alpha=float(alpha) if isinstance(alpha, int | float) else 0.0,
    )


def parts_of(path: Path) -> Sequence[Path]:
    """All files of a model: several where it is split (name-00001-of-00003.gguf); NotFound when one is missing."""
    split = _PART.search(path.name)
    if split is None:
        return [path]
    stem, count = path.name[: split.start()], int(split[2])
    parts = [path.with_name(f"{stem}-{number:05d}-of-{count:05d}.gguf") for number in range(1, count + 1)]
    for part in parts:
        if not part.is_file():
            raise NotFound(f"The model's part '{part}' is missing.", hint="Put all its parts into one folder.")
    return parts


class _About:
    """The metadata of one architecture, whose name stands before every key."""

    def __init__(self, header: Header, path: Path) -> None:
        self._metadata, self._path = header.metadata, path
        self.architecture = _text(header, "general.architecture", "")

    def number(self, key: str, default: int = 0) -> int:
        return self._whole(key, self._metadata.get(f"{self.architecture}.{key}", default))

    def most(self, key: str) -> int:
        """The largest, where the file gives a number for each layer."""
        value = self._each(key)
        return max(value, default=0) if isinstance(value, list) else value

    def kv_per_token(self) -> int:
        """At most: some architectures keep less of a token that is far back."""
        heads = self.most("attention.head_count")
        each = self._each("attention.head_count_kv") or heads
        head = self.number("embedding_length") // heads if heads else 0
        width = self.number("attention.key_length", head) + self.number("attention.value_length", head)
        total = sum(each) if isinstance(each, list) else each * self.number("block_count")
        return total * width * KV_BYTES

    def _each(self, key: str) -> int | list[int]:
        """One number for all layers, or one for each."""
        value = self._metadata.get(f"{self.architecture}.{key}", 0)
        if isinstance(value, Sequence) and not isinstance(value, str):
            return [self._whole(key, one) for one in value]
        return self._whole(key, value)

    def _whole(self, key: str, value: Value) -> int:
        if not isinstance(value, int):
            raise NotGguf(f"'{self._path}' says {key}: {value!r}.", hint="The file is broken; get it again.")
        return int(value)


def _text(header: Header, key: str, default: str) -> str:
    value = header.metadata.get(key, default)
    return value if isinstance(value, str) else default


def _vocabulary(header: Header) -> int:
    tokens = header.metadata.get("tokenizer.ggml.tokens", ())
    return len(tokens) if isinstance(tokens, Sequence) else 0


def _quantisation(header: Header) -> str:
    said = header.metadata.get("general.file_type")
    if isinstance(said, int) and said in _FILE_TYPES:
        return _FILE_TYPES[said]
    weights: Counter[int] = Counter()
    for tensor in header.tensors:
        weights[tensor.type] += tensor.elements
    commonest = weights.most_common(1)
    return _TYPES.get(commonest[0][0], f"type {commonest[0][0]}") if commonest else ""


def _fills_in(header: Header) -> bool:
    """Whether llama.cpp will find tokens for prefix, suffix and middle."""
    for names in _FIM_KEYS:
        if all(f"tokenizer.ggml.{name}" in header.metadata for name in names):
            return True
    tokens = header.metadata.get("tokenizer.ggml.tokens", ())
    known = {token for token in tokens if isinstance(token, str)} if isinstance(tokens, Sequence) else set()
    return any(known.issuperset(triple) for triple in _FIM_TEXTS)
