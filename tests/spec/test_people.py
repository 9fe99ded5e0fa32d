"""Who uses an application, and what each kind of people may do, in the ways that people say it."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Spec
from engines.spec import read_brief

THING = "A book has a title and an author. "


def roles(text: str) -> set[str]:
    """The roles of a brief."""
    return {role.name for role in read_brief(THING + text).spec.roles}


def creates(spec: Spec, role: str) -> bool:
    """Whether a role may create books."""
    return any(g.role == role and g.entity == "book" and "create" in g.actions for g in spec.grants)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Librarians manage books, helpers only look.", {"librarian", "helper"}),
        ("The front desk does everything; guides shall have read-only access to books.", {"front_desk", "guide"}),
        ("Only the sacristan and council members log in.", {"sacristan", "council_member"}),
        ("Books may be deleted by the curator only.", {"curator"}),
        ("Only Mia (she is the shop manager) may add books; the packers can see them.", {"shop_manager", "packer"}),
        ("The director alone records books; assistants may see books.", {"director", "assistant"}),
        ("The board is granted read access to all books.", {"board"}),
    ],
)
def test_roles_are_found(text: str, wanted: set[str]) -> None:
    assert roles(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The system must send mails. We want to search books.",
        "Books are written by authors. The printer must record nothing.",
        "Somebody can enter books, everyone may see them.",
        "Candidates are registered with their name.",
    ],
)
def test_what_is_no_role_makes_none(text: str) -> None:
    assert roles(text) <= {"candidate"} - {"candidate"}


@pytest.mark.parametrize(
    "text",
    [
        "Only curators shall create or change books. Guides shall have read-only access.",
        "Curators can add books. Guides only look.",
        "The curator alone records books; guides may see books.",
        "Guides see books. Curators additionally administer books.",
    ],
)
def test_what_one_role_alone_may_is_kept_from_others(text: str) -> None:
    spec = read_brief(THING + text).spec
    assert creates(spec, "curator")
    assert not creates(spec, "guide")


def test_a_verb_behind_a_list_of_properties_is_an_act() -> None:
    spec = read_brief(
        "Companies register with a name, website, logo and description and post jobs. A job has a title. "
        "Companies only see their own jobs."
    ).spec
    assert any(g.role == "company" and g.entity == "job" and "create" in g.actions for g in spec.grants)
