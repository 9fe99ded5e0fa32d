"""Which Python has llama-cpp-python, and what its llama.cpp can; without importing it. Called by the pool and the services.

It is an extra: this Python may have it (`pip install 'quantumlayer[llama]'`), or one of its own that `make setup-llama` makes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from engines.kernel.errors import Unavailable

ROOT = Path(__file__).resolve().parents[1]
OWN = ROOT / "build" / "llama" / "bin" / "python"
HINT = "Install the extra: `pip install 'quantumlayer[llama]'`; from its source: `make setup-llama`."
_PASSED_ON = (
    "CUDA_",
    "DYLD_",
    "GGML_",
    "HIP_",
    "HOME",
    "HSA_",
    "LANG",
    "LC_",
    "LD_",
    "OMP_",
    "PATH",
    "ROCR_",
    "TMPDIR",
)
"""Variables by their beginnings that a worker may need; keys of providers are not among them."""
_PATIENT = {"OMP_WAIT_POLICY": "passive"}
"""Threads that wait for each other leave the processor: with other programs at work, ten times as many tokens a second."""
_PATIENCE = 60.0
_WORKER = "local_models.worker"


@dataclass(frozen=True, kw_only=True)
class Runtime:
    """A Python that can run models: llama-cpp-python's release, and whether it was built for a graphics card."""

    python: Path
    release: str
    offload: bool

    @property
    def command(self) -> tuple[str, ...]:
        return (str(self.python), "-m", _WORKER)


def environment_of_worker(environment: Mapping[str, str]) -> Mapping[str, str]:
    """What a worker is told of an environment."""
    passed = {name: value for name, value in environment.items() if name.startswith(_PASSED_ON)}
    return {**_PATIENT, **passed, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def find_runtime(environment: Mapping[str, str]) -> Runtime:
    """The Python for models; Unavailable, with how to get one, where there is none or it fails. Blocks for a moment."""
    python = Path(sys.executable) if find_spec("llama_cpp") else OWN
    if not python.exists():
        raise Unavailable("This machine can't run models: llama-cpp-python is not installed.", hint=HINT)
    words = [str(python), "-m", _WORKER, "--about"]
    try:
        said = subprocess.run(
            words,
            capture_output=True,
            text=True,
            check=True,
            timeout=_PATIENCE,
            env=dict(environment_of_worker(environment)),
        )
    except (OSError, subprocess.SubprocessError) as error:
        why = (getattr(error, "stderr", "") or str(error)).strip().splitlines()[-1]
        raise Unavailable(f"llama-cpp-python does not start: {why}", hint=HINT) from error
    about = json.loads(said.stdout)
    return Runtime(python=python, release=about["release"], offload=about["offload"])
