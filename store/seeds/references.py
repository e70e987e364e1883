"""What topics say of each other and of documents, held against the whole folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from store.seeds.fields import Notebook, nearest
from store.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from store.errors import Problem
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
