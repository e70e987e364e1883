"""One topic file to a topic, with the places of everything that other files must confirm."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from store.model import Citation, Disagreement, Holder, Moved, OpenQuestion, Side, Statement, Topic
from store.seeds import frontmatter
from store.seeds import summary as summaries
from store.seeds.fields import Fields, Notebook, Told
from store.seeds.frontmatter import Spot
from store.text import clean

if TYPE_CHECKING:
    from store.seeds.summary import Summary

FORMAT = 2
"""The newest format of a topic file. What it adds to the first may all be left out there, and nothing else."""

TOPIC_KEYS = (
    *("format", "name", "short", "abbreviations", "aliases", "korean", "category", "related", "reviewed"),
    *("keywords", "questions", "also", "moved", "open", "statements", "disagreements"),
)
STATEMENT_KEYS = ("id", "text", "happened", "as_of", "held_by", "cites", "asks")
"""In the order in which they are written."""

_REQUIRED = ("name", "category", "reviewed", "statements")
_STATEMENT = ("id", "text", "as_of", "held_by", "cites")
_OF_SIDES = ("text", "cites", "held_by", "as_of")
_ADDRESS = re.compile(r"[a-z0-9-]+#[1-9][0-9]{0,5}", re.ASCII)
_CITATION = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)#([1-9][0-9]{0,5})", re.ASCII)
_MARKDOWN = re.compile(r"^(?:#{1,6}|[-*+>]) |\]\(|\*\*|`", re.MULTILINE)


class Cited(NamedTuple):
    """A citation and where it stands."""

    citation: Citation
    spot: Spot


class Claim(NamedTuple):
    """A statement, or a side of a disagreement, and where it stands. *id* is empty for a side."""

    id: str
    text: str
    held_by: Holder | None
    citations: tuple[Citation, ...]
    spot: Spot


@dataclass(frozen=True, slots=True)
class TopicDraft:
    """A topic as its own file has it; whether the rest of the folder bears it out is not known yet.

    The topic's own statements are in it. What it shows of other topics is named in *also* only.
    """

    notebook: Notebook
    topic: Topic
    names: tuple[Told, ...]
    related: tuple[Told, ...]
    cited: tuple[Cited, ...]
    also: tuple[Told, ...] = ()
    moved: tuple[Told, ...] = ()
    """Where addresses lead that were merged away, in the order of `topic.moved`."""
    carried: tuple[Told, ...] = ()
    """The statements that the summary names."""
    claims: tuple[Claim, ...] = ()
    summary: tuple[Told, ...] = ()
    """The summary's sentences."""
    format: int = 1


def draft(slug: str, text: str, notebook: Notebook) -> TopicDraft | None:
    """Return the topic of one file; None when the file cannot be read at all. Problems go to *notebook*."""
    try:
        parted = frontmatter.part(text)
        if parted.front is None:
            notebook.note(parted.fence, "the front matter is missing; begin the file with a line of its own: ---")
            return None
        table, mistakes = frontmatter.compose(parted.front, first_line=2, end=parted.fence)
    except frontmatter.NotYaml as error:
        notebook.keep([error.mistake])
        return None
    notebook.keep(mistakes)
    fields = Fields(table, notebook, "topic")
    fields.expect(TOPIC_KEYS, _REQUIRED)
    format_ = _format(fields)
    return _TopicReader(slug, fields).draft(_summary(slug, parted, notebook, cited=format_ > 1), format_)


def _format(fields: Fields) -> int:
    """Return the format that the file says it has; 1 where it does not say, or wrongly."""
    number = fields.number("format") or 1
    if number > FORMAT:
        mend = f"this release reads formats 1 to {FORMAT}: update it, or write the file in format {FORMAT}"
        fields.notebook.note(fields.spot("format"), f"format {number} is not known; {mend}")
    return number


def _summary(slug: str, parted: frontmatter.PartedFile, notebook: Notebook, *, cited: bool) -> Summary:
    text = clean(parted.body)
    summary = summaries.Summary(text, said=(Told(text, Spot(parted.body_line, 1)),))
    if not summary.text:
        notebook.note(parted.fence, "the summary is missing; write two sentences after the front matter")
    elif found := _MARKDOWN.search(parted.body):
        spot = Spot.of(parted.body, found.start(), parted.body_line)
        notebook.note(spot, f"the summary is plain text; take out the '{found.group().strip()}'")
    elif cited:
        return summaries.read(slug, parted.body, parted.body_line, notebook)
    return summary


