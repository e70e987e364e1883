"""What an edit changes in one file: a statement, an entry of one of the topic's lists, or the whole file. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, Self

from store.files.decoding import Unreadable, decode
from store.model import Citation, Holder, PartialDate, Statement
from store.seeds import topics
from store.seeds.editing import changes
from store.seeds.editing.changes import Unwritable
from store.seeds.editing.places import topic_text
from store.seeds.editing.scalars import spliced
from store.seeds.fields import UNDATED, Notebook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.model import SummarySentence, Topic
    from store.seeds.editing.places import TopicText, Written
    from store.seeds.editing.scalars import Splice
    from store.seeds.topics import TopicDraft

    Value = dict[str, str | list[str]] | str | None
    """What a statement says, by the keys of its file; an entry, or the text of a whole file; None where it is not."""

_KEY = re.compile(r"([a-z0-9-]+)(?:#([0-9]+)| (aliases|also|summary) (.+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class EditedPart:
    """One thing that edits change: by its topic, and the number of a statement, or a list and the *entry* in it.

    The lists are its `aliases`, what it shows `also`, and the statements that its `summary` stands on, which only go.
    """

    slug: str
    number: int = 0
    list_key: str = ""
    entry: str = ""

    @classmethod
    def of(cls, key: str) -> Self:
        """Return the part of that *key*; ValueError where it is none."""
        found = _KEY.fullmatch(key)
        if found is None:
            raise ValueError(f"{key!r} is no part of a topic file")
        slug, number, list_key, entry = found.groups()
        return cls(slug, int(number or 0), list_key or "", entry or "")

    @property
    def key(self) -> str:
        """The part in one text: `opcon#3`, `opcon aliases wartime command` or `opcon`."""
        if self.number:
            return f"{self.slug}#{self.number}"
        return f"{self.slug} {self.list_key} {self.entry}" if self.list_key else self.slug

    @property
    def file(self) -> str:
        """The name of its file in the folder."""
        return f"topics/{self.slug}.md"

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole file."""
        return not (self.number or self.list_key)

    def said(self, topic: Topic) -> Value:
        """Return what *topic* says of it; of a whole file its slug."""
        return self._said(topic, [one.id for one in topic.also])

    def said_by(self, draft: TopicDraft | None) -> Value:
        """Return what a topic file says of it; None where that cannot be read."""
        return None if draft is None else self._said(draft.topic, [told.text for told in draft.also])

    def said_in(self, data: bytes | None) -> Value:
        """Return what a file says of it, of a whole file its text; None where it is not there, or cannot be read."""
        text = None if data is None else _text(data)
        if text is None or self.is_whole:
            return text
        return self.said_by(topics.draft(self.slug, text, Notebook("", [])))

    def _said(self, topic: Topic, also: Sequence[str]) -> Value:
        if self.is_whole:
            return topic.slug
        if self.list_key:
            carrying = [id_ for sentence in topic.summary_sentences for id_ in sentence.statements]
            entries = {"also": also, "aliases": topic.aliases, "summary": carrying}[self.list_key]
            return self.entry if self.entry in entries else None
        return next((said_of(one) for one in topic.statements if one.id == self.key), None)

    def applied(self, topic: Topic, value: Value, statements: Mapping[str, Statement]) -> Topic:
        """Return *topic* with *value*, as it was but for that; *statements* are those of every topic, by address."""
        if isinstance(value, dict):
            new, old = statement_of(self.key, value), topic.statements
            known = any(one.id == self.key for one in old)
            return replace(
                topic, statements=tuple(new if one.id == self.key else one for one in old) + ((new,) * (not known))
            )
        if self.number:
            return replace(topic, statements=tuple(one for one in topic.statements if one.id != self.key))
        if self.list_key == "summary":
            return replace(topic, summary_sentences=_without(topic, self.entry))
        if self.list_key == "also":
            kept = tuple(one for one in topic.also if one.id != self.entry)
            shown = statements.get(self.entry) if value else None
            return replace(topic, also=(*kept, shown) if shown else kept)
        kept_names = tuple(one for one in topic.aliases if one != self.entry)
        return replace(topic, aliases=(*kept_names, self.entry) if value else kept_names)

    def written(self, data: bytes | None, value: Value) -> bytes | None:
        """Return the file *data* with *value*; None where that means that there is no file. Unwritable, Unreadable."""
        if self.is_whole:
            return value.encode() if isinstance(value, str) else None
        file = None if data is None else topic_text(decode(data))
        if data is None or file is None:
            raise Unwritable("its file is not there, or cannot be read")
        return spliced(data, self._splices(file, value))

    def _splices(self, file: TopicText, value: Value) -> Sequence[Splice]:
        if self.list_key == "summary":
            return changes.without_mark(file, self.slug, self.entry)
        if self.list_key:
            return changes.with_entry(file, self.list_key, self.entry, there=value is not None)
        if isinstance(value, dict):
            return changes.with_statement(file, self.number, value)
        return changes.without_statement(file, self.number)


