"""What saved pages have: boxes in the middle, tags that nobody knows, marks of notes, struck-out words, <pre>."""

# ruff: noqa: RUF001  # headings are parted as they are shown

from __future__ import annotations

import pytest

from store.documents import parse
from store.model import DatedBy, Kind

PROSE = [
    "The harbour opened talks on a third lamp on Tuesday, and closed them an hour later, to the surprise of the clerk.",
    "Nobody would say who walked out first, and the clerk's notes stop at ten past nine, when the kettle boiled over.",
    "Officials of the far shore said that the rope would be counted again before the end of the coming winter.",
    "The keepers expect the new office to open in October, when the last of the older rooms is handed back to them.",
]


def page(
    *parts: str, head: str = "<title>A Review of Lamps</title>", title: str = "<h1>A Review of Lamps</h1>"
) -> bytes:
    body = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in parts)
    head = f'<head><meta charset="utf-8">{head}</head>'
    return f'<html lang="en">{head}<body><main>{title}{body}</main></body></html>'.encode()


def texts(data: bytes) -> list[str]:
    return [passage.text for passage in parse("page.html", data).passages]


@pytest.mark.parametrize("line", ["DON'T MISS", "Related articles", "Read also", "관련기사"])
def test_a_box_of_links_in_the_middle_ends_no_article(line: str) -> None:
    box = f'<div class="box"><p><strong>{line}</strong><br><a href="/a">Another story altogether</a></p></div>'

    assert texts(page(*PROSE[:2], box, *PROSE[2:])) == PROSE


def test_a_tag_that_nobody_knows_parts_no_sentence() -> None:
    known = "The share rose in each of the past five years (1). It is to fall from next year, the harbour office says."
    marked = known.replace("1", '<x-source name="audit"><a href="/n/1">1</a></x-source>')
    first = "A special rope agreement sets the share between the harbours, and lasts for five years at a time."
    begun = first.replace("special rope agreement", "<fin-term>special rope agreement</fin-term>")

    assert texts(page(PROSE[0], marked, begun, PROSE[1])) == [PROSE[0], known, first, PROSE[1]]


def test_what_stands_inside_an_unknown_tag_is_paragraphs_all_the_same() -> None:
    assert texts(page("<story-body>" + "".join(f"<p>{one}</p>" for one in PROSE) + "</story-body>")) == PROSE


def test_how_a_character_is_spoken_is_left_out() -> None:
    told = PROSE[0].replace("clerk", "<ruby>clerk<rp>(</rp><rt>klark</rt><rp>)</rp></ruby>")

    assert texts(page(told, *PROSE[1:])) == PROSE


@pytest.mark.parametrize(
    "mark",
    [
        '<sup><a href="#fn4" id="r4">4</a></sup>',
        '<sup id="ref12"><a href="#fn12">12</a></sup>',
        '<a class="footnote-ref" href="#fn1" role="doc-noteref">1</a>',
        "<sup>7</sup>",
        '<sup class="reference">[3]</sup>',
        "<sup>*</sup>",
        "<sup>†</sup>",
        '<span style="vertical-align: super">4</span>',
        '<span class="superscript">12, 13</span>',
    ],
)
def test_marks_of_footnotes_are_left_out(mark: str) -> None:
    assert texts(page(PROSE[0] + mark, PROSE[1].replace("first,", f"first,{mark}"), *PROSE[2:])) == PROSE


def test_a_power_and_an_ordinal_are_no_marks() -> None:
    told = "The pier covers 300 m<sup>2</sup> of 10<sup>16</sup>, the 1<sup>st</sup> time that anybody measured it all."

    assert texts(page(told, *PROSE))[0] == "The pier covers 300 m² of 10¹⁶, the 1st time that anybody measured it all."


def test_the_way_back_from_a_note_is_left_out() -> None:
    note = '<ol><li id="n1">The log of the harbour, page 4. <a href="#r1">↩</a></li></ol>'

    assert texts(page(*PROSE, note))[-1] == "The log of the harbour, page 4."


def test_struck_out_text_is_left_out() -> None:
    told = (
        "The share is <del>40 per cent</del> <ins>45 per cent</ins> of the whole, for <s>three</s> five years, and"
        ' <span style="text-decoration: line-through">may not be renewed</span> may be renewed'
        ' <span class="line-through">twice</span> once.'
    )

    assert (
        texts(page(told, *PROSE))[0]
        == "The share is 45 per cent of the whole, for five years, and may be renewed once."
    )


def test_a_record_in_pre_is_paragraphs_and_says_its_date() -> None:
    record = f"""<pre>
[Hearing of the Harbour Council]

                      MONDAY, MARCH 9, 2026

    The council met, pursuant to call, at ten in the morning, and the first
witness was heard on the lamps that both sides had agreed upon in January.

    Mr. Brook. {PROSE[1][:70].rpartition(" ")[0]}
{PROSE[1][len(PROSE[1][:70].rpartition(" ")[0]) + 1 :]}
</pre>"""

    document = parse("hearing.html", page(record, head="<title>Hearing</title>", title=""))

    assert str(document.source.published) == "2026-03-09"
    assert [passage.text for passage in document.passages][-2:] == [
        (
            "The council met, pursuant to call, at ten in the morning, and the first witness was heard on the lamps"
            " that both sides had agreed upon in January."
        ),
        f"Mr. Brook. {PROSE[1]}",
    ]


