"""Front matter of Jekyll and Hugo: what it says is understood, and the rest is no mistake."""

from __future__ import annotations

import pytest

from store.errors import SeedsInvalid
from store.model import DatedBy
from store.seeds import document_files
from store.seeds.metadata import unused

TEXT = "The harbour is open to all boats this year, say both of the keepers.\n"
JEKYLL = f"---\nlayout: post\ntitle: A Post\ndate: 2026-03-09 08:00:00 +0900\ntags: [a, b]\nhero: x.jpg\n---\n{TEXT}"
HUGO = f"---\ntitle: A Post\ndate: 2026-03-09T08:00:00Z\ndraft: false\nauthors: [Ann Lee, Bo Kim]\n---\n{TEXT}"
JSON = f'{{\n "title": "A Post",\n "date": "2026-03-09T08:00:00Z",\n "tags": ["a"]\n}}\n{TEXT}'
PANDOC = f"---\ntitle: A Post\nauthor:\n- Ann Lee\ndate: March 9, 2026\nabstract: |\n  Much\n...\n{TEXT}"
PEOPLE = (
    f"---\ntitle: A Post\nauthors:\n- name: Ann Lee\n  url: x\nhide: true\npublishDate: 2026/03/09 08:00\n---\n{TEXT}"
)
OBSIDIAN = f"---\naliases: [post]\ntitle: A Post\ncreated: 2026-03-09\n---\n{TEXT}"
TOML = f'+++\ntitle = "A Post"\ndate = 2026-03-09T08:00:00Z\ntags = ["a"]\n+++\n{TEXT}'


@pytest.mark.parametrize(
    ("text", "author"),
    [
        (JEKYLL, None),
        (HUGO, "Ann Lee, Bo Kim"),
        (TOML, None),
        (JSON, None),
        (PANDOC, "Ann Lee"),
        (PEOPLE, "Ann Lee"),
        (OBSIDIAN, None),
    ],
)
def test_the_date_of_a_blog_is_understood(text: str, author: str | None) -> None:
    found = document_files.handed_over("post.md", text.encode())

    assert (found.source.title, str(found.source.published), found.source.author) == ("A Post", "2026-03-09", author)
    assert found.source.published_from is DatedBy.FRONT_MATTER
    assert [passage.text for passage in found.passages] == [TEXT.strip()]


def test_the_keys_that_say_nothing_are_named() -> None:
    assert unused(JEKYLL) == ["layout", "tags", "hero"]
    assert unused(f"---\ntitle: A\n---\n{TEXT}") == []


def test_what_a_blog_says_otherwise_than_we_do_says_nothing() -> None:
    told = f"---\nlayout: post\nkind: essay\nurl: /posts/a/\nlanguage: en_US\ntitle: A\ndate: soon\n---\n{TEXT}"

    found = document_files.handed_over("post.md", told.encode())

    assert (found.source.title, found.source.published, found.source.url) == ("A", None, None)
    assert unused(told) == ["layout", "kind", "url", "language", "date"]


@pytest.mark.parametrize(
    "front",
    [
        "name: Bug report\nabout: Say what broke\ntitle: ''\nlabels: bug\nassignees: ''",
        "name: reader\ndescription: Reads what is there.\nlicense: MIT\nmetadata:\n  version: 2",
        "id: intro\nsidebar_label: Begin here\nurls: [x]",
    ],
)
def test_a_key_that_is_nearly_ours_by_chance_is_no_mistake(front: str) -> None:
    found = document_files.handed_over("page.md", f"---\n{front}\n---\n{TEXT}".encode())

    assert [passage.text for passage in found.passages] == [TEXT.strip()]
    assert unused(f"---\n{front}\n---\n{TEXT}")


@pytest.mark.parametrize(
    ("front", "meant"),
    [
        ("titel: x", "title"),
        ("titel: x\npublishd: 2026", "title"),
        ("publisher: Desk\nname: x\nlangage: en", "language"),
        ("topics: [opcon]\nautor: Ann\nmore: x", "author"),
    ],
)
def test_a_misspelt_key_of_our_own_is_still_a_mistake(front: str, meant: str) -> None:
    with pytest.raises(SeedsInvalid, match=f"did you mean '{meant}'"):
        document_files.handed_over("note.md", f"---\n{front}\n---\n{TEXT}".encode())


def test_a_line_of_plus_signs_that_opens_nothing_is_text() -> None:
    found = document_files.handed_over("note.md", f"+++\n{TEXT}".encode())

    assert found.passages[-1].text == TEXT.strip()


def test_anchors_in_the_front_matter_of_others_are_read() -> None:
    front = "title: A Post\nhero: &who Ann Lee\nbase: &b {layout: x}\n<<: *b\nauthor: *who\ndate: 2026-03-09"
    told = f"---\n{front}\n---\n{TEXT}"

    found = document_files.handed_over("post.md", told.encode())

    assert (found.source.title, found.source.author, str(found.source.published)) == ("A Post", "Ann Lee", "2026-03-09")


def test_a_form_of_other_programs_is_no_mistake_of_ours() -> None:
    told = f"---\nname: Report\nabout: It\ntitle: ''\nlabels: ''\nassignees: nobody\n---\n{TEXT}"

    assert document_files.handed_over("report.md", told.encode()).passages[-1].text == TEXT.strip()
