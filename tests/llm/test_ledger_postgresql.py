"""The ledger, the book of models and budgets on PostgreSQL, as a team has them; skipped where no server can be started."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from engines.kernel.errors import Conflict
from engines.kernel.llm import BudgetSpent, Origin, Outcome
from engines.llm.adding import Wish, deployment
from engines.llm.money import Budget, Cap, caps_for
from engines.llm.record import Asked, Booked
from engines.workflow import StoredBudgets, StoredLedger, StoredModels, open_database
from tests import postgresql

pytestmark = [pytest.mark.slow, pytest.mark.skipif(postgresql.TOOLS is None, reason="PostgreSQL is not installed")]
ORIGIN = Origin(project="/p", run="r", agent="developer", person="ann")
ASKED = Asked(task="explain", model="m", group="m", digest="d", origin=ORIGIN, prompt="p", version=2)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with postgresql.serving() as address:
        yield f"{address}/postgres"


def test_calls_are_reserved_booked_judged_and_summed(url: str) -> None:
    database = open_database(url)
    ledger, budgets = StoredLedger(database=database), StoredBudgets(database=database)
    budgets.set(Budget(scope="person", name="ann", amount=1000, period="day"))
    caps = caps_for(budgets.list(), ORIGIN, datetime.now(UTC))
    first = ledger.open(ASKED, 600, caps)
    with pytest.raises(BudgetSpent):
        ledger.open(ASKED, 600, caps)
    ledger.close(first, Booked(end="done", read=10, written=5, cost=300, seconds=1.5))
    second = ledger.open(ASKED, 600, caps)
    assert ledger.learn(first, Outcome(worth=1.0, shown_by="tests"))[1].worth == 1.0
    assert [(t.group, t.judged, t.worth, t.calls, t.read) for t in ledger.tallies()] == [("m", 1, 1.0, 1, 10.0)]
    assert ledger.of_prompt("p")[2].tried == 1
    for by in ("model", "task", "project", "run", "agent", "person", "prompt", "day"):
        (found,) = ledger.sums(by, project="/p")
        assert (found.calls, found.cost, found.read, found.judged) == (2, 900, 10, 1)
        assert all(isinstance(value, int | float | str) for value in vars(found).values())
    again = StoredLedger(database=database)
    assert (again.sweep(), again.latest(1)[0].call, again.latest(1)[0].end) == (1, second, "lost")
    assert again.spent(Cap(budget=budgets.list()[0], since="")) == 900
    budgets.remove("person", "ann")
    assert not StoredBudgets(database=database).list()
    database.dispose()


def test_models_are_kept_in_their_order_under_names_of_their_own(url: str) -> None:
    database = open_database(url)
    book = StoredModels(database=database)
    made = [deployment(Wish(model=name)) for name in ("openai/gpt-5", "anthropic/claude-haiku-4-5")]
    for each in made:
        book.add(each)
    assert book.list() == made
    with pytest.raises(Conflict):
        book.add(made[0])
    book.remove("openai/gpt-5")
    assert book.list() == made[1:]
    database.dispose()
