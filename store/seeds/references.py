"""What topics say of documents and of each other, shown statements and moved addresses too, held against the folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from store.seeds.fields import Notebook, nearest
from store.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from store.errors import Problem
    from store.model import Statement, Topic
    from store.seeds.fields import Told
    from store.seeds.topics import Cited, TopicDraft


_RANKS = 4
"""Slug, name, short name and Korean name come first in a draft's names, in this order; the rest are equal."""


class Ticked(NamedTuple):
    """A topic that an editor gave a document, and the file that says so."""

    told: Told
    file: str


def confirm(drafts: Sequence[TopicDraft], slugs: frozenset[str], passages: Mapping[str, int | None]) -> None:
    """Note every citation, relation and name that the rest of the folder does not bear out.

    *passages* counts those of each document. It and *slugs* name the unreadable too, without a number: what
    they break is said once, at their own place.
    """
    for draft in drafts:
        for cited in draft.cited:
            _confirm_citation(draft, cited, passages)
        for told in draft.related:
            _confirm_related(draft, told, slugs)
    _confirm_names(drafts)


def confirm_ticked(ticked: Iterable[Ticked], slugs: frozenset[str], problems: list[Problem]) -> None:
    """Note among *problems* every topic of a document that is not in the folder."""
    for told, file in ticked:
        if told.text not in slugs:
            mend = nearest(told.text, slugs)
            Notebook(file, problems).note(told.spot, f"there is no topic '{told.text}'; {mend}")


def _confirm_citation(draft: TopicDraft, cited: Cited, passages: Mapping[str, int | None]) -> None:
    citation, spot = cited
    if citation.document not in passages:
        mend = nearest(citation.document, passages)
        draft.notebook.note(spot, f"{citation}: there is no document '{citation.document}'; {mend}")
        return
    count = passages[citation.document]
    if count is not None and citation.passage > count:
        has = "1 passage" if count == 1 else f"{count} passages"
        draft.notebook.note(spot, f"{citation}: '{citation.document}' has {has}; cite one that is there")


def _confirm_related(draft: TopicDraft, told: Told, slugs: frozenset[str]) -> None:
    if told.text == draft.topic.slug:
        draft.notebook.note(told.spot, f"'{told.text}' is related to itself; take it out")
    elif told.text not in slugs:
        mend = nearest(told.text, slugs - {draft.topic.slug})
        draft.notebook.note(told.spot, f"there is no topic '{told.text}'; {mend}")


def _confirm_names(drafts: Sequence[TopicDraft]) -> None:
    """Note every name that two topics share, at the one that has the lesser claim: a slug goes before an alias."""
    ranked = sorted(
        ((rank, number, told) for number, draft in enumerate(drafts) for rank, told in enumerate(draft.names)),
        key=lambda each: (min(each[0], _RANKS), each[1]),
    )
    owners: dict[str, tuple[int, Told]] = {}
    noted: set[tuple[int, str]] = set()
    for _, number, told in ranked:
        key = normalise(told.text)
        owner, first = owners.setdefault(key, (number, told)) if key else (number, told)
        if told.text and (owner != number or not key) and (number, key) not in noted:
            noted.add((number, key))
            drafts[number].notebook.note(told.spot, _collision(told, key, drafts[owner], first))


def _collision(told: Told, key: str, owner: TopicDraft, first: Told) -> str:
    if not key:
        return f"'{told.text}' has no letter or digit, so nobody can type it; write a name"
    where = f"{owner.notebook.file}:{first.spot.line}"
    return f"'{told.text}' already names '{owner.topic.slug}' ({where}); give it to one topic"


def resolve(drafts: Sequence[TopicDraft], slugs: frozenset[str]) -> dict[str, Topic]:
    """Return the topics, by slug, with the statements of other topics that they show; what is not there is noted.

    *slugs* name the topics that cannot be read too: what leads to them is said once, at their own place.
    """
    addresses = _Addresses(
        {one.id: one for draft in drafts for one in draft.topic.statements},
        {one.id: one.to for draft in drafts for one in draft.topic.moved},
        slugs - {draft.topic.slug for draft in drafts},
    )
    return {draft.topic.slug: _resolved(draft, addresses) for draft in drafts}


def _resolved(draft: TopicDraft, addresses: _Addresses) -> Topic:
    addresses.confirm_moved(draft)
    also = [addresses.shown(draft, told) for told in draft.also]
    topic = replace(draft.topic, also=tuple(one for one in also if one is not None))
    shown = frozenset((*(one.id for one in topic.shown), *(told.text for told in draft.also)))
    for told in draft.carried:
        if told.text not in shown:
            wrong = addresses.wrong(told.text) or f"{told.text} is not shown by this topic; name it in 'also' too"
            draft.notebook.note(told.spot, wrong)
    return topic


@dataclass(frozen=True, slots=True)
class _Addresses:
    """Every statement of the folder by its address, where addresses lead that were merged away, and what is unread."""

    statements: Mapping[str, Statement]
    moved: Mapping[str, str]
    unread: frozenset[str]

    def wrong(self, address: str) -> str | None:
        """Return why *address* is no statement, with the mend; None when it is one, or nobody can know."""
        slug = _topic(address)
        if address in self.statements or slug in self.unread:
            return None
        if address in self.moved:
            return f"{address} has moved; write {self.moved[address]}"
        numbers = [int(number) for of, _, number in (id_.rpartition("#") for id_ in self.statements) if of == slug]
        if not numbers:
            return f"{address}: there is no topic '{slug}'; {nearest(slug, {_topic(id_) for id_ in self.statements})}"
        return f"there is no statement '{address}'; '{slug}' has {', '.join(map(str, sorted(numbers)))}"

    def shown(self, draft: TopicDraft, told: Told) -> Statement | None:
        """Return the statement that *draft* shows of another topic; None, and noted, when it cannot be."""
        wrong = self.wrong(told.text)
        if wrong is None and _topic(told.text) == draft.topic.slug:
            wrong = f"{told.text} is the topic's own, which it shows anyway; take it out"
        if wrong:
            draft.notebook.note(told.spot, wrong)
        return None if wrong else self.statements.get(told.text)

    def confirm_moved(self, draft: TopicDraft) -> None:
        """Note every address that is in use, or leads to no statement in the end."""
        for moved, told in zip(draft.topic.moved, draft.moved, strict=True):
            if moved.id in self.statements:
                mend = "numbers are never reused: take it out, or give the statement the next free number"
                draft.notebook.note(told.spot, f"{moved.id} has moved, and is a statement here; {mend}")
            elif (end := self._end(moved.id)) is None:
                draft.notebook.note(told.spot, f"{moved.id} leads in a circle; let it lead to a statement")
            elif wrong := self.wrong(end):
                draft.notebook.note(told.spot, wrong)

    def _end(self, address: str) -> str | None:
        """Return where *address* leads in the end; None when that is a circle."""
        seen: set[str] = set()
        while address in self.moved and address not in self.statements:
            if address in seen:
                return None
            seen.add(address)
            address = self.moved[address]
        return address


def _topic(address: str) -> str:
    return address.rpartition("#")[0]
