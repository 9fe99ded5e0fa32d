"""Services on PostgreSQL, as a team has them; skipped where no server can be started."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from engines.qlayer import load_blueprint, render
from tests import postgresql
from tests.openapi.collection import interface
from tests.openapi.play import play
from tests.qlayer.running import write_tree
from tests.qlayer.services import ALL, interface_of, service, serving

pytestmark = [pytest.mark.slow, pytest.mark.skipif(postgresql.TOOLS is None, reason="PostgreSQL is not installed")]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgresql.serving() as address:
        yield address


@pytest.mark.parametrize("name", ALL)
def test_a_service_does_and_withstands_the_same_on_postgresql(name: str, server: str, tmp_path: Path) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    home = write_tree(render(service(name), load_blueprint("python-service")), tmp_path)
    chosen = interface(interface_of(name))
    with serving(home, f"{server}/{name}") as url:
        outcomes = [*play(chosen, url, attacks=False), *play(chosen, url, attacks=True)]
    assert [outcome for outcome in outcomes if not outcome.passed] == []
