"""What a GGUF file says is read without llama.cpp, and a broken one is an error in words, never a crash."""

from __future__ import annotations

import struct
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.kernel.errors import NotFound, UserError
from local_models.gguf import NotGguf, read_header
from local_models.model_file import parts_of, read_adapter, read_model
from tests.local_models.tiny import NO_GAP, TOKENS, random_adapter, random_model, write_gguf


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_model(tmp_path_factory.mktemp("models") / "tiny.gguf", layers=3, width=64)


def test_a_model_tells_its_shape(model: Path) -> None:
    found = read_model(model)
    assert (found.name, found.architecture, found.quantisation, found.licence) == ("Tiny", "llama", "F32", "CC0-1.0")
    assert (found.layers, found.embedding, found.heads, found.context) == (3, 64, 4, 2048)
    assert (found.vocabulary, found.size) == (len(TOKENS), model.stat().st_size)
    assert found.parameters == sum(tensor.elements for tensor in read_header(model).tensors) > 100_000
    assert (found.chat, found.fill_in) == (True, True)


def test_the_cache_of_a_token_is_two_heads_of_keys_and_values_in_each_layer(model: Path) -> None:
    assert read_model(model).kv_per_token == 3 * 2 * (16 + 16) * 2


def test_layers_with_heads_of_their_own_are_counted_each(tmp_path: Path) -> None:
    heads = {"llama.attention.head_count_kv": [2, 0, 4]}
    assert read_model(random_model(tmp_path / "m.gguf", layers=3, **heads)).kv_per_token == 6 * (16 + 16) * 2


def test_a_model_without_tokens_around_a_gap_is_known(tmp_path: Path) -> None:
    assert not read_model(random_model(tmp_path / "m.gguf", **NO_GAP)).fill_in


def test_quantisation_is_that_of_most_weights_where_the_file_does_not_say(tmp_path: Path) -> None:
    assert read_model(random_model(tmp_path / "m.gguf", **{"general.file_type": 999})).quantisation == "F32"


def test_an_adapter_is_told_from_a_model(tmp_path: Path, model: Path) -> None:
    adapter = random_adapter(tmp_path / "a.gguf", rank=8)
    assert (read_adapter(adapter).architecture, read_adapter(adapter).alpha) == ("llama", 8.0)
    with pytest.raises(NotGguf, match="is an adapter"):
        read_model(adapter)
    with pytest.raises(NotGguf, match="no LoRA adapter"):
        read_adapter(model)


def test_parts_of_a_split_model_are_counted_together(tmp_path: Path) -> None:
    first = random_model(tmp_path / "m-00001-of-00002.gguf")
    with pytest.raises(NotFound, match="00002-of-00002"):
        read_model(first)
    second = write_gguf(tmp_path / "m-00002-of-00002.gguf", {"general.architecture": "llama"})
    assert parts_of(first) == [first, second]
    assert read_model(first).size == first.stat().st_size + second.stat().st_size


@pytest.mark.parametrize("text", [b"", b"GGU", b"PK\x03\x04 not a model", b"GGML"])
def test_other_files_are_refused_by_name(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "other.gguf").write_bytes(text)
    with pytest.raises(NotGguf, match=r"other\.gguf"):
        read_header(tmp_path / "other.gguf")


def test_a_version_of_another_time_is_named(tmp_path: Path) -> None:
    (tmp_path / "old.gguf").write_bytes(b"GGUF" + struct.pack("<IQQ", 1, 0, 0))
    with pytest.raises(NotGguf, match="version 1"):
        read_header(tmp_path / "old.gguf")


def test_there_must_be_a_file(tmp_path: Path) -> None:
    for path in (tmp_path / "none.gguf", tmp_path):
        with pytest.raises(NotFound):
            read_header(path)


def test_a_file_cut_anywhere_in_its_header_is_told_to_be_cut(tmp_path: Path) -> None:
    whole = write_gguf(tmp_path / "m.gguf", {"general.name": "x", "some.list": ["a", "b"], "some.numbers": [1, 2, 3]})
    raw, cut = whole.read_bytes(), tmp_path / "cut.gguf"
    ends = len(raw.rstrip(b"\0"))
    for length in range(4, ends):
        cut.write_bytes(raw[:length])
        with pytest.raises(NotGguf, match="ends in the middle"):
            read_header(cut)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_file_with_any_bytes_changed_is_read_or_refused(
    tmp_path: Path, model: Path, places: list[tuple[int, int]]
) -> None:
    raw = bytearray(model.read_bytes()[:12000])
    for place, byte in places:
        raw[4 + place] = byte
    changed = tmp_path / "changed.gguf"
    changed.write_bytes(raw)
    with suppress(UserError):  # anything else is a failure
        assert read_model(changed).path == changed
