"""Whole files, as sites and offices write them, to documents. The raw files are invented; their shapes are not."""

# ruff: noqa: RUF001  # pages are typeset

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.documents import Unreadable, fingerprint, parse
from store.documents.layout.blocks import Block, Role
from store.documents.metadata.article import Verdict, judge
from store.documents.passages import passages
from store.files.formats import document_id
from store.model import FEWEST_KEPT, Kind, PartialDate
from tests.paths import RAW

if TYPE_CHECKING:
    from store.model import Document

FILES = sorted(path.name for path in RAW.iterdir())
LIMIT = 5 * 1024 * 1024
SENTENCE = b"The harbour pier was built by men of the town in many years. "


def read(name: str, **overrides: str) -> Document:
    return parse(name, (RAW / name).read_bytes(), overrides)


def texts(document: Document) -> list[str]:
    return [passage.text for passage in document.passages]


def headings(document: Document) -> list[str | None]:
    return list(dict.fromkeys(passage.heading for passage in document.passages))


@pytest.mark.parametrize(
    ("name", "title", "publisher", "author", "kind", "published", "count"),
    [
        (
            "article.html",
            "Patrols to grow, Port Alder says",
            "Port Alder Ledger",
            "Sofia Reyes",
            "news",
            "2026-02-12",
            4,
        ),
        ("clipped.md", "Harbour Opens Talks on the Third Lamp", None, "Ines Aldana", "news", "2026-03-04", 3),
        ("encyclopedia.txt", "Two Harbours Alliance", None, None, "reference", None, 6),
        (
            "forum.txt",
            "Coast Forum Vol. 11, No. 2",
            "Coastal Studies Center",
            "Dana Whitfield and Lee Soo-min",
            "analysis",
            "2026-01-09",
            3,
        ),
        ("innocent.txt", "Sentences That Only Look Like Noise", None, None, "reference", None, 15),
        (
            "journal.txt",
            "Harbour Review Vol. 7, Issue 4",
            "Institute of Coastal Studies",
            "Tobias Renner",
            "analysis",
            "2025-11-03",
            6,
        ),
        ("korean-news.txt", "섬 정부, 겨울 경계 분담안 재검토", "등대일보", "홍가람", "news", "2026-01-24", 2),
        (
            "lamps-and-boats.pdf",
            "Lamps and Boats: What the Watch Costs",
            "Coastal Accounts Office",
            "Henrik Dahl",
            "reference",
            "2026-02-12",
            4,
        ),
        ("memo.txt", "Patrol costs", None, "Ann Lee", "reference", "2026-02-03", 2),
        ("morning-mail.txt", "The Coastal Brief", None, None, "reference", "2026-02-09", 7),
        (
            "news-british.txt",
            "Harbours Agree to Share the Storm Watch",
            "The Lantern Desk",
            "Marguerite Osei",
            "news",
            "2026",
            4,
        ),
        (
            "news-portal.txt",
            "Islands Doubt the Harbour's Promise of Rope",
            "Island Courier Media Ltd",
            "Delphine Marsh and Ko Aye",
            "news",
            "2026-03-04",
            6,
        ),
        ("note.md", "Who Keeps the Watch?", "The Harbour Gazette", "Ines Aldana", "news", "2026-05-03", 6),
        (
            "opinion.txt",
            "The harbour cannot keep two watches at once",
            None,
            "Jonas Brandt",
            "analysis",
            "2026-01-24",
            3,
        ),
        (
            "portal.html",
            "Harbour talks stall over pier costs",
            "The Harbour Gazette",
            "Ines Aldana",
            "news",
            "2026-03-04",
            9,
        ),
        (
            "press-release.txt",
            "Joint Statement on the Winter Watch",
            "Ministry of Harbours and Tides",
            None,
            "official",
            "2026-01-24",
            4,
        ),
        (
            "repeated.txt",
            "Harbour Policy Shift on the Far Shore Stirs Unease on the Islands",
            None,
            None,
            "news",
            None,
            3,
        ),
        ("report.txt", "The watch", None, "Jane Q. Hollis", "analysis", "2025", 8),
        (
            "share-widgets.txt",
            "Port Alder Weighs New Patrols With the Islands",
            "Port Alder Ledger Inc",
            "Sofia Reyes",
            "news",
            "2026-02-12",
            3,
        ),
        ("speech.txt", "Speech by the Minister at the Coastal Forum", None, None, "official", "2026-01-14", 4),
        (
            "tags.html",
            "Third lamp talks open and close",
            "Island Courier Media Ltd",
            "Delphine Marsh",
            "news",
            "2026-03-04",
            5,
        ),
        ("weekly.txt", "Islands look beyond the lamp", "Pier Press", "Marta Quill", "news", "2026-03", 2),
        ("wiki.html", "Two Piers Alliance", None, None, "reference", "2026-05-03", 2),
        ("wrapped.txt", "THE COST OF LAMPS", "Coastal Accounts Office", None, "reference", "2026-01-12", 7),
    ],
)
def test_a_file_says_what_it_is(  # noqa: PLR0917 - a row of the table
    name: str,
    title: str,
    publisher: str | None,
    author: str | None,
    kind: str,
    published: str | None,
    count: int,
) -> None:
    document = read(name)

    source = document.source
    assert (source.title, source.publisher, source.author) == (title, publisher, author)
    assert (source.kind, source.published) == (Kind(kind), PartialDate.parse(published) if published else None)
    assert len(document.passages) == count


