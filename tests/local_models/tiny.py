"""Writes small models and adapters as GGUF files: real ones for llama.cpp, of a few hundred kilobytes, made in milliseconds.

The vocabulary is the 256 bytes, a few pairs of them, and the marks of a conversation and of a gap. `random_model` has weights by chance.
`planted_model` has no attention and unit vectors for embeddings, so that what it says next depends on the last token alone,
and can be written down as a table.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np

Array = np.ndarray
ALIGNMENT = 32
MERGES = ("t h", "i n", "e r", "a n")
MARKS = ("<|end|>", "<|im_start|>", "<|im_end|>", "<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>")
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
NORMAL, CONTROL = 1, 3


def _bytes_as_characters() -> list[str]:
    """How byte-level vocabularies write each byte."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = iter(range(256, 512))
    return [chr(byte) if byte in plain else chr(next(others)) for byte in range(256)]


BYTES = _bytes_as_characters()
TOKENS = [*BYTES, *(merge.replace(" ", "") for merge in MERGES), *MARKS]
NO_GAP: Mapping[str, object] = {"tokenizer.ggml.tokens": [text.replace("fim", "hat") for text in TOKENS]}
"""For `random_model`: it knows no gap."""


def token(text: str | int) -> int:
    """The number of a mark, of a character of one byte, or of a byte."""
    if isinstance(text, int):
        return text
    return TOKENS.index(text) if text in MARKS else text.encode()[0]


def write_gguf(
    path: Path, metadata: Mapping[str, object], tensors: Mapping[str, Array] | None = None, *, eight_bits: bool = False
) -> Path:
    """A GGUF file of version 3 with tensors in single precision, or its matrices in eight bits (Q8_0)."""
    tensors = tensors or {}
    body = b"".join(_text(key) + _value(value) for key, value in metadata.items())
    offset, infos, data = 0, b"", list[bytes]()
    for name, array in tensors.items():
        shape = array.shape[::-1]  # the fastest dimension first
        kind, raw = (8, _eight_bits(array)) if eight_bits and array.ndim == 2 else (0, array.astype("<f4").tobytes())
        infos += _text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, kind, offset)
        data += raw, b"\0" * (-len(raw) % ALIGNMENT)
        offset += len(raw) + -len(raw) % ALIGNMENT
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata)) + body + infos
    path.write_bytes(head + b"\0" * (-len(head) % ALIGNMENT) + b"".join(data))
    return path


def _eight_bits(array: Array) -> bytes:
    """Blocks of 32 weights: a scale in half precision, and each as a whole number of it."""
    blocks = array.reshape(-1, 32)
    scales = (np.abs(blocks).max(axis=1) / 127).astype("<f2")
    steps = np.round(blocks / np.maximum(scales.astype("f4"), 1e-12)[:, None]).clip(-127, 127).astype("i1")
    found = np.empty(len(blocks), dtype=[("scale", "<f2"), ("steps", "i1", 32)])
    found["scale"], found["steps"] = scales, steps
    return found.tobytes()


def random_model(
    path: Path,
    *,
    seed: int = 1,
    layers: int = 2,
    width: int = 64,
    context: int = 2048,
    eight_bits: bool = False,
    **more: object,
) -> Path:
    """A model whose weights are chance; what it says is noise, but always the same noise."""
    chance = np.random.default_rng(seed)
    tensors: dict[str, Array] = {}
    for name, shape in _shapes(width, layers).items():
        tensors[name] = np.ones(shape) if "norm" in name else chance.normal(0, 1.6 / width**0.5, shape).astype("f4")
    about = {**_metadata(width, layers, context), "general.file_type": 7 if eight_bits else 0, **more}
    return write_gguf(path, about, tensors, eight_bits=eight_bits)


