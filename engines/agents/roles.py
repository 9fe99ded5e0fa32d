"""Reads the roles from resources/roles: one YAML file each, so that a team can be changed without touching code."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter, ValidationError

from engines.agents.model import Role
from engines.kernel.errors import UserError


@cache
def load_roles() -> tuple[Role, ...]:
    """All roles, in the order of their files' `order`; UserError names the file that does not fit."""
    rows: list[tuple[int, Role]] = []
    for path in files("resources").joinpath("roles").iterdir():
        row = yaml.safe_load(path.read_text(encoding="utf-8"))
        order = int(row.pop("order", 99))
        try:
            rows.append((order, TypeAdapter(Role).validate_python(row)))
        except ValidationError as error:
            raise UserError(f"{path.name} does not describe a role: {error}") from error
    return tuple(role for _, role in sorted(rows, key=lambda pair: (pair[0], pair[1].name)))