@pytest.mark.parametrize("name", FILES)
def test_no_passage_is_noise_and_none_comes_twice(name: str) -> None:
    document = read(name)

    assert [text for text in texts(document) if judge(text) is not Verdict.CONTENT] == []
    assert len(set(texts(document))) == len(document.passages)
    assert [passage.number for passage in document.passages] == list(range(1, len(document.passages) + 1))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "noise",
    [
        "min read",
        "Share This",
        "Leave a",
        "All rights reserved",
        "©",
        "Edit ",
        "[edit]",
        "Download PDF",
        "cookies",
        "newsletter",
        "Advertisement",
        "Read more",
        "Follow us",
        "Privacy Policy",
        "Related articles",
        "Published ",
        "By Ines",
        "senior fellow at",
        "correspondent who",
        "is a newsletter",
        "leading journal",
        "script",
        "[1]",
        "무단",
        "기자",
    ],
)
def test_nothing_of_what_surrounds_an_article_is_left(name: str, noise: str) -> None:
    if name == "innocent.txt":
        assert len(read(name).passages) == 15
        return

    assert [text for text in [*texts(read(name)), *filter(None, headings(read(name)))] if noise in text] == []


def test_a_sentence_that_only_looks_like_noise_is_kept() -> None:
    lines = (RAW / "innocent.txt").read_text(encoding="utf-8").splitlines()

    assert texts(read("innocent.txt")) == lines[1:]


def test_sections_keep_their_headings() -> None:
    assert headings(read("encyclopedia.txt")) == [None, "Origins and growth", "Command", "Money"]
    assert headings(read("wrapped.txt")) == [None, "Where the money goes"]
    assert headings(read("lamps-and-boats.pdf")) == ["Summary", "Oil", "Glass", "What to Do"]
    assert headings(read("portal.html")) == [None, "Who pays", "Who pays › What comes next"]
    assert headings(read("note.md")) == [None, "What it costs"]


def test_a_heading_that_runs_into_its_paragraph_is_parted_from_it() -> None:
    document = read("journal.txt")

    assert headings(document) == [
        None,
        "Harbour Asks More, Offers Less in the Watch",
        "N.H. Rebuffed on Letters to the Far Shore",
        "Hard Winter for the Alliance",
    ]
    assert document.passages[2].text.startswith("Having pressed the islands")
    assert document.passages[3].heading == "Harbour Asks More, Offers Less in the Watch"


def test_a_button_glued_to_the_first_word_comes_off() -> None:
    assert texts(read("journal.txt"))[0].startswith("The U.N. harbour office is tested")


def test_doubled_names_and_misprints_are_mended() -> None:
    whole = " ".join(texts(read("encyclopedia.txt")))

    assert "the Northern Harbour and the League of Islands. It keeps" in whole
    assert "The presence of the Harbour Guard Company is its" in whole
    assert "non-naval matters" in whole
    assert "lamp-signal code" in whole


def test_lines_broken_at_a_width_are_joined_and_hyphens_kept_where_they_belong() -> None:
    whole = " ".join(texts(read("wrapped.txt")))

    assert "the keepers' well-being takes the rest" in whole
    assert "which the office has counted" in whole
    assert "for eleven hours of a winter night" in whole


