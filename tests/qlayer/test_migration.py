"""The first migration makes exactly the tables that the models describe."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from engines.kernel.spec import Spec
from tests.qlayer.running import environment, written
from tests.qlayer.specs import HOSTILE, INVOICES, LIBRARY

COMPARE = """
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from app.database import HEAD, engine, migrate
from app.models import Base
migrate()
with engine.connect() as connection:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    assert context.get_current_revision() == HEAD
    assert len(Base.metadata.tables) > 2
    print(compare_metadata(context, Base.metadata))
migrate()
"""


@pytest.mark.parametrize("spec", [LIBRARY, INVOICES, HOSTILE], ids=lambda spec: spec.name)
def test_migrated_schema_equals_the_models(spec: Spec, tmp_path: Path) -> None:
    home = written(spec, tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", COMPARE], cwd=home, env=environment(home), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == "[]"
