"""What administrators see, and what those see who are none. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import faces
from bot.pieces import Face, actions, bullets, button, header, line, mention, rich, said, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.pieces import Element
    from store.admins import Admin

MOST_NAMED = 12
NOBODY = (
    "Nobody may do this yet. Whoever runs the bot names its administrators: "
    "ALLIANCE_ADMINS takes Slack member ids (profile → ⋮ → Copy member ID)."
)
STRANGER = (
    "You belong to another workspace. Only administrators in the workspace that this bot belongs to may do this; "
    "ask one of your contacts there to ask them. Looking things up is open to you: /alliance help"
)


def denied(admins: Sequence[Admin]) -> Face:
    """Return who may, as names, and how to ask."""
    if not admins:
        return faces.notice(NOBODY)
    told = "Only administrators may do this. Ask one of them."
    ask = line(
        words("Only administrators may do this: "),
        *people([one.person for one in admins]),
        words(". Write to one of them and say what should change, or ask to be added: "),
        words("/alliance admin admins add @you", code=True),
    )
    return Face(told, [rich(ask)])


def stranger() -> Face:
    """Return why somebody of another workspace may not, and what they can do."""
    return faces.notice(STRANGER)


def people(ids: Sequence[str]) -> list[Element]:
    """Return the names, parted by commas; what is over MOST_NAMED is counted."""
    runs: list[Element] = []
    for id_ in ids[:MOST_NAMED]:
        runs += [*([words(", ")] if runs else []), mention(id_)]
    return [*runs, words(f" and {len(ids) - MOST_NAMED} more")] if len(ids) > MOST_NAMED else runs


def chooser(deeds: Sequence[tuple[str, str, str, str]]) -> Face:
    """Return what an administrator can do; a deed is its verb, what may follow, what it does, its label or nothing."""
    told = "What administrators do"
    lines = [
        line(words(f"/alliance admin {verb} {more}".strip(), code=True), words(f"  {does}"))
        for verb, more, does, _ in deeds
    ]
    row = [button(label, f"admin:verb:{verb}", verb) for verb, _, _, label in deeds if label]
    return Face(told, [header(told), rich(bullets(lines)), *([actions(*row)] if row else [])], "Administrators")


def unknown(verb: str) -> Face:
    """Return that *verb* is nothing an administrator does, and where the list is."""
    told = f"“{verb}” is nothing an administrator does; /alliance admin lists what there is."
    return Face(told, [rich(line(said(told)))])
