from __future__ import annotations

import json

import pytest

from store.documents.formats.html import read
from store.documents.layout.blocks import Role
from store.files.decoding import Unreadable

LONG = (
    "The harbour opened talks on a third lamp on Tuesday, and closed them an hour later, to the surprise of the clerk."
)
MORE = (
    "Nobody would say who walked out first, and the clerk's notes stop at ten past nine, when the kettle boiled over."
)


def texts(page: str) -> list[str]:
    return [block.text for block in read(page).blocks]


def test_paragraphs_end_where_the_tags_end_them() -> None:
    page = f"<body><h1>Lamps</h1><div>{LONG}<br><br>{MORE}</div><p>{LONG.upper()}</p></body>"

    assert texts(page)[-3:] == [LONG, MORE, LONG.upper()]


def test_menus_sidebars_forms_and_footers_frame_the_article() -> None:
    page = (
        f"<body><nav><ul><li>Home</li></ul></nav><main><h1>Lamps</h1><p>{LONG}</p><p>{MORE}</p></main>"
        "<aside><p>Ropes are cheap this week, says our other page.</p></aside>"
        "<footer><p>About the Courier</p></footer></body>"
    )

    found = texts(page)

    assert [text for text in found if text != "Lamps"] == [LONG, MORE]


def test_a_page_wrapped_in_one_form_is_still_read() -> None:
    page = f"<body><form><h1>Lamps</h1><p>{LONG}</p><p>{MORE}</p></form></body>"

    assert [text for text in texts(page) if text != "Lamps"] == [LONG, MORE]


@pytest.mark.parametrize("page", ["<p>One lone paragraph of 1961.</p>", "One lone paragraph of 1961."])
def test_a_fragment_is_read_by_its_tags(page: str) -> None:
    assert texts(page) == ["One lone paragraph of 1961."]


def test_a_row_is_one_item_of_its_cells() -> None:
    table = "<table><tr><th>Year</th><th>Cost</th><td></td></tr><tr><td>2025</td><td>12</td></tr></table>"
    page = f"<body><p>{LONG}</p>{table}</body>"

    rows = [block.text for block in read(page).blocks if block.role is Role.ITEM]

    assert rows == ["Year · Cost", "2025 · 12"]


def test_a_sentence_marked_as_a_heading_is_text() -> None:
    page = f"<body><h1>Lamps</h1><h2>{LONG}</h2><p>{MORE}</p></body>"

    roles = {block.text: block.role for block in read(page).blocks}

    assert roles[LONG] is Role.TEXT


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ('<meta property="article:published_time" content="2026-03-04T09:00:00Z">', "2026-03-04"),
        ('<meta name="citation_publication_date" content="2026/03/04">', "2026-03-04"),
        ('<meta name="dc.date" content="2026-03">', "2026-03"),
        ('<script type="application/ld+json">{"datePublished": "2026-03-04"}</script>', "2026-03-04"),
        ('<meta name="date" content="soon">', None),
        ('<meta property="article:modified_time" content="2026-03-04">', None),
    ],
)
def test_the_date_is_the_pages_own_or_none(head: str, date: str | None) -> None:
    published = read(f"<html><head>{head}</head><body><h1>Lamps</h1><p>{LONG}</p></body></html>").facts.published

    assert (published and str(published)) == date


@pytest.mark.parametrize("name", ["Editorial Staff", "The Island Courier", "admin"])
def test_a_publisher_or_a_role_is_no_author(name: str) -> None:
    head = f'<meta name="author" content="{name}"><meta property="og:site_name" content="The Island Courier">'

    facts = read(f"<html><head>{head}</head><body><h1>Lamps</h1><p>{LONG}</p><p>{MORE}</p></body></html>").facts

    assert facts.author is None


@pytest.mark.parametrize("page", ["", " ", "<!-- only a remark -->", "<html></html><!--"])
def test_an_empty_page_has_no_text(page: str) -> None:
    try:
        blocks = read(page).blocks
    except Unreadable as error:
        assert "no text" in error.message  # noqa: PT017 - some empty pages parse, some do not
    else:
        assert blocks == ()


def test_a_page_of_tags_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(Unreadable, match="more than 150000 tags") as caught:
        read("<i>" * 200_000)

    assert caught.value.problem("x").code == "too_large"


@pytest.mark.parametrize(
    ("names", "author"),
    [(["김민준"], "김민준"), (["Ida Lamp", "김민준"], "Ida Lamp, 김민준"), (["김민준", "이하나"], "김민준, 이하나")],
)
def test_authors_that_a_page_lists_may_write_themselves_in_hangul(names: list[str], author: str) -> None:
    people = [{"@type": "Person", "name": name} for name in names]
    article = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Lamps at sea", "author": people}
    script = f'<script type="application/ld+json">{json.dumps(article, ensure_ascii=False)}</script>'
    page = f"<head><title>Lamps at sea</title>{script}</head><body><article><p>{LONG}</p><p>{MORE}</p></article></body>"

    assert read(page).facts.author == author


def test_what_a_table_is_called_is_no_heading_of_what_follows_it() -> None:
    table = "<table><caption>Rope in tons</caption><tr><td>2025</td><td>61</td></tr></table>"
    page = f"<body><article><h1>Lamps</h1><p>{LONG}</p>{table}<p>{MORE}</p></article></body>"

    roles = {block.text: block.role for block in read(page).blocks}

    assert roles["Rope in tons"] is roles["2025 · 61"] is Role.ITEM
