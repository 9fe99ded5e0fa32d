"""Language models over the real litellm and the stub server that speaks the providers' protocols."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from engines.edges.kept_texts import KeptTexts
from engines.llm import Fleet, RoutedModels, Till
from engines.llm.model import Deployment
from engines.llm.providers import HostedModel, close
from engines.workflow import StoredBudgets, StoredEvents, StoredLedger, StoredModels, open_database, utc_now
from tests.llm.making import PLANTED, Clock, House
from tests.model_server import ModelServer


class PlantedKeys:
    """The same key for everybody, but for those without."""

    def __init__(self, *without: str) -> None:
        self.without = set(without)

    def get(self, name: str) -> str | None:
        return None if name in self.without else PLANTED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One loop for all tests here: the library keeps its connections from call to call, as it does in an engine."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent) and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", autouse=True, loop_scope="session")
async def connections() -> AsyncIterator[None]:
    """Ends the library's connections with the last test."""
    yield
    await close()


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.fixture(scope="session")
def pem() -> str:
    """A private key, which takes long to make."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


@pytest.fixture
def google(server: ModelServer, pem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service account whose sign-in is the stub server's."""
    account = {
        "type": "service_account",
        "project_id": "a-project",
        "private_key_id": "1",
        "private_key": pem,
        "client_email": "engine@a-project.iam.gserviceaccount.com",
        "token_uri": f"{server.url}/token",
    }
    place = tmp_path / "account.json"
    place.write_text(json.dumps(account))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(place))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Makes the models of an engine over some deployments, with a database and a clock of their own."""
    opened: list[House] = []

    def build(*deployments: Deployment, without: tuple[str, ...] = ()) -> House:
        database = open_database(f"sqlite:///{tmp_path}/events.db")
        book, ledger, budgets = (
            StoredModels(database=database),
            StoredLedger(database=database),
            StoredBudgets(database=database),
        )
        known = {each.name for each in book.list()}
        for deployment in deployments:
            if deployment.name not in known:
                book.add(deployment)
        clock, keys, events = Clock(), PlantedKeys(*without), StoredEvents(database=database)
        answers = KeptTexts(tmp_path / "answers.db")
        fleet = Fleet(book=book, keys=keys, clock=clock)
        till = Till(ledger=ledger, budgets=budgets, events=events, now=utc_now)
        models = RoutedModels(
            fleet=fleet,
            till=till,
            answers=answers,
            completer=lambda deployment: HostedModel(deployment=deployment, keys=keys),
        )
        made = House(
            models=models, fleet=fleet, ledger=ledger, budgets=budgets, events=events, answers=answers, clock=clock
        )
        opened.append(made)
        return made

    yield build
    for each in opened:
        each.answers.close()
        each.events.close()
