# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import pytest

from store.documents.metadata.bylines import (
    author,
    is_biography,
    is_institution,
    is_name,
    is_nobody,
    is_role,
    may_be_biography,
)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Ann Lee", "Ann Lee"),
        ("BY ANN LEE AND KO AYE", "Ann Lee and Ko Aye"),
        ("By Ann Lee, Ko Aye and T. S. Marsh", "Ann Lee, Ko Aye and T. S. Marsh"),
        ("By Ann Lee, Staff Writer", "Ann Lee"),
        ("By Ann Lee, Harbour Studies Quarterly", "Ann Lee"),
        ("By Ann Lee in Port Alder", "Ann Lee"),
        ("By Ann Lee | Coastwire", "Ann Lee"),
        ("Opinion by Ana de la Cruz", "Ana de la Cruz"),
        ("Written by: Ann Lee", "Ann Lee"),
        ("Author: Ann Lee", "Ann Lee"),
        ("Authors: Ann Lee, Ko Aye", "Ann Lee, Ko Aye"),
        ("Ann O’Lee, North Coast Correspondent", "Ann O’Lee"),
        ("Ann Lee (Senior Fellow)", "Ann Lee"),
        ("홍가람 기자", "홍가람"),
        ("홍가람 특파원 hong@lantern.example", "홍가람"),
    ],
)
def test_a_byline_names_its_author(line: str, name: str) -> None:
    assert author(line) == name


@pytest.mark.parametrize(
    "line",
    [
        "By 2030 the islands will keep the watch",
        "By Tuesday",
        "By Land and Sea",
        "By Washington's own count the base grew",
        "By Ann Lee's count there were nine.",
        "Steward Han, who has led since 2019, met the fleet",
        "Harbour Review",
        "The author is unknown.",
    ],
)
def test_other_lines_name_nobody(line: str) -> None:
    assert author(line) is None


def test_names_roles_and_offices_are_told_apart() -> None:
    assert is_name("Ann Lee")
    assert not is_name("Rope is dear")
    assert is_role("Senior Correspondent, Asia")
    assert not is_role("The editor is out")
    assert is_institution("Ministry of Harbours and Tides")
    assert is_institution("Coastal Accounts Office")
    assert is_institution("Office of the Harbour Secretary")
    assert is_institution("The White House")
    assert not is_institution("The harbour office opens")


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee is a reporter at The Lantern.",
        "Ann Lee, who lives by the sea, covers rope.",
        "Dr Lee has written two books.",
        "The author is a pilot.",
    ],
)
def test_a_biography_tells_who_the_author_is(text: str) -> None:
    assert is_biography(text, "Ann Lee")


def test_a_sentence_about_somebody_else_is_no_biography() -> None:
    assert not is_biography("Steward Han is a pilot.", "Ann Lee")
    assert not is_biography("Steward Han is a pilot.", None)


def test_below_a_share_line_a_role_makes_a_biography() -> None:
    assert may_be_biography("Ann Lee is an award-winning correspondent who covers rope.")
    assert not may_be_biography("Ann Lee is to sail on Monday, the islands said.")
    assert not may_be_biography("The islands have refused to let the guards sail elsewhere.")


@pytest.mark.parametrize(
    "name", ["Windows User", "Microsoft Office User", "admin", "HP Inc.", "user1", "Unknown Author"]
)
def test_a_name_that_a_program_wrote_in_is_nobodys(name: str) -> None:
    assert is_nobody(name)
    assert not is_nobody("Ann Lee")


def test_a_heading_in_capitals_is_no_name() -> None:
    assert not is_name("A REVIEW OF COSTS")
    assert is_name("Ludwig van Beethoven")
