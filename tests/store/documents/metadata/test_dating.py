# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import pytest

from store.documents.metadata.dating import copyright_line, part_inline, published_by


@pytest.mark.parametrize(
    ("line", "publisher", "published"),
    [
        ("© 2026 The Lantern Desk. All rights reserved.", "The Lantern Desk", "2026"),
        ("Copyright © 2026 Island Courier Media Ltd. All rights reserved.", "Island Courier Media Ltd", "2026"),
        ("Copyright 2025 by the Institute of Coastal Studies", "Institute of Coastal Studies", "2025"),
        ("Copyright Lantern Press 2025. All rights reserved.", "Lantern Press", "2025"),
        ("© Lantern Press 2024", "Lantern Press", "2024"),
        ("(c) 2025 Lantern Press", "Lantern Press", "2025"),
        ("ⓒ 2026 등대일보. 무단 전재 및 재배포 금지", "등대일보", "2026"),
        ("© 2019-2026 Lantern Press", "Lantern Press", None),
        ("© 2019 – present Lantern Press", "Lantern Press", None),
        ("© 2026. All rights reserved.", None, "2026"),
    ],
)
def test_a_copyright_line_names_publisher_and_year(line: str, publisher: str | None, published: str | None) -> None:
    said = copyright_line(line)

    assert said is not None
    assert (said.publisher, said.published and str(said.published)) == (publisher, published)


@pytest.mark.parametrize(
    "line", ["Copyright law does not cover knots.", "Copyright Reform Passes", "(c) the third item", "© "]
)
def test_what_is_no_copyright_line_names_no_publisher(line: str) -> None:
    said = copyright_line(line)

    assert said is None or said == (None, None)


def test_a_copyright_line_at_the_end_of_a_paragraph_is_parted_from_it() -> None:
    assert part_inline("Rope is dear. © 2026 Pier Press. All rights reserved.") == (
        "Rope is dear.",
        "© 2026 Pier Press. All rights reserved.",
    )


def test_a_paragraph_without_one_is_left_alone() -> None:
    assert part_inline("All rights were reserved.") == ("All rights were reserved.", "")


def test_a_journals_description_names_who_publishes_it() -> None:
    text = "It is a free journal, printed and published by the Institute of Coastal Studies in Port Alder"

    assert published_by(text) == "Institute of Coastal Studies"
    assert published_by("It was published by accident.") is None


def test_a_credit_with_a_paragraph_behind_it_is_no_copyright_line() -> None:
    told = (
        "© Provided by Pier Press The islands shocked the coast this year by announcing that they will sell their lamps"
    )

    assert copyright_line(f"{told} to whoever buys them first.") is None
