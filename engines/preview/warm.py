"""Runs inside the sandbox, with the standard library alone: reads in what a program will need, then waits to become it.

`standby.py` hands this text to the sandbox's Python with the place of a socket and the words behind `python -m`. Once the
socket takes connections all libraries that the project's files name are read in; `go` starts the program in this process,
and a connection that ends without it ends the process.
"""

import contextlib
import importlib
import os
import re
import runpy
import socket
import sys
from collections.abc import Iterator

IMPORT = re.compile(rb"^[ \t]*(?:from[ \t]+(?P<source>[A-Za-z_][\w.]*)[ \t]+)?import[ \t]+(?P<names>[\w., \t]*)", re.M)
LEFT_OUT = {"tests", "__pycache__", "node_modules", "venv"}
LATER = {
    "fastapi": ("pydantic.v1", "fastapi.openapi.utils"),
    "sqlalchemy": ("sqlalchemy.dialects.sqlite",),
    "uvicorn": (
        "uvicorn.loops.auto",
        "uvicorn.lifespan.on",
        "uvicorn.protocols.http.auto",
        "uvicorn.protocols.websockets.auto",
    ),
}  # what these read in when they are used, not when they are imported
WAIT_SECONDS = 60.0


def main() -> None:
    place, words = sys.argv[1], sys.argv[2:]
    server = socket.socket(socket.AF_UNIX)
    server.bind(place)
    read_in(named(os.getcwd(), words[0]))  # noqa: PTH109 (no import of pathlib)
    server.listen(1)
    server.settimeout(WAIT_SECONDS)
    try:
        client, _ = server.accept()
        client.settimeout(WAIT_SECONDS)
        told = client.recv(2)
    except TimeoutError:
        return
    finally:
        server.close()
        os.unlink(place)  # noqa: PTH108
    client.close()
    if told == b"go":
        become(words)


def become(words: list[str]) -> None:
    """What `python -m` does with the same words."""
    sys.argv, sys.path[0] = words, os.getcwd()  # noqa: PTH109
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)


def named(project: str, program: str) -> set[str]:
    """The program's module and those that the files of a project import, but for its own."""
    own = {name.removesuffix(".py") for name in os.listdir(project)}  # noqa: PTH208
    return {name for name in (program, *found_in(project)) if name.partition(".")[0] not in own}


def found_in(project: str) -> Iterator[str]:
    """All modules that the files of a project import."""
    for folder, folders, files in os.walk(project):
        folders[:] = [name for name in folders if name not in LEFT_OUT and not name.startswith(".")]
        for file in files:
            if file.endswith(".py"):
                with open(os.path.join(folder, file), "rb") as stream:  # noqa: PTH118, PTH123
                    yield from imported(stream.read())


def imported(text: bytes) -> Iterator[str]:
    """The modules that a text imports, and what may be modules of them."""
    for match in IMPORT.finditer(text):
        source = (match["source"] or b"").decode()
        names = [words.split()[0] for words in match["names"].decode().split(",") if words.strip()]
        yield from [source, *(f"{source}.{name}" for name in names)] if source else names


def read_in(modules: set[str]) -> None:
    for module in sorted(modules):
        for name in (module, *LATER.get(module, ())):
            with contextlib.suppress(ImportError):
                importlib.import_module(name)


if __name__ == "__main__":
    main()