def test_a_list_is_one_passage_an_item() -> None:
    assert texts(read("wrapped.txt"))[2:6] == [
        "The office makes three proposals:",
        "Buy oil from two suppliers, so that neither can name the price alone.",
        "Replace glass every third year instead of every second.",
        "Pay keepers for the hours they actually spend awake, which the office has counted.",
    ]


def test_a_repeated_second_half_counts_once_whatever_its_paragraphs() -> None:
    first = "The watch began in 1961. It has six boats. Nobody counts them."
    again = "The watch began in 1961. It has six boats.\nNobody counts them."

    document = parse("twice.txt", f"{first}\n{again}\nOil is dear.\n".encode())

    assert texts(document) == [first, "Oil is dear."]


def test_a_word_of_an_editor_beats_every_guess() -> None:
    document = read(
        "news-british.txt",
        title="A better title",
        publisher="The Other Desk",
        author="Ann Lee",
        kind="official",
        published="2025-01",
        url="https://lantern.example/1",
        language="en-GB",
    )

    source = document.source
    assert (source.title, source.publisher, source.author) == ("A better title", "The Other Desk", "Ann Lee")
    assert (source.kind, str(source.published)) == (Kind.OFFICIAL, "2025-01")
    assert (source.url, source.language) == ("https://lantern.example/1", "en-GB")
    assert texts(document) == texts(read("news-british.txt"))


def test_an_editor_may_say_that_the_date_is_unknown() -> None:
    assert read("news-british.txt", published="undated").source.published is None


def test_a_span_of_copyright_years_dates_nothing() -> None:
    document = parse(
        "a.txt", b"A Note on Rope and Oil\nRope is dear, and oil is dearer.\n\xc2\xa9 2010-2026 Pier Press\n"
    )

    assert (document.source.publisher, document.source.published) == ("Pier Press", None)


def test_a_file_without_a_title_is_called_by_its_name_or_its_first_words() -> None:
    text = b"Rope is dear this year, and the islands will not say who bought it before the first storm.\n"

    assert parse("harbour-report.txt", text).source.title == "Harbour report"
    assert (
        parse("003_d61f.txt", text).source.title
        == "Rope is dear this year, and the islands will not say who bought it …"
    )


def test_a_file_of_one_line_is_a_document_of_one_passage() -> None:
    assert texts(parse("a.txt", b"one short line without a stop")) == ["one short line without a stop"]


def test_markdown_is_read_as_such_whatever_the_file_is_called() -> None:
    document = parse("a.txt", b"# Lamps and Boats\n\nOil is **dear** this year.\n\n## Money\n\nNobody pays on time.\n")

    assert document.source.title == "Lamps and Boats"
    assert [(p.heading, p.text) for p in document.passages] == [
        (None, "Oil is dear this year."),
        ("Money", "Nobody pays on time."),
    ]


def test_korean_is_recognised() -> None:
    assert read("korean-news.txt").source.language == "ko"


def test_scripts_styles_and_comments_of_a_page_are_no_text() -> None:
    page = b"""<html><head><style>p {color: red}</style><script>var a = "script text"</script></head><body>
    <!-- a remark --><h1>Rope and oil for winter</h1><p>Rope is dear this year.<script>write("more")</script></p>
    <noscript>enable it</noscript><p hidden>unseen</p><template><p>unborn</p></template></body></html>"""

    document = parse("a.html", page)

    assert texts(document) == ["Rope is dear this year."]


# Bytes


