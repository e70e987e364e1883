from __future__ import annotations

import pytest

from store.documents.layout.blocks import Facts
from store.documents.metadata.labels import read
from store.model import PartialDate


@pytest.mark.parametrize(
    ("line", "author", "published", "updated"),
    [
        ("Published December 15, 2025", None, "2025-12-15", None),
        ("Published: Mon, 15 Dec 2025 09:30 KST", None, "2025-12-15", None),
        ("Updated: 12 February 2026, 10:45", None, None, "2026-02-12"),
        ("Updated March 5, 2026 at 9:14 a.m. EST | Published March 4, 2026", None, "2026-03-04", "2026-03-05"),
        ("First published 4 March 2026. Last updated 5 March 2026", None, "2026-03-04", "2026-03-05"),
        ("By Ann Lee | March 4, 2026 | 5 min read", "Ann Lee", "2026-03-04", None),
        ("Ann Lee · 4 March 2026 · World", "Ann Lee", "2026-03-04", None),
        ("By Ann Lee March 4, 2026", "Ann Lee", "2026-03-04", None),
        ("Port Alder, 14 January 2026", None, "2026-01-14", None),
        ("입력 2026.01.24 09:30 수정 2026.01.24 11:02", None, "2026-01-24", "2026-01-24"),
        ("Vol. 12 No. 3 | March 2026", None, "2026-03", None),
        ("Date: 2026", None, "2026", None),
        ("3 min read", None, None, None),
        ("By Ann Lee on March 4, 2026", "Ann Lee", "2026-03-04", None),
        ("From: Ann Lee <ann.lee@harbour.example>", "Ann Lee", None, None),
        ("As of 4 March 2026", None, "2026-03-04", None),
        ("Done at Port Alder on 4 March 2026", None, "2026-03-04", None),
        ("Issued on the 4th day of March, 2026", None, "2026-03-04", None),
        ("배포일시: 2026. 3. 4.(수) 오전 10:00", None, "2026-03-04", None),
        ("등록일 : 2026-03-04", None, "2026-03-04", None),
        ("작성일 2026.03.04", None, "2026-03-04", None),
        ("2026년 03월 04일 수요일", None, "2026-03-04", None),
        ("[시행 2026. 6. 1.] [법률 제12345호, 2026. 3. 4., 제정]", None, "2026-03-04", None),
    ],
)
def test_a_label_gives_its_facts(line: str, author: str | None, published: str | None, updated: str | None) -> None:
    facts = read(line)

    assert facts is not None
    assert facts.author == author
    assert facts.published == (PartialDate.parse(published) if published else None)
    assert facts.updated == (PartialDate.parse(updated) if updated else None)


def test_a_label_may_name_title_publisher_and_address() -> None:
    assert read("Title: Lamps and Boats") == Facts(title="Lamps and Boats")
    assert read("Publisher: Pier Press") == Facts(publisher="Pier Press")
    assert read("Source: https://pier.example/a") == Facts(url="https://pier.example/a")
    assert read("A note by the Coastal Accounts Office, 12 January 2026") == Facts(
        publisher="Coastal Accounts Office", published=PartialDate(2026, 1, 12)
    )


@pytest.mark.parametrize(
    "line",
    [
        "The treaty of 1 October 1953",
        "Lamps and Boats",
        "Published in 1961, the charter has 14 articles.",
        "Updated lists are kept in the harbour office.",
        "On 15 December 2025 the islands voted to keep six boats at sea.",
        "Date palms do not grow here.",
    ],
)
def test_other_lines_are_no_labels(line: str) -> None:
    assert read(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "2026. 3. 9.",
        "2026-03-09",
        "2026-3-9",
        "20260309",
        "2026. 3. 9.(월)",
        "2026.03.09 14:22",
        "(2026.3.9)",
        "[2026-03-09]",
        "MONDAY, MARCH 9, 2026",
    ],
)
def test_a_date_that_stands_alone_is_a_label(line: str) -> None:
    facts = read(line)

    assert facts is not None
    assert str(facts.published) == "2026-03-09"


def test_a_korean_office_is_the_publisher() -> None:
    assert read("국방부 대변인실") == Facts(publisher="국방부 대변인실")
