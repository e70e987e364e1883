"""What topics say of each other and of documents, held against the whole folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.fields import nearest
from store.words import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.fields import Told
    from store.model import Document
    from store.topics import Cited, Draft


def confirm(drafts: Iterable[Draft], slugs: frozenset[str], documents: Mapping[str, Document | None]) -> None:
    """Note every citation, relation and name that the rest of the folder does not bear out.

    *slugs* and *documents* name the unreadable too: what they break is said once, at their own place.
    """
    owners: dict[str, tuple[Draft, Told]] = {}
    for draft in drafts:
        for cited in draft.cited:
            _confirm_citation(draft, cited, documents)
        for told in draft.related:
            _confirm_related(draft, told, slugs)
        for told in draft.names:
            _confirm_name(draft, told, owners)


def _confirm_citation(draft: Draft, cited: Cited, documents: Mapping[str, Document | None]) -> None:
    citation, spot = cited
    if citation.document not in documents:
        mend = nearest(citation.document, documents)
        draft.notebook.note(spot, f"{citation}: there is no document '{citation.document}'; {mend}")
        return
    document = documents[citation.document]
    if document is not None and citation.passage > len(document.passages):
        count = len(document.passages)
        has = "1 passage" if count == 1 else f"{count} passages"
        draft.notebook.note(spot, f"{citation}: '{citation.document}' has {has}; cite one that is there")


def _confirm_related(draft: Draft, told: Told, slugs: frozenset[str]) -> None:
    if told.text == draft.topic.slug:
        draft.notebook.note(told.spot, f"'{told.text}' is related to itself; take it out")
    elif told.text not in slugs:
        mend = nearest(told.text, slugs - {draft.topic.slug})
        draft.notebook.note(told.spot, f"there is no topic '{told.text}'; {mend}")


def _confirm_name(draft: Draft, told: Told, owners: dict[str, tuple[Draft, Told]]) -> None:
    key = normalise(told.text)
    if not told.text:
        return
    if not key:
        draft.notebook.note(told.spot, f"'{told.text}' has no letter or digit, so nobody can type it; write a name")
        return
    owner, first = owners.setdefault(key, (draft, told))
    if owner is not draft:
        where = f"{owner.notebook.file}:{first.spot.line}"
        draft.notebook.note(
            told.spot, f"'{told.text}' already names '{owner.topic.slug}' ({where}); give it to one topic"
        )
