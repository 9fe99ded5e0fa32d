"""What the room asks the engine of a project's files: list, read, write, trace, history. One method per use case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.client.errors import Refused
from ui.engine import EngineLink
from ui.rooms.code.endings import Form, form_of, plain
from ui.rooms.code.plan import FileRow, Trace

CONFLICT, MISSING = 409, 404


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The files of a project with its branch and newest commit, both empty without a history."""

    branch: str
    commit: str
    rows: Sequence[FileRow]


@dataclass(frozen=True, kw_only=True)
class Text:
    """A file's text as an editor holds it, what that leaves out, and the digest that a later write names.

    `binary` files have no text.
    """

    text: str
    size: int
    digest: str
    binary: bool
    form: Form


@dataclass(frozen=True, kw_only=True)
class Commit:
    """A recorded state of the project; `time` is ISO 8601."""

    id: str
    message: str
    author: str
    time: str

    @property
    def subject(self) -> str:
        lines = self.message.strip().splitlines()
        return lines[0].lstrip("# ") if lines else ""


class ChangedOnDisk(Exception):
    """Somebody else wrote the file since it was read."""


class ProjectFiles:
    """The files of one project (an absolute folder)."""

    def __init__(self, link: EngineLink, path: str) -> None:
        self._link, self.path = link, path

    async def listing(self) -> Listing:
        said = await self._get("files")
        rows = [FileRow.of(row) for row in said["items"]]
        return Listing(branch=str(said.get("branch") or ""), commit=str(said.get("commit") or ""), rows=rows)

    async def read(self, file: str, commit: str = "") -> Text:
        """A file on disk, or as it was in a commit; an empty text where that has none of it."""
        try:
            said = await self._get("file", file=file, commit=commit)
        except Refused as refusal:
            if refusal.status != MISSING or not commit:
                raise
            said = {}
        text = str(said.get("text") or "")
        return Text(
            text=plain(text),
            form=form_of(text),
            size=int(said.get("size") or 0),
            digest=str(said.get("digest") or ""),
            binary=bool(said.get("binary")),
        )

    async def write(self, file: str, text: str, digest: str) -> str:
        """Replaces the text of that digest, as it is to stand on disk, and returns the new one; `ChangedOnDisk` when it is no longer there."""
        body = {"path": self.path, "file": file, "text": text, "digest": digest}
        try:
            return str((await self._link.ask("PUT", "/projects/file", body=body))["digest"])
        except Refused as refusal:
            if refusal.status == CONFLICT:
                raise ChangedOnDisk(str(refusal)) from refusal
            raise

    async def traces(self) -> list[Trace]:
        """The lines that carry out sentences; none where the specification can't be read."""
        try:
            return [Trace.of(row) for row in (await self._get("trace"))["items"]]
        except Refused:
            return []

    async def commits(self) -> list[Commit]:
        """The newest first."""
        return [
            Commit(id=str(r["id"]), message=str(r["message"]), author=str(r["author"]), time=str(r["time"]))
            for r in (await self._get("commits"))["items"]
        ]

    async def changed(self, old: str, new: str) -> dict[str, str]:
        """What happened to each file from one commit to another; an empty `new` is the files on disk."""
        said = await self._get("diff", old=old, new=new, context=0)
        return {str(row["file"]): str(row["change"]) for row in said["files"]}

    async def commit(self, message: str) -> None:
        await self._link.ask("POST", "/projects/commit", body={"path": self.path, "message": message})

    async def restore(self, commit: str) -> None:
        """Brings the files of a commit back, as a new commit."""
        await self._link.ask("POST", "/projects/restore", body={"path": self.path, "commit": commit})

    async def detail(self) -> Mapping[str, Any]:
        """The project's row with its requirements and the report of its last tests."""
        found: Mapping[str, Any] = await self._get("detail")
        return found

    async def _get(self, what: str, **query: object) -> Any:
        given = {name: value for name, value in query.items() if value != ""}
        return await self._link.ask("GET", f"/projects/{what}", query={"path": self.path, **given})
