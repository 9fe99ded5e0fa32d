"""The one settings tree, from QL_ variables; nothing else but app.paths reads the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import AliasChoices, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.paths import Paths, default_home


def faults_of(error: ValidationError) -> str:
    """Each variable that cannot be read, with its value and what is wrong with it."""
    named = [(f"QL_{'_'.join(map(str, each['loc'])).upper()}", each) for each in error.errors()]
    return "; ".join(f"{name} is {each['input']!r}: {each['msg']}" for name, each in named)


class Settings(BaseSettings):
    """How one engine runs. `idle_minutes` 0 means: never stop by itself; ports 0: any free one; `keep_runs` 0: forget none.

    Models on this machine lie in `models_folder` (home/models if none) and leave the memory after `model_idle_minutes`;
    `models_source` is a mirror to fetch them from. Where Ollama is, its own variable says.
    """

    model_config = SettingsConfigDict(env_prefix="QL_", frozen=True)

    home: Path = Field(default_factory=default_home)
    idle_minutes: float = Field(default=30.0, ge=0)
    database_url: str = ""
    port: int = Field(default=0, ge=0, le=65535)
    preview_port: int = Field(default=0, ge=0, le=65535)
    keep_runs: int = Field(default=200, ge=0)
    log_level: str = "INFO"
    keyring_key: str = Field(default="", repr=False)
    models_source: str = Field(default="", pattern=r"^(https?://\S+)?$")
    models_folder: Path | None = None
    model_idle_minutes: float = Field(default=10.0, gt=0)
    ollama_host: str = Field(default="", validation_alias=AliasChoices("QL_OLLAMA_HOST", "OLLAMA_HOST"))

    @property
    def paths(self) -> Paths:
        return Paths(home=self.home.expanduser().absolute())

    @property
    def models(self) -> Path:
        """Where models for this machine are kept."""
        return self.models_folder.expanduser().absolute() if self.models_folder else self.paths.home / "models"

    @property
    def machine_url(self) -> str:
        """The database of the workflow machine."""
        return self.database_url or f"sqlite:///{self.paths.machine_database}"

    @property
    def event_url(self) -> str:
        """The database of runs and events; a file of its own with SQLite, so that they never wait for the machine."""
        return self.database_url or f"sqlite:///{self.paths.event_database}"