def planted_model(path: Path, table: Mapping[str | int, str | int], *, context: int = 2048, **more: object) -> Path:
    """A model that says `table[x]` after x, and ends its answer after anything else."""
    width = -(-len(TOKENS) // 32) * 32
    tensors = {name: np.zeros(shape) for name, shape in _shapes(width, 1).items()}
    tensors |= {name: np.ones(shape) for name, shape in _shapes(width, 1).items() if "norm" in name}
    tensors["token_embd.weight"] = np.eye(len(TOKENS), width)
    after = np.zeros((len(TOKENS), width))
    known = {token(before): token(behind) for before, behind in table.items()}
    for before in range(len(TOKENS)):
        after[known.get(before, token("<|im_end|>")), before] = 1.0
    tensors["output.weight"] = after
    return write_gguf(path, {**_metadata(width, 1, context), **more}, tensors)


def random_adapter(path: Path, *, seed: int = 7, layers: int = 2, width: int = 64, rank: int = 4) -> Path:
    """A LoRA adapter for `random_model` of the same sizes, on the queries of each layer."""
    chance = np.random.default_rng(seed)
    tensors: dict[str, Array] = {}
    for layer in range(layers):
        tensors[f"blk.{layer}.attn_q.weight.lora_a"] = chance.normal(0, 0.5, (rank, width))
        tensors[f"blk.{layer}.attn_q.weight.lora_b"] = chance.normal(0, 0.5, (width, rank))
    about = {
        "general.architecture": "llama",
        "general.type": "adapter",
        "general.name": "Tiny adapter",
        "adapter.type": "lora",
        "adapter.lora.alpha": float(rank),
    }
    return write_gguf(path, about, tensors)


def _metadata(width: int, layers: int, context: int) -> dict[str, object]:
    kinds = [CONTROL if text in MARKS else NORMAL for text in TOKENS]
    return {
        "general.architecture": "llama",
        "general.name": "Tiny",
        "general.license": "CC0-1.0",
        "general.file_type": 0,
        "llama.context_length": context,
        "llama.embedding_length": width,
        "llama.block_count": layers,
        "llama.feed_forward_length": 2 * width,
        "llama.attention.head_count": 4,
        "llama.attention.head_count_kv": 2,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.dimension_count": width // 4,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "gpt-2",
        "tokenizer.ggml.tokens": TOKENS,
        "tokenizer.ggml.token_type": kinds,
        "tokenizer.ggml.merges": list(MERGES),
        "tokenizer.ggml.bos_token_id": token("<|end|>"),
        "tokenizer.ggml.eos_token_id": token("<|im_end|>"),
        "tokenizer.ggml.add_bos_token": False,
        "tokenizer.chat_template": TEMPLATE,
    }


def _shapes(width: int, layers: int) -> dict[str, tuple[int, ...]]:
    shapes: dict[str, tuple[int, ...]] = {
        "token_embd.weight": (len(TOKENS), width),
        "output_norm.weight": (width,),
        "output.weight": (len(TOKENS), width),
    }
    for layer in range(layers):
        shapes |= {
            f"blk.{layer}.{name}.weight": shape
            for name, shape in {
                "attn_norm": (width,),
                "attn_q": (width, width),
                "attn_k": (width // 2, width),
                "attn_v": (width // 2, width),
                "attn_output": (width, width),
                "ffn_norm": (width,),
                "ffn_gate": (2 * width, width),
                "ffn_up": (2 * width, width),
                "ffn_down": (width, 2 * width),
            }.items()
        }
    return shapes


def _text(text: str) -> bytes:
    raw = text.encode()
    return struct.pack("<Q", len(raw)) + raw


def _value(value: object) -> bytes:
    match value:
        case bool():
            return struct.pack("<I?", 7, value)
        case int():
            return struct.pack("<II", 4, value)
        case float():
            return struct.pack("<If", 6, value)
        case str():
            return struct.pack("<I", 8) + _text(value)
        case [str(), *_]:
            return struct.pack("<IIQ", 9, 8, len(value)) + b"".join(map(_text, value))
        case list():
            return struct.pack(f"<IIQ{len(value)}i", 9, 5, len(value), *value)
        case _:
            raise TypeError(f"no form for {value!r}")