class _TopicReader:
    """Reads the keys of one topic; remembers where citations stand."""

    def __init__(self, slug: str, fields: Fields) -> None:
        self.slug = slug
        self.fields = fields
        self.cited: list[Cited] = []
        self.claims: list[Claim] = []

    def draft(self, summary: Summary, format_: int) -> TopicDraft:
        fields = self.fields
        name = fields.text("name")
        short = fields.text("short") or name
        korean = fields.text("korean")
        abbreviations, aliases = fields.texts("abbreviations"), fields.texts("aliases")
        related, also = fields.texts("related"), self.also()
        moved, to = self.moved()
        topic = Topic(
            slug=self.slug,
            name=name,
            short=short,
            korean=korean or None,
            category=fields.text("category"),
            summary=summary.text,
            reviewed=fields.day("reviewed"),
            abbreviations=_plain(abbreviations),
            aliases=_plain(aliases),
            questions=_plain(fields.texts("questions")),
            keywords=_plain(fields.texts("keywords")),
            related=_plain(related),
            statements=self.statements(),
            disagreements=self.disagreements(),
            moved=moved,
            open=self.open(),
            summary_sentences=summary.sentences,
        )
        single = (("name", name), ("short", short), ("korean", korean))
        slug = Told(self.slug, Spot(1, 1))
        names = (slug, *(Told(text, fields.spot(key)) for key, text in single), *abbreviations, *aliases)
        return TopicDraft(
            fields.notebook,
            topic,
            names,
            related,
            tuple(self.cited),
            also,
            to,
            summary.carried,
            tuple(self.claims),
            summary.said,
            format_,
        )

    def also(self) -> tuple[Told, ...]:
        return tuple(told for told in self.fields.texts("also") if self.is_address(told, "usfk#4"))

    def moved(self) -> tuple[tuple[Moved, ...], tuple[Told, ...]]:
        """Return the addresses that lead elsewhere, and where each leads with its place."""
        found = []
        for number, told in self.fields.numbered("moved", "moved: {4: usfk#5}"):
            if self.is_address(told, "usfk#5"):
                found.append((Moved(f"{self.slug}#{number}", told.text), told))
        return tuple(moved for moved, _ in found), tuple(told for _, told in found)

    def is_address(self, told: Told, example: str) -> bool:
        """Return whether *told* can be a statement's address; noted when it cannot."""
        if _ADDRESS.fullmatch(told.text):
            return True
        mend = f"write a topic's slug and a number: {example}"
        self.fields.notebook.note(told.spot, f"'{told.text}' is not the address of a statement; {mend}")
        return False

    def open(self) -> tuple[OpenQuestion, ...]:
        found = []
        for fields in self.fields.tables("open", "question left open", "text"):
            fields.expect(("text", "asks"), ("text",))
            found.append(OpenQuestion(fields.text("text"), _plain(fields.texts("asks"))))
        return tuple(found)

    def statements(self) -> tuple[Statement, ...]:
        taken: dict[int, Spot] = {}
        found = []
        for fields in self.fields.tables("statements", "statement"):
            fields.expect(STATEMENT_KEYS, _STATEMENT)
            number = fields.number("id")
            if number in taken:
                mend = "ids are never shared or reused; take the next free one"
                fields.notebook.note(fields.spot("id"), f"id {number} is already on line {taken[number].line}; {mend}")
            elif number:
                taken[number] = fields.spot("id")
            found.append(self.statement(number, fields))
        if not found and "statements" in self.fields.table.keys:
            self.fields.notebook.note(self.fields.spot("statements"), "'statements' is empty; write at least one")
        return tuple(found)

    def statement(self, number: int, fields: Fields) -> Statement:
        read = Statement(
            id=f"{self.slug}#{number}",
            text=fields.text("text"),
            as_of=fields.partial_date("as_of"),
            held_by=fields.choice("held_by", Holder, Holder.ANALYSIS),
            citations=self.citations(fields),
            happened=fields.partial_date("happened"),
            asks=_plain(fields.texts("asks")),
        )
        self.claims.append(Claim(read.id, read.text, read.held_by, read.citations, fields.spot("text")))
        return read

    def disagreements(self) -> tuple[Disagreement, ...]:
        found = []
        for fields in self.fields.tables("disagreements", "disagreement"):
            fields.expect(("about", "sides"), ("about", "sides"))
            sides = tuple(self.side(side) for side in fields.tables("sides", "side"))
            if len(sides) < 2 and "sides" in fields.table.keys:
                fields.notebook.note(fields.spot("sides"), "a disagreement has two sides or more; write the others")
            found.append(Disagreement(fields.text("about"), sides))
        return tuple(found)

    def side(self, fields: Fields) -> Side:
        """Return a side. Holder and date go together: a side has both, or neither."""
        held = "held_by" in fields.table.keys or "as_of" in fields.table.keys
        fields.expect(_OF_SIDES, _OF_SIDES if held else ("text", "cites"))
        holder = fields.choice("held_by", Holder, Holder.ANALYSIS) if held else None
        read = Side(fields.text("text"), self.citations(fields), holder, fields.partial_date("as_of"))
        self.claims.append(Claim("", read.text, read.held_by, read.citations, fields.spot("text")))
        return read

    def citations(self, fields: Fields) -> tuple[Citation, ...]:
        told = fields.texts("cites")
        if not told and isinstance(fields.table.entries.get("cites"), frontmatter.List):
            fields.notebook.note(fields.spot("cites"), "'cites' is empty; name a document and a passage: [document#1]")
        found = []
        for text, spot in told:
            match = _CITATION.fullmatch(text)
            if match is None:
                fields.notebook.note(spot, f"'{text}' is not a citation; write document#passage")
            else:
                found.append(Citation(match[1], int(match[2])))
                self.cited.append(Cited(found[-1], spot))
        return tuple(found)


def _plain(told: tuple[Told, ...]) -> tuple[str, ...]:
    return tuple(text for text, _ in told)
