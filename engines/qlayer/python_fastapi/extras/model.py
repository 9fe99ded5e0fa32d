"""What a feature adds beside the modules of the entities: tables, routes, pages. Made by the sibling modules, read by context."""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec import Feature, Spec
from engines.qlayer.migration.tables import Table


@dataclass(frozen=True, kw_only=True)
class Model:
    """A class of `app.models` and the module that it stands in."""

    module: str
    cls: str


@dataclass(frozen=True, kw_only=True)
class AdminPage:
    """A page for administrators, or for everyone who is signed in: its path, its name, the module of its routes."""

    path: str
    label: str
    icon: str
    module: str
    everyone: bool = False


@dataclass(frozen=True, kw_only=True)
class Job:
    """A function that is called again and again, and the seconds in between."""

    module: str
    function: str
    seconds: int


@dataclass(frozen=True, kw_only=True)
class Extra:
    """The footprint of one feature. `condition` is what its lines of the manifest ask for; `api` are packages with an api."""

    condition: str
    facts: tuple[str, ...]
    models: tuple[Model, ...] = ()
    tables: tuple[Table, ...] = ()
    api: tuple[str, ...] = ()
    pages: tuple[AdminPage, ...] = ()
    filters: frozenset[str] = frozenset()
    icons: frozenset[str] = frozenset()
    jobs: tuple[Job, ...] = ()


def asked(spec: Spec, name: str, *plurals: str) -> tuple[Feature, ...]:
    """The features of that name that are to be built; none where an entity already has the collections they would make."""
    if {entity.plural for entity in spec.entities} & set(plurals):
        return ()
    return tuple(feature for feature in spec.features if feature.name == name and feature.built)


def covered(spec: Spec, features: tuple[Feature, ...]) -> frozenset[str]:
    """The entities that features are about; a feature that names none is about all, but not about accounts."""
    own = {entity.name for entity in spec.entities if not (spec.accounts and entity.name == "user")}
    named = {feature.entity for feature in features}
    return frozenset(own if "" in named else own & named)
