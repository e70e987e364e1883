"""Topics as the store has them in the place of files that are bad, held against the rest of the folder as files are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import SeedsInvalid
from store.files.formats import is_of_topic, parted
from store.seeds import confirm
from store.seeds.fields import Notebook, Told
from store.seeds.frontmatter import Spot
from store.seeds.topics import Cited, TopicDraft

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.errors import Problem
    from store.model import Topic
    from store.seeds.references import Ticked


_NOWHERE = Spot(0, 0)


def confirmed(
    drafts: Mapping[str, TopicDraft | None],
    passages: Mapping[str, int | None],
    ticked: Iterable[Ticked],
    problems: list[Problem],
    live: Mapping[str, Topic],
) -> tuple[dict[str, Topic], list[Problem]]:
    """Return the topics, those whose files are bad as they are *live*, and what is wrong in these files.

    *problems* are those of the files by themselves. SeedsInvalid where more than topics' files is wrong, or where the
    rest of the folder does not bear out what is live. A topic that was never live is left out, with what leads to it.
    """
    files = dict[str, str]()
    left: list[Problem] = []
    while True:
        new = [*problems]
        problems.clear()
        if any(not is_of_topic(one.file) or _slug(one.file) in files for one in new):
            raise SeedsInvalid([*left, *new])
        left += new
        files |= {_slug(one.file): one.file for one in new}
        standing = {slug: _draft(live[slug], Notebook(files[slug], problems)) for slug in files.keys() & live.keys()}
        rest = {slug: draft for slug, draft in drafts.items() if slug not in files}
        try:
            return confirm({**rest, **standing}, passages, ticked, problems), left
        except SeedsInvalid:
            continue


def _slug(file: str) -> str:
    return parted(file.rpartition("/")[2])[0]


def _draft(topic: Topic, notebook: Notebook) -> TopicDraft:
    """Return a topic as its file would have it."""
    return TopicDraft(
        notebook,
        topic,
        tuple(Told(name, _NOWHERE) for name in dict.fromkeys(topic.names)),
        tuple(Told(slug, _NOWHERE) for slug in topic.related),
        tuple(Cited(citation, _NOWHERE) for citation in topic.citations),
        tuple(Told(one.id, _NOWHERE) for one in topic.also),
        tuple(Told(one.to, _NOWHERE) for one in topic.moved),
    )
