"""A topic in words: its summary with what carries it, what its documents leave open, where an old address leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.text.days import partial
from bot.text.limits import size
from bot.text.sources import dated, held_by
from store.context import language
from store.model import Holder
from store.text.language import gettext as _
from store.text.language import ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.model import Brief, Side, Source, Statement, SummarySentence, Topic

LEADING = 3
"""How many statements a topic is told in at a glance, beside its summary."""


def label(topic: Topic) -> str:
    """Return what a topic is called in short: to who reads Korean by its Korean name, where it has one."""
    return topic.korean if topic.korean and language() == "ko" else topic.short


def topic_title(topic: Topic) -> str:
    """Return label and name, `OPCON · Wartime operational control transfer`; the name alone where they agree.

    In Korean it is the Korean name, where there is one, and the label.
    """
    if topic.korean and language() == "ko":
        return f"{topic.korean} · {topic.short}"
    return topic.name if topic.short.casefold() == topic.name.casefold() else f"{topic.short} · {topic.name}"


def topic_subtitle(topic: Topic) -> str:
    """Return the name that the title leaves out: the Korean one, or to who reads Korean the English one."""
    if topic.korean and language() == "ko":
        return topic.name
    return topic.korean or ""


def both_names(topic: Topic) -> str:
    """Return the label of a topic and its Korean name: `USFK · 주한미군`, in either language."""
    return " · ".join(filter(None, (topic.short, topic.korean)))


def carried(statements: Sequence[str], slug: str = "") -> str:
    """Return the statements that carry a sentence: `[#2, cfc#2]` in the brief of *slug*, else `[opcon#2, cfc#2]`."""
    return f"[{', '.join(one.removeprefix(slug) if slug else one for one in statements)}]"


def summary(topic: Topic, slug: str = "") -> str:
    """Return the summary, each sentence with the statements that carry it, where that is known."""
    sentences = (f"{one.text} {carried(one.statements, slug)}" for one in topic.summary_sentences)
    return " ".join(sentences) or topic.summary


def left_open(topic: Topic, most: int | None = None) -> str:
    """Return `The documents don't give a date, or a price.`; empty where nobody said what they leave open.

    Beyond *most* characters it names fewer, and how many more there are: `…, or 2 more things.`
    """
    open_ = [one.text for one in topic.open]
    named = len(open_)
    while most is not None and named > 1 and size(_left_open(open_, named)) > most:
        named -= 1
    return _left_open(open_, named)


def _left_open(texts: Sequence[str], named: int) -> str:
    more = len(texts) - named
    left = ngettext("one more thing", "{number} more things", more) if more else ""
    match [*texts[:named], *([left] if left else [])]:
        case []:
            return ""
        case [only]:
            return _("The documents don't give {open}.", open=only)
        case [*first, last]:
            parted = "; " if any("," in text for text in (*first, last)) else ", "
            told = _("{names}{comma}or {last}", names=parted.join(first), comma=parted, last=last)
            return _("The documents don't give {open}.", open=told)
        case _:
            raise AssertionError(texts)


def moved(brief: Brief) -> str:
    """Return `opcon#4 was merged into usfk#5.`; empty where the address that was asked for is the statement's own."""
    if not brief.moved_from:
        return ""
    return _("{old} was merged into {new}.", old=brief.moved_from, new=brief.focus)


def leading(topic: Topic) -> list[Statement]:
    """Return the statements that matter most, beside the summary: those that it does not tell, the most asked first.

    How much is asked is how many questions the editors gave a statement; what is
    at home in another topic comes after the topic's own.
    """
    told = {id_ for sentence in topic.summary_sentences for id_ in sentence.statements}
    own = {one.id for one in topic.statements}
    ranked = sorted(topic.shown, key=lambda one: (one.id in told, one.id not in own, -len(one.asks)))
    return ranked[:LEADING]


def carriers(topic: Topic, sentence: SummarySentence) -> list[Statement]:
    """Return the statements that carry a sentence of the summary, in its order."""
    shown = {one.id: one for one in topic.shown}
    return [shown[id_] for id_ in sentence.statements if id_ in shown]


def dated_summary(topic: Topic) -> str:
    """Return the summary, behind each sentence as of when it is said: `Seoul wants to. (15 Dec 2025)`."""
    told = (f"{one.text} ({dates(carriers(topic, one))})" for one in topic.summary_sentences)
    return " ".join(told) or f"{topic.summary} ({dates(topic.shown)})"


def dates(statements: Sequence[Statement]) -> str:
    """Return as of when statements are said, each date once: `15 Dec 2025, 2026`; `undated` where none has one."""
    when = sorted({one.as_of for one in statements if one.as_of})
    return ", ".join(map(partial, when)) or dated(None)


def whose(side: Side, sources: Mapping[str, Source]) -> str:
    """Return who takes a side: `critics`; of what is told as a fact or judged, who tells it, where that is named."""
    cited = [sources[one.document] for one in side.citations if one.document in sources]
    named = cited[0].author or cited[0].publisher if cited else None
    holder = held_by(side.held_by) if side.held_by else _("one source")
    return named if named and side.held_by in {None, Holder.FACT, Holder.ANALYSIS} else holder
