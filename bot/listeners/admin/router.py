"""`/alliance admin …` and its buttons: one table of verbs, each behind a check of who may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from bot.blocks import admin, browse
from bot.listeners.admin import digests, feeds, files, links, load, people, rollback, status
from bot.slack.progress import begun, shown_or_why_not, tell
from bot.slack.sender import Feature, Shown, Where
from store.access.model import Right
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.blocks.elements import Card
    from bot.listeners.admin.permissions import AdminContext
    from bot.slack.payloads import Click, Command, Way

    Run = Callable[[AdminContext, Command, str], Awaitable[Card | None]]
    Pressed = Callable[[AdminContext, Click], Awaitable[Shown | None]]
    Page = Callable[[AdminContext, int], Awaitable[Card]]
    """A list from where the last page of it ended; 0 for the first."""


T = TypeVar("T")

MEANWHILE = N_("Working on it … What comes of it follows here.")


@dataclass(frozen=True, slots=True)
class AdminRouter:
    """Answers administrators in Slack, and tells everybody else who they are."""

    context: AdminContext

    async def answer(self, command: Command, rest: str) -> Card | None:
        """Return the reply to `/alliance admin …`; None when something opened instead."""
        word, _sep, asked = rest.partition(" ")
        verb = VERBS.get(word.lower())
        deed, detail = (word.lower(), asked) if verb else ("admin", rest)
        right = verb.right if verb else Right.EDIT
        refusal = await self.context.permissions.refusal(command.person, deed or "admin", detail, right=right)
        if refusal is not None:
            return refusal
        if verb is None:
            return admin.unknown(word)
        task = await begun(self._minded(verb.run(self.context, command, asked.strip()), command.way, deed))
        if task.done():
            return task.result()
        self.context.service.background.start(self._follow(command.way, task))
        return browse.notice(_(verb.meanwhile, seeds=self.context.seeds))

    async def press(self, click: Click) -> Shown | None:
        """Return what a button brings up; None when it has shown that itself, or is none of ours."""
        if click.action == "admin:verb":
            return await self._again(click)
        button = BUTTONS.get(click.action)
        if button is None:
            return None
        way = click.way
        refusal = await self.context.permissions.refusal(
            way.person, button.deed, button.told.format(*click.value.split(":")), right=button.right
        )
        if refusal is not None:
            return Shown(refusal)
        task = await begun(self._minded(button.run(self.context, click), way, button.deed))
        if task.done():
            return task.result()
        self.context.service.background.start(self._follow(way, task))
        return Shown(browse.notice(_(MEANWHILE)))

    async def _minded(self, work: Awaitable[T], way: Way, deed: str) -> T:
        """Do *work*; the audit gets to know when it fails."""
        async with self.context.permissions.minding(way.person, deed):
            return await work

    async def _follow(self, way: Way, work: Awaitable[Card | Shown | None]) -> None:
        """Show what came too late for the reply, or why it does not come."""
        made = await shown_or_why_not(work)
        card = made.card if isinstance(made, Shown) else made
        if card is not None:
            await tell(self.context.sender, way, card)

    async def _again(self, click: Click) -> Shown | None:
        """A button that does what a verb without words does."""
        card = await self.answer(click.way.typed(f"admin {click.value}"), click.value)
        return None if card is None else Shown(card)


@dataclass(frozen=True, slots=True)
class Verb:
    """What follows `/alliance admin`: *does* is its line in the list; with a *label* it is a button there too."""

    run: Run
    does: str
    label: str = ""
    words: str = ""
    """What may be typed behind it, as the list shows it."""
    meanwhile: str = MEANWHILE
    """The reply when it takes longer than Slack waits; what comes of it follows."""
    right: Right = Right.ADMIN


@dataclass(frozen=True, slots=True)
class Button:
    """What a button does, by which name the audit has it, and what of its value is *told* there: `to {0}`."""

    run: Pressed
    deed: str
    told: str = ""
    right: Right = Right.ADMIN


async def choose(context: AdminContext, command: Command, _asked: str) -> Card:
    """Return the list of verbs that the person may use."""
    all_of_them = await context.permissions.has(command.person, Right.ADMIN)
    listed = [
        (word, verb.words, _(verb.does), verb.label and _(verb.label))
        for word, verb in VERBS.items()
        if verb.run is not choose and (all_of_them or verb.right is Right.EDIT)
    ]
    return admin.chooser(listed)


def first(page: Page) -> Run:
    """Return what shows the first page of a list."""
    return lambda context, _command, _asked: page(context, 0)


def more(page: Page) -> Pressed:
    """Return what shows the page of a list that a button names."""

    async def pressed(context: AdminContext, click: Click) -> Shown:
        return Shown(await page(context, click.number), Where.NEXT)

    return pressed


VERBS: dict[str, Verb] = {
    "": Verb(choose, N_("this list"), right=Right.EDIT),
    "help": Verb(choose, N_("this list"), right=Right.EDIT),
    "reload": Verb(
        load.reload,
        N_("read the seed folder, see what would change, then load it"),
        N_("Reload"),
        meanwhile=N_("Reading {seeds} … What would change follows here."),
    ),
    "add": Verb(files.paste, N_("add a document: paste its text; a file, by the menu of its message"), N_("Add text")),
    "files": Verb(files.list_kept, N_("the added files that only the bot has"), N_("Files")),
    "status": Verb(status.status, N_("what is live, since when, and whether somebody loads"), N_("Status")),
    "history": Verb(first(rollback.history), N_("every version, its changes and the way back to it"), N_("History")),
    "rollback": Verb(rollback.rollback, N_("see what going back to a version changes, then do it"), words="12"),
    "admins": Verb(people.ADMINS.run, N_("who may do all this"), N_("Administrators"), "[add|remove @name]"),
    "editors": Verb(
        people.EDITORS.run,
        N_("who may edit statements, and answer flags and gaps, beside administrators"),
        N_("Editors"),
        "[add|remove @name]",
    ),
    "links": Verb(links.links, N_("take links to pages back before their day"), words="end LINK|all"),
    "audit": Verb(first(status.audit), N_("what was tried, by whom, and what became of it"), N_("Audit")),
    "digests": Verb(
        digests.digests, N_("every digest, whose it is and when it comes"), N_("Digests"), "[pause|resume all]"
    ),
    "feeds": Verb(
        feeds.feeds, N_("what is followed for news, and what waits for review"), N_("Feeds"), "[add URL|queue|poll]"
    ),
    "flags": Verb(
        first(status.flags), N_("what people called wrong or outdated, to be settled"), N_("Flags"), right=Right.EDIT
    ),
    "gaps": Verb(first(status.gaps), N_("the questions that found nothing"), N_("Gaps"), right=Right.EDIT),
    "stale": Verb(
        first(status.stale),
        N_("topics to review, by age times how often asked for; and the gaps"),
        N_("Stale"),
        right=Right.EDIT,
    ),
    "weekly": Verb(status.weekly, N_("the same to this channel every week"), words="[Mon 09:00]"),
}
"""Every verb: what editors may use, and what administrators alone may."""

BUTTONS: dict[str, Button] = {
    "admin:retry": Button(load.retry, "reload"),
    "admin:rest": Button(load.rest, "reload"),
    "admin:load": Button(load.load, "load"),
    "admin:sure": Button(load.load_surely, "load"),
    "admin:choose-edit": Button(load.choose_edit, "choose", "{0}: edit"),
    "admin:choose-folder": Button(load.choose_folder, "choose", "{0}: folder"),
    "admin:leave": Button(load.leave, "leave"),
    "admin:pages": Button(load.turn_page, "page"),
    "admin:history": Button(more(rollback.history), "history"),
    "admin:look-back": Button(rollback.look_back_by_button, "look back", "to {0}"),
    "admin:back": Button(rollback.go_back, "rollback", "to {0}"),
    "admin:add": Button(people.ADMINS.add, "admins add", "{0}"),
    "admin:remove": Button(people.ADMINS.remove, "admins remove", "{0}"),
    "editors:add": Button(people.EDITORS.add, "editors add", "{0}"),
    "editors:remove": Button(people.EDITORS.remove, "editors remove", "{0}"),
    "admin:audit": Button(more(status.audit), "audit"),
    "admin:digests": Button(more(digests.page), "digests"),
    "admin:flags": Button(more(status.flags), "flags", right=Right.EDIT),
    "admin:close": Button(status.close, "flags close", right=Right.EDIT),
    "feeds:queue": Button(feeds.by_button(feeds.queue), "feeds queue"),
    "feeds:poll": Button(feeds.by_button(feeds.poll), "feeds poll"),
    "feeds:remove": Button(feeds.by_button(feeds.remove), "feeds remove", "{0}"),
    "feeds:publish": Button(feeds.by_button(feeds.publish, Where.INSTEAD), "feeds publish", "{0}"),
    "feeds:with": Button(feeds.choose_topics, "feeds publish", "{0}"),
    "feeds:drop": Button(feeds.by_button(feeds.drop, Where.INSTEAD), "feeds drop", "{0}"),
    "admin:dismiss": Button(status.dismiss, "gaps dismiss", right=Right.EDIT),
    "admin:gaps": Button(more(status.gaps), "gaps", right=Right.EDIT),
    "admin:stale": Button(more(status.stale), "stale", right=Right.EDIT),
}
"""Every button, by the first two parts of its action."""


def feature(router: AdminRouter) -> Feature:
    """Return the buttons of administrators."""
    return Feature(dict.fromkeys(("admin:verb", *BUTTONS), router.press))
