"""One browser and one running application of each example for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.qlayer_web.chromium import Chromium
from tests.qlayer_web.examples import example


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with Chromium(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


@pytest.fixture(scope="session")
def workshop(chromium: Chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with example("bike-workshop", tmp_path_factory.mktemp("workshop")) as client:
        yield client


@pytest.fixture(scope="session")
def invoices(chromium: Chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with example("invoices", tmp_path_factory.mktemp("invoices")) as client:
        yield client


@pytest.fixture(scope="session")
def library(chromium: Chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with example("library", tmp_path_factory.mktemp("library")) as client:
        yield client
