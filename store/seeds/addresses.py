"""Statements that topics show of each other, and addresses that moved, held against the whole folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from store.seeds.fields import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.model import Statement, Topic
    from store.seeds.fields import Told
    from store.seeds.topics import TopicDraft


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
