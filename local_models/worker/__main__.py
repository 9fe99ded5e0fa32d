"""Starts a worker; `--about` tells what its llama.cpp can instead, as one JSON object."""

from __future__ import annotations

import json
import sys

from local_models.worker.confine import confine


def main() -> None:
    confine()
    from local_models.worker.loop import about, serve  # now: what it imports starts threads, which can't be confined

    if "--about" in sys.argv:
        print(json.dumps(about()))
    else:
        serve()


if __name__ == "__main__":
    main()