def test_a_heading_says_what_it_stands_under() -> None:
    parts = ["<h2>Option A: keep the share</h2>", "<h3>Costs</h3>", PROSE[0], "<h2>Option B: raise it</h2>"]

    found = parse("page.html", page(*parts, "<h3>Costs</h3>", *PROSE[1:])).passages

    assert [passage.heading for passage in found[:2]] == [
        "Option A: keep the share › Costs",
        "Option B: raise it › Costs",
    ]


@pytest.mark.parametrize("suffix", [" | The Harbour Review", " - The Harbour Review", " · The Harbour Review"])
def test_the_title_is_the_headline_and_no_heading_repeats_it(suffix: str) -> None:
    head = f"<title>A Review of Lamps{suffix}</title>"
    head += f'<meta property="og:title" content="A Review of Lamps{suffix}">'
    head += '<meta property="og:site_name" content="The Harbour Review">'

    document = parse("page.html", page(*PROSE, head=head))

    assert (document.source.title, document.source.author) == ("A Review of Lamps", None)
    assert {passage.heading for passage in document.passages} == {None}


def test_the_moment_that_a_page_marks_is_its_date() -> None:
    line = '<div class="meta">By Ann Lee <time datetime="2026-03-09T08:00:00Z">3/9/2026 08:00 AM EST</time></div>'

    source = parse("page.html", page(line, *PROSE)).source

    assert (str(source.published), source.published_from, source.author) == (
        "2026-03-09",
        DatedBy.FRONT_MATTER,
        "Ann Lee",
    )


def test_a_wiki_is_of_the_day_it_was_last_changed() -> None:
    data = '{"@type":"Article","datePublished":"2001-10-29T18:24:28Z","dateModified":"2026-03-02T14:05:00Z"}'
    head = f'<title>Harbour Command - Wikipedia</title><script type="application/ld+json">{data}</script>'

    assert str(parse("page.html", page(*PROSE, head=head)).source.published) == "2026-03-02"


def test_a_page_about_a_wiki_is_none() -> None:
    data = '{"@type":"Article","datePublished":"2026-01-15T18:24:28Z","dateModified":"2026-03-02T14:05:00Z"}'
    head = f'<title>Wikipedia is back in the harbour</title><script type="application/ld+json">{data}</script>'

    assert str(parse("page.html", page(*PROSE, head=head)).source.published) == "2026-01-15"


def test_the_day_that_a_page_shows_goes_before_that_of_its_data_where_its_address_says_so_too() -> None:
    head = '<title>A Review</title><meta property="article:published_time" content="2026-03-09T10:00:00Z">'
    head += '<link rel="canonical" href="https://quay.example/2026/01/15/review">'
    shown = '<p><time datetime="2026-01-15">15 January</time></p>'

    assert str(parse("page.html", page(shown, *PROSE, head=head)).source.published) == "2026-01-15"


def test_a_page_says_itself_that_it_is_news() -> None:
    head = '<title>A Review</title><script type="application/ld+json">{"@type": "NewsArticle"}</script>'

    assert parse("page.html", page(*PROSE, head=head)).source.kind is Kind.NEWS


def test_a_tag_of_endless_attributes_is_read_at_once() -> None:
    endless = "<div " + " ".join(f'a{number}="b"' for number in range(40_000)) + ">"

    assert texts(page(endless, *PROSE)) == PROSE


def test_what_an_article_says_twice_is_kept_twice() -> None:
    found = texts(page(*PROSE[:3], PROSE[0], PROSE[3]))

    assert found == [*PROSE[:3], PROSE[0], PROSE[3]]


def test_a_line_that_heads_nothing_is_a_line_of_the_article() -> None:
    asked = [
        "<h3>Where did you grow up?</h3>",
        "<p>By the sea</p>",
        "<h3>And who taught you?</h3>",
        f"<p>{PROSE[1]}</p>",
    ]

    told = " ".join(
        f"{one.heading} {one.text}" for one in parse("page.html", page(PROSE[0], *asked, *PROSE[2:])).passages
    )

    assert all(line in told for line in ("Where did you grow up?", "By the sea", "And who taught you?"))


def test_a_day_is_the_one_in_the_address_where_the_data_count_it_in_another_zone() -> None:
    head = (
        '<link rel="canonical" href="https://harbour.example/2026/03/08/lamps.html">'
        '<meta property="article:published_time" content="2026-03-09T02:30:00+00:00">'
    )

    source = parse("page.html", page(*PROSE, head=head)).source

    assert (str(source.published), source.published_from) == ("2026-03-08", DatedBy.FRONT_MATTER)


def test_an_attribute_without_a_name_is_no_reason_to_refuse_a_page() -> None:
    odd = page(*PROSE).replace(b"<p>", b'<p ="x" data-a=1 :b=2 @c=3>')

    assert texts(odd) == PROSE


def test_a_tag_that_nobody_knows_beside_paragraphs_is_one() -> None:
    lead = "The lead of the story stands in a tag of the paper's own, and says what the islands did to their lamps."
    rest = [lead.replace("lamps", each) for each in ("ropes", "boats", "glass")]
    page = f"<h1>Lamps and Ropes of the Islands</h1><x-lead>{lead}</x-lead>" + "".join(f"<p>{one}</p>" for one in rest)

    found = parse("lamps.html", f"<html><body><article>{page}</article></body></html>".encode())

    assert [passage.text for passage in found.passages] == [lead, *rest]
