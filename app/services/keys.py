"""Keys of the providers of models: which are there, set one, remove one. Called by the routes, and by whoever asks a model.

A key lies in the system's own keyring or in a variable of the engine's environment, and in no file of ours. The variable
counts where there are both, as with the providers' own tools.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml
from pydantic import TypeAdapter

from engines.kernel.audit import AuditLog
from engines.kernel.errors import NotFound, Unavailable, UserError
from engines.kernel.keys import KeyStore

LONGEST = 2048
Source = Literal["environment", "keyring"]


@dataclass(frozen=True, kw_only=True)
class Provider:
    """Who needs a key: `variables` are those that its own tools read, the one to name first."""

    title: str
    variables: Sequence[str]


@cache
def load_providers() -> Mapping[str, Provider]:
    """All providers by id, in the order in which they are listed."""
    text = files("resources").joinpath("providers", "providers.yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Provider]).validate_python(yaml.safe_load(text))


class ProviderKeys:
    """The keys over the system's keyring, which is None where there is none, and an environment."""

    def __init__(self, *, keyring: KeyStore | None, environment: Mapping[str, str], audit: AuditLog) -> None:
        self._keyring, self._environment, self._audit = keyring, environment, audit

    def list(self) -> dict[str, Any]:
        """Every provider with where its key is, the one that counts first; never a key."""
        kept, fault = self._kept()
        return {
            "keyring": {
                "state": "missing" if self._keyring is None else "silent" if fault else "ready",
                "fault": fault,
            },
            "items": [
                {
                    "provider": name,
                    "title": provider.title,
                    "variable": self._variable(provider) or provider.variables[0],
                    "sources": self._sources(name, provider, kept),
                }
                for name, provider in load_providers().items()
            ],
        }

    def get(self, name: str) -> str | None:
        """The key that counts, for who asks the provider."""
        variable = self._variable(_provider(name))
        if variable is not None:
            return self._environment[variable]
        return self._keyring.get(_secret(name)) if self._keyring is not None else None

    def set(self, name: str, value: str) -> None:
        """Puts a key into the keyring; UserError for what can be no key, Unavailable without a keyring."""
        provider, value = _provider(name), value.strip()
        if not value or len(value) > LONGEST or not value.isascii() or not value.isprintable() or " " in value:
            raise UserError(
                f"That is no key: one word of 1 to {LONGEST} printable characters is needed.",
                hint=f"Copy it anew from where {provider.title} shows it.",
            )
        with self._opened(provider) as ring:
            ring.set(_secret(name), value)
        self._audit.record("key.set", name)

    def remove(self, name: str) -> None:
        """Takes a key out of the keyring; NotFound where it holds none. A variable is not ours to remove."""
        provider = _provider(name)
        with self._opened(provider) as ring:
            if ring.get(_secret(name)) is None:
                variable = self._variable(provider)
                raise NotFound(
                    f"The keyring holds no key of {provider.title}.",
                    hint=f"Its key comes from the variable {variable}: unset it and start the engine again."
                    if variable
                    else "`ql keys list` shows which there are.",
                )
            ring.delete(_secret(name))
        self._audit.record("key.removed", name)

    @contextmanager
    def _opened(self, provider: Provider) -> Iterator[KeyStore]:
        """The keyring; Unavailable, with what to do instead, where there is none or it does not answer."""
        hint = f"Set {provider.variables[0]} in the environment of the engine instead, and start it again."
        if self._keyring is None:
            raise Unavailable("This machine has no keyring where a key could be kept.", hint=hint)
        try:
            yield self._keyring
        except Unavailable as error:
            raise Unavailable(str(error), hint=f"Unlock the desktop's keyring and try again. {hint}") from error

    def _kept(self) -> tuple[frozenset[str], str]:
        """Whose keys are in the keyring; and why that can't be told."""
        if self._keyring is None:
            return frozenset(), ""
        try:
            return frozenset(name for name in load_providers() if self._keyring.get(_secret(name)) is not None), ""
        except Unavailable as error:
            return frozenset(), str(error)

    def _sources(self, name: str, provider: Provider, kept: frozenset[str]) -> Sequence[Source]:
        found: list[Source] = ["environment"] if self._variable(provider) else []
        return [*found, "keyring"] if name in kept else found

    def _variable(self, provider: Provider) -> str | None:
        return next((name for name in provider.variables if self._environment.get(name)), None)


def _provider(name: str) -> Provider:
    found = load_providers().get(name)
    if found is None:
        raise NotFound(f"There is no provider '{name}'.", hint=f"Known: {', '.join(load_providers())}.")
    return found


def _secret(name: str) -> str:
    return f"provider/{name}"
