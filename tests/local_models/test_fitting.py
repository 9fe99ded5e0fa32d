"""Whether a model fits is told with what it needs, and what else would."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engines.kernel.errors import NotFound
from local_models.catalogue import choose, smaller_that_fit, source, variants
from local_models.fit import fit, need_of, usual_context
from local_models.hardware import Gpu, Hardware, look_at_hardware
from local_models.model_file import read_model
from local_models.plan import NoRoom, plan_load
from tests.local_models.tiny import random_model

GB = 10**9
LAPTOP = Hardware(cores=4, memory_total=16 * GB, memory_free=9 * GB)
CARD = Gpu(name="A card", kind="cuda", memory_total=8 * GB, memory_free=7 * GB)
SEVEN = variants()["qwen2.5-coder-7b:q4_k_m"]


def test_the_need_is_weights_cache_and_room_to_compute() -> None:
    need = need_of(SEVEN, 8192)
    assert need.weights == 4_680_000_000
    assert need.cache == 28 * 4 * 128 * 2 * 2 * 8192 == 469_762_048
    assert need.total == need.weights + need.cache + need.compute + need.process
    assert 5.2 * GB < need.total < 6.5 * GB


def test_a_verdict_has_three_steps() -> None:
    total = need_of(SEVEN, usual_context(SEVEN)).total
    assert fit(SEVEN, LAPTOP).verdict == "fits"
    assert fit(SEVEN, replace(LAPTOP, memory_free=total + 1)).verdict == "tight"
    assert fit(SEVEN, replace(LAPTOP, memory_free=total - 1)).verdict == "does_not_fit"


def test_a_context_that_is_too_long_is_answered_with_the_longest_that_fits() -> None:
    model = variants()["qwen2.5-coder-14b:q4_k_m"]
    found = fit(model, replace(LAPTOP, memory_free=14 * GB), context=32768)
    assert (found.verdict, found.longest) == ("does_not_fit", 16384)
    assert fit(model, replace(LAPTOP, memory_free=14 * GB), context=found.longest).verdict != "does_not_fit"


def test_a_load_takes_what_context_there_is_room_for(tmp_path: Path) -> None:
    model = read_model(random_model(tmp_path / "m.gguf", context=32768, **{"llama.block_count": 2000}))
    full = plan_load(model, "m", LAPTOP)
    assert (full.context, full.threads, full.path) == (8192, 4, model.path)
    less = plan_load(model, "m", replace(LAPTOP, memory_free=GB))
    assert less.context == 2048
    assert less.memory > need_of(model, 2048).total
    with pytest.raises(NoRoom, match=r"needs \d\.\d GB .* 8192 tokens, and 0\.2 GB are free"):
        plan_load(model, "m", replace(LAPTOP, memory_free=GB // 4))
    with pytest.raises(NoRoom, match="of 30000 tokens"):
        plan_load(model, "m", replace(LAPTOP, memory_free=GB), context=30000)


def test_a_card_takes_all_layers_when_there_is_room() -> None:
    found = fit(SEVEN, replace(LAPTOP, gpus=[CARD]))
    assert found.gpu_layers == SEVEN.layers + 1
    assert found.memory < 0.2 * GB
    assert 5 * GB < found.card < found.card_free


def test_a_small_card_takes_some_layers_and_the_memory_the_rest() -> None:
    found = fit(SEVEN, replace(LAPTOP, gpus=[replace(CARD, memory_free=3 * GB)]))
    assert 0 < found.gpu_layers < SEVEN.layers
    assert found.card <= found.card_free
    assert found.card + found.memory == pytest.approx(found.need.total, rel=0.2)


def test_a_card_that_llama_cpp_can_t_use_is_not_counted() -> None:
    found = fit(SEVEN, replace(LAPTOP, gpus=[CARD]), offload=False)
    assert (found.gpu_layers, found.card) == (0, 0)


def test_memory_that_is_shared_with_the_graphics_is_counted_once() -> None:
    apple = replace(LAPTOP, gpus=[Gpu(name="Apple", kind="metal", memory_total=11 * GB, memory_free=9 * GB)])
    found = fit(SEVEN, apple)
    assert (found.gpu_layers, found.memory) == (29, found.need.total)


def test_the_largest_quantisation_that_fits_is_chosen() -> None:
    assert choose("qwen2.5-coder-7b", LAPTOP, offload=False).quantisation == "Q5_K_M"
    assert choose("qwen2.5-coder-7b", replace(LAPTOP, memory_free=64 * GB), offload=False).quantisation == "Q8_0"
    assert choose("qwen2.5-coder-7b", replace(LAPTOP, memory_free=GB), offload=False).quantisation == "Q4_K_M"
    assert choose("qwen2.5-coder-7b:q8_0", LAPTOP, offload=False).quantisation == "Q8_0"
    with pytest.raises(NotFound, match="'qwen99'"):
        choose("qwen99", LAPTOP, offload=False)


def test_what_does_not_fit_is_answered_with_smaller_ones_that_do() -> None:
    large = variants()["qwen2.5-coder-32b:q4_k_m"]
    offers = smaller_that_fit(large.size, LAPTOP, offload=False)
    assert len(offers) == 3
    assert all(offer.fit.verdict == "fits" and offer.variant.size < large.size for offer in offers)
    assert [offer.variant.size for offer in offers] == sorted((offer.variant.size for offer in offers), reverse=True)


def test_the_catalogue_is_whole() -> None:
    for variant in variants().values():
        assert variant.licence
        assert variant.address(source()).startswith("https://")
        assert variant.file.endswith(".gguf")
        assert variant.kv_per_token > 0
        assert variant.sha256 == "" or len(variant.sha256) == 64
        parameters = 11 * variant.layers * variant.embedding**2 + variant.vocabulary * variant.embedding
        assert 0.45 < variant.size / parameters < 2.6, variant.name


def test_this_machine_is_seen() -> None:
    found = look_at_hardware()
    assert found.cores >= 1
    assert 0 < found.memory_free <= found.memory_total


def test_a_card_is_found_through_nvidia_smi(tmp_path: Path) -> None:
    said = "NVIDIA RTX 4090, 24564, 23010\\nTesla, with comma, 16000, [N/A]\\n"
    _program(tmp_path / "nvidia-smi", f'test "$1" = --query-gpu=name,memory.total,memory.free && printf "{said}"')
    found = look_at_hardware(path=str(tmp_path)).gpus
    assert found == [Gpu(name="NVIDIA RTX 4090", kind="cuda", memory_total=24564 << 20, memory_free=23010 << 20)]


def test_an_nvidia_smi_without_its_driver_is_no_card(tmp_path: Path) -> None:
    _program(tmp_path / "nvidia-smi", "echo 'could not communicate with the NVIDIA driver'; exit 9")
    assert look_at_hardware(path=str(tmp_path)).gpus == []


def test_a_card_of_amd_is_found_through_its_driver_s_files(tmp_path: Path) -> None:
    device = tmp_path / "sys/class/drm/card0/device"
    device.mkdir(parents=True)
    for name, text in {"vendor": "0x1002", "mem_info_vram_total": str(16 * GB), "mem_info_vram_used": str(GB)}.items():
        (device / name).write_text(f"{text}\n")
    assert look_at_hardware(root=tmp_path, path="").gpus == []
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev/kfd").touch()
    assert [(gpu.kind, gpu.memory_free) for gpu in look_at_hardware(root=tmp_path, path="").gpus] == [("rocm", 15 * GB)]


def test_a_container_s_limit_counts_before_the_machine_s_memory(tmp_path: Path) -> None:
    group = tmp_path / "sys/fs/cgroup"
    group.mkdir(parents=True)
    (group / "memory.max").write_text("300000000\n")
    (group / "memory.current").write_text("100000000\n")
    found = look_at_hardware(root=tmp_path, path="")
    assert (found.memory_total, found.memory_free) == (300_000_000, 200_000_000)
    (group / "memory.max").write_text("max\n")
    assert look_at_hardware(root=tmp_path, path="").memory_total > GB


def _program(path: Path, lines: str) -> None:
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)