def test_a_byte_order_mark_and_windows_line_ends_make_no_difference() -> None:
    plain = "A Note on Rope\nRope is dear, and oil is dearer.\n"

    marked = parse("a.txt", b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode())

    assert marked == parse("a.txt", plain.encode())


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize(
    ("data", "offset"),
    [(b"\xef\xbb\xbfcaf\xe9", "0xE9 at offset 6"), (b"Rope \x81\x8d\xff\x9d\x90.", "0x81 at offset 5")],
)
def test_what_is_in_no_sure_encoding_is_refused_with_the_byte_and_the_mend(name: str, data: bytes, offset: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(name, data)

    problem = caught.value.problem(f"seeds/documents/{name}")
    assert str(problem) == f"seeds/documents/{name}:1: not UTF-8 (byte {offset}); save it as UTF-8"
    assert problem.code == "encoding"


def test_invisible_characters_are_cleaned_away() -> None:
    document = parse("a.txt", "Ro\u200bpe is\u202e dear\0 th\u2066is ye\ufeffar, and oil is too.".encode())

    assert texts(document) == ["Rope is dear this year, and oil is too."]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize("data", [b"", b" \n\t\r\n ", b"\0", b"---", "Share This Article\n© 2026 Pier Press".encode()])
def test_a_file_without_content_is_a_problem(name: str, data: bytes) -> None:
    with pytest.raises(Unreadable, match="no text"):
        parse(name, data)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.pdf"])
def test_more_than_five_mebibytes_are_refused(name: str) -> None:
    with pytest.raises(Unreadable, match="larger than 5 MiB") as caught:
        parse(name, b"a" * (LIMIT + 1))

    assert caught.value.problem("x").code == "too_large"


# The id


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("kei-2025.md", "kei-2025"),
        ("000_66c2.txt", "000_66c2"),
        ("Report v1.2 (final).pdf", "report-v1-2-final"),
        ("-draft.txt", "draft"),
        ("Café.txt", "cafe"),
        (".pdf", "pdf"),
    ],
)
def test_the_id_is_the_stem_or_its_slug(name: str, expected: str) -> None:
    assert document_id(name) == expected


def test_names_that_no_slug_can_hold_get_ids_of_their_own() -> None:
    ids = {document_id(name) for name in ("국방전략.txt", "방위비.txt", "국방전략 2026.txt", "???.txt", "!!!.txt")}

    assert len(ids) == 5


def test_a_decomposed_name_is_the_same_document() -> None:
    assert document_id("전작권.txt") == document_id("\u110c\u1165\u11ab\u110c\u1161\u11a8\u1100\u116f\u11ab.txt")


# The fingerprint


def test_topics_are_part_of_the_fingerprint_only_where_there_are_any() -> None:
    bare = read("note.md").source

    assert bare.fingerprint == read("note.md", topics="").source.fingerprint
    assert (
        len({bare.fingerprint, *(read("note.md", topics=each).source.fingerprint for each in ("a", "b", "a b"))}) == 4
    )


def test_the_fingerprint_is_of_everything_stored_and_of_nothing_else() -> None:
    document = read("note.md")

    assert document.source.fingerprint == read("note.md").source.fingerprint
    assert document.source.fingerprint == fingerprint(document.source, document.passages)
    assert len(document.source.fingerprint) == 64
    others = {
        read("note.md", **{key: value}).source.fingerprint for key, value in [("author", "X"), ("published", "2020")]
    }
    assert len(others | {document.source.fingerprint}) == 3


# Any bytes at all

_BITS = st.sampled_from(
    [
        "© 2026 X. All rights reserved.",
        "By Ann Lee",
        "Share This Article",
        "3 min read",
        "About Harbour",
        "Author:",
        "Published December 15, 2025",
        "[edit]",
        "(",
        "A A A A",
        "Related articles",
        "\n\n",
        "- ",
        "# ",
        "1. ",
        "---",
        "| a |",
        "<p>",
        "</div>",
        "<script>",
        "%PDF-1.4",
        "Republic of Korea Republic of Korea",
        "\u202e",
        "\0",
        "한국",
        "Title Case Goes Here. And more of it follows after that.",
        "\r\n",
        "X (X)",
        "> ",
        "```",
        "Vol. 3",
        "=====",
        "co-",
    ]
)
_TEXT = st.lists(_BITS | st.text(max_size=30), max_size=30)
_DATA = (_TEXT.map("\n".join) | _TEXT.map("".join)).map(lambda text: text.encode("utf-8", "replace"))


@given(st.sampled_from(["a.txt", "a.md", "a.html", "a.pdf", "한글.txt", "a"]), _DATA | st.binary(max_size=300))
def test_any_bytes_give_numbered_passages_or_a_reason(name: str, data: bytes) -> None:
    try:
        document = parse(name, data)
    except Unreadable:
        return

    assert [passage.number for passage in document.passages] == list(range(1, len(document.passages) + 1))
    assert all(text == text.strip() != "" for text in texts(document))
    assert len(texts(document)) > 0
    # An article says again what it says again: see below. Nothing else does.
    assert name == "a.html" or len(set(texts(document))) == len(texts(document))
    assert document.source.title


