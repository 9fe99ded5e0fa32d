"""Every file of a project has exactly one author."""

import pytest

from engines.agents import Role, load_roles, share
from engines.kernel.errors import UserError


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("app/services/loans.py", "backend"),
        ("app/web/templates/loans/list.html", "frontend"),
        ("app/models/loan.py", "database"),
        ("migrations/versions/0001_initial.py", "database"),
        ("tests/test_loans.py", "qa"),
        ("Dockerfile", "devops"),
        ("nobody/thought/of.this", "backend"),
    ],
)
def test_the_longest_pattern_that_fits_names_the_author(path: str, owner: str) -> None:
    assert share([path], load_roles()) == {path: owner}


def test_a_team_without_builders_is_refused() -> None:
    with pytest.raises(UserError, match="nobody who builds"):
        share(["a"], [Role(name="qa", title="", persona="", skills=("review",))])
