"""Who signs in, however a brief says so."""

from __future__ import annotations

import pytest

from engines.spec import read_brief
from engines.spec.english import English
from engines.spec.lexicon_files import load_lexicon
from engines.spec.users import signers

ENGLISH = English(load_lexicon())


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Roles: citizen, road officer.", "citizen road_officer"),
        ("Citizens (need an account) file reports: street, depth", "citizen"),
        ("Two users: clerk and boss, only the boss edits tools.", "clerk boss"),
        ("users: props master (everything), stage manager (creates loans; no purchases)", "props_master stage_manager"),
        ("The assistant can all, only delete she can not.", "assistant"),
        ("foreman all, wages hidden from workers.", "foreman"),
        ("teacher: read only.", "teacher"),
        ("Staff can do everything.", "staff"),
        ("Advisers use all of this after logging in.", "adviser"),
        ("an inspector and a reviewer, both of them user accounts.", "inspector reviewer"),
        ("People with accounts: presenters and the music director.", "presenter music_director"),
        ("We need accounts for the nurses and the matron.", "nurse matron"),
        ("The trainers have read access, the head everything.", "trainer head"),
    ],
)
def test_whoever_signs_in_is_a_role(text: str, roles: str) -> None:
    assert set(signers(text, ENGLISH)) == set(roles.split())


@pytest.mark.parametrize(
    "text",
    [
        "Customers have an account number.",
        "Guests book without an account.",
        "We keep all members with name and email.",
        "The owners don't need to login.",
        "All rooms have a number.",
    ],
)
def test_people_who_are_only_recorded_are_none(text: str) -> None:
    assert not signers(text, ENGLISH)


def test_a_story_makes_a_role_whatever_is_wished_for() -> None:
    text = "Canteen\n\nAs the cook, I want a dish turned down when its price is lower than 0.50.\nAs a dancer I enrol in a course.\n"
    assert {role.name for role in read_brief(text).spec.roles} == {"cook", "dancer"}
