"""Tokens of engines elsewhere, in this machine's keyring: `python -m app.engine.tokens get|keep|forget ADDRESS`.

Asked by the window, which imports no keyring itself. A token comes in over standard input, for arguments can be read by
others, and goes out over standard output, as one JSON object: `token` (null where none is kept), `keyring` (ready, missing
or silent) and `fault`, why it is silent.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping

from app.paths import default_home
from engines.edges.keys import desktop_keys
from engines.edges.vaults import desktop_of
from engines.kernel.errors import Unavailable
from engines.kernel.keys import KeyStore


def answer(act: str, address: str, given: str) -> Mapping[str, str | None]:
    """Gets, keeps or forgets the token of an address; ValueError for another act."""
    desktop = desktop_of(sys.platform, os.environ)
    if desktop is None:
        return {"token": None, "keyring": "missing", "fault": ""}
    try:
        token = _done(desktop_keys(home=default_home(), desktop=desktop), act, address, given)
    except Unavailable as error:
        return {"token": None, "keyring": "silent", "fault": str(error)}
    return {"token": token, "keyring": "ready", "fault": ""}


def _done(ring: KeyStore, act: str, address: str, given: str) -> str | None:
    name = f"engine/{address}"
    match act:
        case "get":
            return ring.get(name)
        case "keep":
            ring.set(name, given)
            return None
        case "forget":
            ring.delete(name)
            return None
    raise ValueError(f"'{act}' is none of get, keep and forget")


if __name__ == "__main__":
    _, what, where = sys.argv
    print(json.dumps(answer(what, where, sys.stdin.read() if what == "keep" else "")))
