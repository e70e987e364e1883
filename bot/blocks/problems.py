"""What is wrong in a folder, which keeps it from being loaded, and the buttons to try again. Pure."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from bot.blocks.elements import (
    Card,
    Element,
    actions,
    bullets,
    button,
    context,
    header,
    left_over,
    line,
    rich,
    said,
    words,
)
from bot.reports.report import Line, Report
from bot.text.counts import counted
from store.files.formats import is_of_document, is_of_topic
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.errors import Problem

MOST = 10


def report_of(found: Sequence[Problem]) -> Report:
    """Return every problem, as `file:line:col: message`; the same problems have the same key."""
    told, lines = counted(len(found), "problem"), [str(one) for one in found]
    key = sha256("\n".join(lines).encode()).hexdigest()
    return Report(key, told, told, (), tuple(Line("", one, "") for one in lines), again="admin:pages")


def shown(found: Sequence[Problem], report: Report, live: int, folder: str) -> Card:
    """Return the first problems that keep *folder* from being loaded, and how many more there are."""
    stays = _("Nothing was loaded; version {live} stays live.", live=live) if live else _("Nothing was loaded.")
    told = _("{problems} in {folder}", problems=counted(len(found), "problem"), folder=folder)
    left = len(found) - MOST
    more = [button(_("Show all {count:,}", count=len(found)), "admin:pages", f"{report.key}:0")] if left > 0 else []
    # What is wrong with the folder as a whole cannot wait.
    waits = all(is_of_document(one.file) or is_of_topic(one.file) for one in found)
    rest = [button(_("Load the rest"), "admin:rest", "reload")] if waits else []
    blocks = [
        header(told),
        context(stays, _("Mend the files, then try again.")),
        rich(bullets([_problem(one) for one in found[:MOST]])),
        *left_over(len(found), MOST),
        actions(button(_("Try again"), "admin:retry", "reload", primary=True), *rest, *more),
    ]
    return Card(f"{told}. {stays}", blocks, _("Problems"))


def _problem(one: Problem) -> Element:
    place = str(one).removesuffix(one.message).rstrip()
    return line(said(place, 300, code=True), words(" "), said(one.message, 600))
