"""Nouns made up for tests: one brief of a topic, and Hypothesis strategies for any text in any field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from store.model import (
    Brief,
    Choices,
    Citation,
    DatedBy,
    Disagreement,
    Document,
    Found,
    Holder,
    Kind,
    Moved,
    Nothing,
    OpenQuestion,
    PartialDate,
    Passage,
    Passages,
    Side,
    Snapshot,
    Source,
    Statement,
    SummarySentence,
    Topic,
)

REVIEW = Source(
    "policy-review",
    "Hands on the wheel",
    "Policy Review",
    "A. Roe",
    Kind.ANALYSIS,
    PartialDate(2025, 12, 15),
    None,
    "en",
    "f1",
    published_from=DatedBy.FRONT_MATTER,
)
ALMANAC = Source("almanac", "Almanac of the Peninsula", None, None, Kind.REFERENCE, None, None, "en", "f2")

CFC = Topic("cfc", "Combined Forces Command", "CFC", "연합사", "command", "It leads both armies.", date(2026, 11, 20))
OPCON = Topic(
    slug="opcon",
    name="Wartime operational control",
    short="OPCON",
    korean="전작권",
    category="command",
    summary="Who leads in a war. Seoul wants to.",
    reviewed=date(2026, 11, 23),
    questions=("who leads in a war",),
    related=("cfc",),
    statements=(
        Statement(
            "opcon#1", "No year is set.", PartialDate(2025, 12, 15), Holder.ANALYSIS, (Citation("policy-review", 4),)
        ),
        Statement(
            "opcon#2",
            "A Korean is to lead.",
            None,
            Holder.FACT,
            (Citation("almanac", 2), Citation("policy-review", 7)),
        ),
    ),
    disagreements=(
        Disagreement(
            "What holds it back",
            (Side("No date.", (Citation("policy-review", 4),)), Side("No satellites.", (Citation("almanac", 9),))),
        ),
    ),
)
NOTE = replace(ALMANAC, note=True, places=((2, "p. 3"),))
CITED = replace(
    OPCON,
    also=(Statement("cfc#3", "Both lead.", None, Holder.FACT, (Citation("almanac", 2),), PartialDate(1971)),),
    moved=(Moved("opcon#4", "cfc#3"), Moved("opcon#5", "usfk#1")),
    open=(OpenQuestion("a date"),),
    summary_sentences=(
        SummarySentence("Who leads in a war.", ("opcon#1", "cfc#3")),
        SummarySentence("Seoul wants to.", ("opcon#2",)),
    ),
)
"""OPCON with all that seed format 2 adds to a topic."""
BRIEF = Brief("opcon transfer", OPCON, (REVIEW, ALMANAC), (CFC,), 3)
SNAPSHOT = Snapshot(3, {"cfc": CFC, "opcon": OPCON}, {"almanac": ALMANAC, "policy-review": REVIEW})
FOUND = Found(ALMANAC, Passage(9, "Space", "Two satellites are missing."), ("opcon",))

HOSTILE = (
    "<!channel>",
    "<@U0001>",
    "<https://evil.example|x>",
    "*b*",
    "_i_",
    "~s~",
    "`c`",
    "&amp;",
    ":smile:",
    "> q",
    "\u202e",
    "\x00",
)


class Long(str):
    """A long text that a failing test shows in short."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{self[:5]!s}… ({len(self)})"


texts = st.one_of(
    st.text(max_size=60),
    st.sampled_from(HOSTILE),
    st.sampled_from(
        [Long(text) for text in ("x" * 150, "x" * 151, "한" * 3_000, "\U0001f600" * 1_500, "word " * 4_000)]
    ),
)
slugs = st.from_regex(r"[a-z][a-z0-9-]{0,40}", fullmatch=True)
dates = st.one_of(
    st.none(),
    st.builds(PartialDate, st.integers(1900, 2100)),
    st.builds(PartialDate, st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 28)),
)
sources = st.builds(
    Source,
    id=slugs,
    title=texts,
    publisher=st.none() | texts,
    author=st.none() | texts,
    kind=st.sampled_from(Kind),
    published=dates,
    url=st.none(),
    language=st.just("en"),
    fingerprint=st.just("f"),
    note=st.booleans(),
    published_from=st.none() | st.sampled_from(DatedBy),
    places=st.just(()) | st.lists(st.tuples(st.integers(1, 9_999), texts), max_size=2).map(tuple),
)
passages = st.builds(Passage, number=st.integers(1, 9_999), heading=st.none() | texts, text=texts)


@st.composite
def briefs(draw: st.DrawFn) -> Brief:
    """A brief whose every text is anything, from no statement to more than one message holds."""
    cited = draw(st.lists(sources, min_size=1, max_size=6, unique_by=lambda source: source.id))
    citations = st.lists(
        st.builds(Citation, st.sampled_from([source.id for source in cited]), st.integers(1, 9_999)),
        min_size=1,
        max_size=9,
    ).map(tuple)
    statements = st.builds(
        Statement,
        id=st.just("t#1"),
        text=texts,
        as_of=dates,
        held_by=st.sampled_from(Holder),
        citations=citations,
        happened=dates,
    )
    side = st.builds(Side, texts, citations, st.none() | st.sampled_from(Holder), dates)
    sides = st.lists(side, min_size=2, max_size=3).map(tuple)
    topic = draw(topics(st.lists(statements, max_size=40).map(tuple), st.builds(Disagreement, texts, sides)))
    related = tuple(draw(st.lists(topics(), max_size=12)))
    return Brief(draw(st.text(max_size=200)), topic, tuple(cited), related, 1, stale=draw(st.booleans()))


def topics(
    statements: st.SearchStrategy[tuple[Statement, ...]] | None = None,
    disagreements: st.SearchStrategy[Disagreement] | None = None,
) -> st.SearchStrategy[Topic]:
    """A topic whose every text is anything."""
    return st.builds(
        Topic,
        slug=slugs,
        name=texts,
        short=texts,
        korean=st.none() | texts,
        category=texts,
        summary=texts,
        reviewed=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
        statements=st.just(()) if statements is None else statements,
        disagreements=st.just(()) if disagreements is None else st.lists(disagreements, max_size=3).map(tuple),
        questions=st.lists(texts, max_size=1).map(tuple),
        open=st.lists(st.builds(OpenQuestion, texts), max_size=3).map(tuple),
        summary_sentences=st.lists(
            st.builds(SummarySentence, texts, st.lists(st.just("t#1"), min_size=1, max_size=3).map(tuple)), max_size=3
        ).map(tuple),
    )


choices = st.builds(Choices, st.text(max_size=200), st.lists(topics(), min_size=2, max_size=12).map(tuple), st.just(1))
misses = st.builds(Nothing, st.text(max_size=200), st.lists(topics(), max_size=8).map(tuple), st.just(1))
founds = st.builds(Found, sources, passages, st.lists(slugs, max_size=4).map(tuple))
found_passages = st.builds(
    Passages, st.text(max_size=200), st.lists(founds, min_size=1, max_size=8).map(tuple), st.just(1)
)
documents = st.builds(Document, sources, st.lists(passages, max_size=60).map(tuple))
snapshots = st.lists(topics(), max_size=60, unique_by=lambda topic: topic.slug).map(
    lambda listed: Snapshot(1, {topic.slug: topic for topic in listed}, {})
)
