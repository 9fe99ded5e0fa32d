"""Keys of providers as the engine tells of them, and what is said about each. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ui.language import say


@dataclass(frozen=True, kw_only=True)
class ProviderKey:
    """A provider, and where its key lies: `sources` holds 'environment', 'keyring', both or neither, the one that counts first."""

    provider: str
    title: str
    variable: str
    sources: Sequence[str] = ()

    @property
    def kept(self) -> bool:
        """Whether the keyring has a key of it."""
        return "keyring" in self.sources


@dataclass(frozen=True, kw_only=True)
class KeysTold:
    """An answer of GET /keys; `keyring` is ready, missing or silent, `fault` why it is silent."""

    keyring: str
    fault: str
    rows: Sequence[ProviderKey]

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> KeysTold:
        rows = [
            ProviderKey(
                provider=str(row["provider"]),
                title=str(row["title"]),
                variable=str(row["variable"]),
                sources=tuple(map(str, row["sources"])),
            )
            for row in said["items"]
        ]
        return cls(keyring=str(said["keyring"]["state"]), fault=str(said["keyring"]["fault"]), rows=rows)

    @property
    def ready(self) -> bool:
        """Whether a key can be kept."""
        return self.keyring == "ready"

    @property
    def none_kept(self) -> bool:
        return not any(row.sources for row in self.rows)


def state_words(key: ProviderKey, told: KeysTold) -> tuple[str, str]:
    """Where the key is, and the tone of that; a keyring that is silent may hold one."""
    if "environment" in key.sources:
        return say("in the environment"), "info"
    if key.kept:
        return say("in the keyring"), "success"
    if told.keyring == "silent":
        return say("not known"), "warning"
    return say("no key"), "neutral"


def keyring_words(told: KeysTold) -> tuple[str, str]:
    """What is wrong with the keyring, and the remedy; both '' where nothing is."""
    match told.keyring:
        case "missing":
            variable = told.rows[0].variable if told.rows else ""
            return (
                say("The engine's machine has no keyring where a key could be kept."),
                say(
                    "Set a provider's variable, such as {variable}, in the environment of the engine and start it again.",
                    variable=variable,
                ),
            )
        case "silent":
            return (
                say("The keyring of the engine's machine does not answer, so no key can be read or kept."),
                say("Unlock it, as by signing in to its desktop, and try again."),
            )
    return "", ""


def note_of(key: ProviderKey, told: KeysTold) -> str:
    """What is to be known before a key of this provider is entered."""
    if "environment" in key.sources:
        return say(
            "The variable {variable} of the engine's environment counts, whatever the keyring holds. "
            "Unset it there and start the engine again to use a key from here.",
            variable=key.variable,
        )
    if key.kept:
        return say("It cannot be shown again. A new key takes its place.")
    return say("It goes into the keyring of the engine's machine and is never shown again.")
