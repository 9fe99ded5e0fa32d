"""What route modules ask of the application they are part of: its services and its lifetime, as parameters."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Query, Request

from app.server.lifetime import Lifetime
from app.services import Services


def _services(request: Request) -> Services:
    return cast(Services, request.app.state.services)


def _lifetime(request: Request) -> Lifetime:
    return cast(Lifetime, request.app.state.lifetime)


def _version(request: Request) -> str:
    return str(request.app.version)


PLACE = r"^/[^\x00]*$"
"""An absolute path."""

Folder = Annotated[str, Query(alias="path", pattern=PLACE, max_length=4096, description="A project's absolute folder.")]
TheServices = Annotated[Services, Depends(_services)]
TheLifetime = Annotated[Lifetime, Depends(_lifetime)]
TheVersion = Annotated[str, Depends(_version)]
