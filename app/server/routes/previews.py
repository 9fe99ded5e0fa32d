"""Previews over HTTP: start, list, look, stop; logs, metrics, share links and a shell inside the sandbox."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from app.server.asking import TheServices
from engines.preview import Preview

router = APIRouter(prefix="/previews", tags=["previews"])
DAY = timedelta(days=1)


class NewPreview(BaseModel):
    """A project (absolute folder) to start; `environment` may hold ADMIN_EMAIL and ADMIN_PASSWORD."""

    model_config = ConfigDict(extra="forbid")

    project: str = Field(pattern=r"^/")
    name: str = Field(default="", pattern=r"^[a-z0-9-]{0,60}$")
    environment: dict[str, str] = Field(default_factory=dict)


class ShellCommand(BaseModel):
    """A command for the shell inside the sandbox."""

    model_config = ConfigDict(extra="forbid")

    command: str = Field(min_length=1, max_length=10_000)


@router.post("", status_code=201)
async def start(new: NewPreview, services: TheServices) -> dict[str, Any]:
    project = Path(new.project)
    return _shown(await services.previews.start(project, name=new.name or project.name, environment=new.environment))


@router.get("")
async def every(services: TheServices) -> dict[str, Any]:
    return {"items": [_shown(preview) for preview in await services.previews.list()]}


@router.get("/find")
async def find(services: TheServices, place: Annotated[str, Query(max_length=4096)]) -> dict[str, Any]:
    """The newest preview of an id or of a project's folder."""
    return _shown(await services.previews.get(place))


@router.get("/{preview}")
async def one(preview: str, services: TheServices) -> dict[str, Any]:
    """A preview with the administrator's login."""
    found = await services.previews.get(preview)
    return {**_shown(found), "login": {"email": found.admin_email, "password": found.admin_password}}


@router.post("/{preview}/stop")
async def stop(preview: str, services: TheServices) -> dict[str, Any]:
    return _shown(await services.previews.stop(preview))


@router.delete("/{preview}", status_code=204)
async def remove(preview: str, services: TheServices) -> None:
    found = await services.previews.get(preview)
    await services.terminals.close_of(found.id)
    await services.previews.remove(found.id)


@router.get("/{preview}/logs")
async def logs(
    preview: str, services: TheServices, lines: Annotated[int, Query(ge=1, le=10_000)] = 100
) -> dict[str, Any]:
    return {"lines": await services.previews.logs(preview, lines)}


@router.get("/{preview}/metrics")
async def metrics(preview: str, services: TheServices) -> dict[str, Any]:
    return asdict(await services.previews.metrics(preview))


@router.get("/{preview}/pages")
async def pages(preview: str, services: TheServices) -> dict[str, Any]:
    """The pages of the application's navigation, as its administrator sees it."""
    return {"items": [asdict(page) for page in await services.visiting.pages(preview)]}


@router.get("/{preview}/picture", response_class=Response, responses={200: {"content": {"image/png": {}}}})
async def picture(
    preview: str,
    services: TheServices,
    width: Annotated[int, Query(ge=200, le=3840)] = 1280,
    path: Annotated[str, Query(pattern=r"^/([^/\\].*)?$", max_length=2000)] = "/",
    fresh: bool = False,
) -> Response:
    """A page as a picture, the first one if none is named; 404 with a hint where the machine has no browser for it."""
    png = await services.visiting.picture(preview, width, path=path, fresh=fresh)
    return Response(png, media_type="image/png")


@router.post("/{preview}/share")
async def share(preview: str, services: TheServices) -> dict[str, Any]:
    return {"url": await services.previews.share(preview)}


@router.post("/{preview}/extend")
async def extend(preview: str, services: TheServices) -> dict[str, Any]:
    return _shown(await services.previews.extend(preview, DAY))


@router.post("/{preview}/shell")
async def shell(preview: str, given: ShellCommand, services: TheServices) -> dict[str, Any]:
    return asdict(await services.previews.shell(preview, given.command))


def _shown(preview: Preview) -> dict[str, Any]:
    """A preview without its password, which only `one` tells."""
    return {name: value for name, value in asdict(preview).items() if name != "admin_password"}