def said_of(statement: Statement) -> dict[str, str | list[str]]:
    """Return what *statement* says, by the keys of its file."""
    return {
        "text": statement.text,
        "happened": "" if statement.happened is None else str(statement.happened),
        "as_of": UNDATED if statement.as_of is None else str(statement.as_of),
        "held_by": statement.held_by.value,
        "cites": [str(one) for one in statement.citations],
        "asks": [*statement.asks],
    }


def _without(topic: Topic, *ids: str) -> tuple[SummarySentence, ...]:
    """Return the sentences of a summary without some of the statements that they stand on."""
    return tuple(
        replace(sentence, statements=tuple(one for one in sentence.statements if one not in ids))
        for sentence in topic.summary_sentences
    )


def _text(data: bytes) -> str | None:
    try:
        return decode(data)
    except Unreadable:
        return None


def same(part: EditedPart, one: Value, other: Value) -> bool:
    """Return whether two values of *part* are the same; of a whole file, which later edits change, that both are."""
    return (one is None) == (other is None) if part.is_whole else one == other


def told(value: Value, against: Value) -> str:
    """Return *value* in words: the text of a statement, and what of the rest is otherwise than in *against*."""
    if not isinstance(value, dict):
        return value or ""
    other = against if isinstance(against, dict) else {}
    about = [str(value[key]) for key in ("happened", "as_of", "held_by") if value[key] != other.get(key)]
    for key in ("cites", "asks"):
        about += [one for one in value[key] if one not in other.get(key, ())]
    return f"{value['text']} ({' · '.join(about)})" if any(about) else str(value["text"])


def statement_of(id_: str, said: dict[str, str | list[str]]) -> Statement:
    """Return the statement that `said_of` says so; ValueError where it is none."""
    text, happened, as_of, held_by = (str(said[key]) for key in ("text", "happened", "as_of", "held_by"))
    return Statement(
        id_,
        text,
        None if as_of == UNDATED else PartialDate.parse(as_of),
        Holder(held_by),
        tuple(citation_of(one) for one in said["cites"]),
        PartialDate.parse(happened) if happened else None,
        tuple(said["asks"]),
    )


def citation_of(text: str) -> Citation:
    """Return the citation that is written as *text*, `document#passage`; ValueError where it is none."""
    document, _, passage = text.rpartition("#")
    return Citation(document, int(passage))


def rest(draft: TopicDraft, parts: Sequence[EditedPart]) -> tuple[Topic, tuple[str, ...]]:
    """Return all that a topic file says beside *parts*: of two versions the same, where nothing else was changed."""
    numbers, entries = {part.key for part in parts if part.number}, {(part.list_key, part.entry) for part in parts}
    topic = replace(
        draft.topic,
        statements=tuple(one for one in draft.topic.statements if one.id not in numbers),
        aliases=tuple(one for one in draft.topic.aliases if ("aliases", one) not in entries),
        summary_sentences=_without(draft.topic, *(entry for key, entry in entries if key == "summary")),
    )
    return topic, tuple(told.text for told in draft.also if ("also", told.text) not in entries)


class KeyPlace(NamedTuple):
    """The lines of a file, from *first* to *last*, that hold the value of *key*."""

    first: int
    last: int
    key: str


def key_places(part: EditedPart, text: str) -> tuple[KeyPlace, ...]:
    """Return where the keys of *part* stand in a topic file, those of its statement first; none when it cannot be read.

    Of a whole file these are its keys, those of its first statement, and `summary`.
    """
    file = topic_text(text)
    if file is None:
        return ()
    if part.list_key:
        return tuple(_keys(file, file.table, (part.list_key,)))
    statement = file.statement(part.number or 1)
    own = tuple(_keys(file, statement)) if statement else ()
    if not part.is_whole:
        return own
    fence = file.line_number(file.fence)
    return (*own, *_keys(file, file.table), KeyPlace(fence, text.count("\n") + 1, "summary"))


def _keys(file: TopicText, table: Written, names: tuple[str, ...] = ()) -> Iterator[KeyPlace]:
    for name, (head, value) in table.keys.items():
        if not names or name in names:
            yield KeyPlace(file.line_number(head.start), file.line_number(max(value.end, head.end)), name)