def test_an_article_that_says_something_again_keeps_it() -> None:
    asked = (
        "So I asked him for the third time that long morning to compare the papers with me, and he looked at the wall."
    )
    said = "“I would prefer not to,” said he, in the mildest voice that I ever heard."
    day = "On day {0} the other clerks came in at nine, took their pens, and copied number {0} of the deeds till dark."
    days = [day.format(number) for number in ("one", "two", "three", "four", "five", "six")]
    told = [days[0], asked, said, *days[1:3], asked, said, *days[3:]]
    article = f"<article><h1>A Clerk</h1>{''.join(f'<p>{line}</p>' for line in told)}</article>"
    page = f"<html><head><title>A Clerk</title></head><body>{article}</body></html>"

    document = parse("a.html", page.encode())

    assert texts(document) == told


_READER = f"""
import resource, sys, time
from store.documents import Unreadable, parse
unit = sys.stdin.buffer.read()
data = (unit * ({LIMIT} // len(unit))).decode("utf-8", "ignore").encode()
before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    parse("a" + sys.argv[1], data)
except Unreadable:
    pass
print(time.process_time() - started, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


@pytest.mark.prove
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
@pytest.mark.parametrize(
    "unit",
    [
        SENTENCE,
        b"a",
        b"A ",
        "가나다 ".encode(),
        b" ",
        b"(",
        b"[1]",
        b"A-",
        b"Abc Def (Abc Def ",
        b"a-mm",
        "© 2026 ".encode(),
        b".",
        b'"',
        b"*a",
        b"_a_ ",
        b"|a",
        b"# ",
        b"[a](b)",
        b"[[[[a](",
        b"<a b=c>",
        b"<!--",
        b"`",
        b"> ",
        b"&amp;",
        b"<",
        b"\0",
    ],
)
def test_five_mebibytes_of_one_line_take_two_seconds_and_200_mebibytes_at_most(suffix: str, unit: bytes) -> None:
    reader = [sys.executable, "-c", _READER, suffix]

    done = subprocess.run(reader, input=unit, capture_output=True, check=True, cwd=RAW.parents[2])

    seconds, mebibytes = map(float, done.stdout.split())
    assert seconds < 2
    assert mebibytes < 200


@pytest.mark.parametrize("count", [1, 15, 16, 29, 30, 31, 40])
def test_what_says_of_itself_that_it_is_an_encyclopedia_says_so_in_its_margins(count: int) -> None:
    for at in range(count):
        lines = [f"Rope number {number} is dear and long, and is sold by the yard." for number in range(count)]
        lines[0] += " It was sold on Tuesday."
        lines[at] += " See the encyclopedia."

        kind = parse("ropes.txt", "\n".join(lines).encode()).source.kind

        assert kind is (Kind.REFERENCE if at < 15 or at >= count - 15 else Kind.NEWS)


TOLD = "The two harbours agreed to count the lamps again, and set up a group of keepers to do so before the winter."
PARAGRAPH = f"\n\n{TOLD}"


@pytest.mark.parametrize(
    ("name", "text", "date", "by"),
    [
        ("a.txt", f"A Note on Lamps\n\n2026. 3. 9.\n\n{TOLD}", "2026-03-09", "byline"),
        ("a.txt", f"Statement of March 9, 2026\n\n{TOLD}", "2026-03-09", "guess"),
        ("2026-03-09-lamps.txt", f"A Note on Lamps\n\n{TOLD}", "2026-03-09", "guess"),
        ("20260309_lamps.txt", f"A Note on Lamps\n\n{TOLD}", "2026-03-09", "guess"),
        ("2026_03_09_lamps.txt", f"A Note on Lamps\n\n{TOLD}", "2026-03-09", "guess"),
        ("lamps-2026-03.txt", f"A Note on Lamps\n\n{TOLD}", "2026-03", "guess"),
        ("lamps_march_2026.txt", f"A Note on Lamps\n\n{TOLD}", "2026-03", "guess"),
        ("25-12-2025-lamps.txt", f"A Note on Lamps\n\n{TOLD}", "2025-12-25", "guess"),
        ("lamps-2026-02-31.txt", f"A Note on Lamps\n\n{TOLD}", None, None),
        ("a.txt", f"A Note on Lamps\n\n{TOLD}\n\n© 2026 The Lantern", "2026", "copyright line"),
        ("a.txt", f"The Storm of March 9, 1926\n\n{TOLD} That was in 1971.", None, None),
    ],
)
def test_a_date_says_where_it_comes_from(name: str, text: str, date: str | None, by: str | None) -> None:
    source = parse(name, text.encode()).source

    assert (source.published and str(source.published), source.published_from) == (date, by)


def test_a_document_says_what_share_of_its_words_was_kept() -> None:
    whole = parse("a.txt", f"A Note on Lamps\n\n{TOLD}\n\n{TOLD.replace('lamps', 'ropes')}".encode())
    twice = parse("a.txt", f"A Note on Lamps{4 * PARAGRAPH}".encode())

    assert whole.kept == 1
    assert twice.kept is not None
    assert twice.kept < FEWEST_KEPT


PROSE = "The committee met on Thursday to hear how the cranes of the port would be paid for, and by whom."


@pytest.mark.parametrize("name", ["2026-04-07-cranes.txt", "report-2026-04-07-cranes.txt", "cranes_20260407.txt"])
def test_the_day_in_a_files_name_dates_it_where_nothing_else_does(name: str) -> None:
    assert str(parse(name, f"Cranes for the Port\n\n{PROSE}\n".encode()).source.published) == "2026-04-07"


def test_a_bracketed_line_of_a_register_dates_the_text_and_is_not_its_title() -> None:
    head = "[Congressional Record Volume 172, Number 44 (Tuesday, April 7, 2026)]\n[House]\n\n      CRANES FOR THE PORT"

    found = parse("record.txt", f"{head}\n\n{PROSE}\n".encode())

    assert (found.source.title, str(found.source.published)) == ("CRANES FOR THE PORT", "2026-04-07")
    assert [passage.text for passage in found.passages] == [PROSE]


@pytest.mark.parametrize("section", ["SEC. 3. FEES.", "Section 12. Reports", "제2조(정의)"])
def test_the_number_and_name_of_a_section_are_kept_above_its_clauses(section: str) -> None:
    found = parse("act.txt", f"Act on Port Fees\n\n{section}\n\n(a) {PROSE}\n\n(b) {PROSE[:-10]}.\n".encode())

    told = [passage.text for passage in found.passages] + [passage.heading for passage in found.passages]
    assert section in told


def test_a_footnote_of_markdown_is_kept_and_its_mark_left_out() -> None:
    found = parse("note.md", f"# Cranes\n\n{PROSE}[^1] {PROSE}\n\n[^1]: The Quay Post, 3 April 2026.\n".encode())

    assert [passage.text for passage in found.passages] == [f"{PROSE} {PROSE}", "The Quay Post, 3 April 2026."]


def test_lines_that_end_a_whole_article_are_a_list() -> None:
    lines = [Block(text) for text in ("Added Ropes", "Added Lamps", "Added Glass")]
    text = Block("The islands made these changes to their boats this year.", Role.TEXT)

    assert [told.text for told in passages([text, *lines], whole=True)] == [each.text for each in (text, *lines)]
    assert [told.text for told in passages([text, *lines])] == [text.text]


BRIEFING = """The White House
Office of the Harbour Secretary
For Immediate Release
November 14, 2025

Press Briefing on the Joint Fact Sheet with the Isles

2:05 P.M. EDT

MS. LAMP: Good afternoon, everybody. The keeper came back from the isles with an agreement on rope, oil and sails.

Q Thank you. And on costs?

MS. LAMP: The isles will spend three and a half percent of what they earn on the pier, as soon as that is possible.

Q When will the lamp be lit?

MS. LAMP: I don't have a date for you.
"""


def test_a_transcript_is_called_by_what_it_is_on_and_nobody_who_asks_is_a_heading() -> None:
    document = parse("briefing.txt", BRIEFING.encode())

    source = document.source
    assert (source.title, source.publisher) == (
        "Press Briefing on the Joint Fact Sheet with the Isles",
        "The White House",
    )
    assert headings(document) == [None]
    assert "Q When will the lamp be lit?" in texts(document)


def test_the_hour_is_no_title_where_a_transcript_has_none() -> None:
    document = parse("briefing.txt", BRIEFING[BRIEFING.index("2:05") :].encode())

    assert "2:05" not in document.source.title
    assert texts(document)[0].startswith("MS. LAMP: Good afternoon")
