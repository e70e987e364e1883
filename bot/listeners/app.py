"""The Slack app: every listener registered, one error handler, no network call on the way to an answer."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from slack_sdk.web.async_client import AsyncWebClient

from bot.config.settings import AccessRules, FeedRules
from bot.digests.follows import Follows
from bot.digests.service import DigestService
from bot.feeds.service import FeedService
from bot.listeners import (
    actions,
    digests,
    documents,
    feedback,
    following,
    home,
    installation,
    messages,
    sharing,
)
from bot.listeners.admin import feeds as admin_feeds
from bot.listeners.admin import router
from bot.listeners.admin.permissions import AdminContext, Permissions
from bot.listeners.admin.router import AdminRouter
from bot.listeners.digest_gate import DigestGate
from bot.listeners.digests import DigestListeners
from bot.listeners.dispatch import Locales, NumberedApp, OneWorkspace, PersonalPace
from bot.listeners.documents import DocumentListeners
from bot.listeners.feedback import FeedbackListeners
from bot.listeners.following import Following
from bot.listeners.home import HomePage
from bot.listeners.mending import asking, gaps, outcomes, statements
from bot.listeners.mending.asking import EditorQuestions
from bot.listeners.mending.context import EditingContext
from bot.listeners.messages import Conversations
from bot.listeners.sharing import Memos, Sharing
from bot.listeners.words import WordRouter, register_command
from bot.lookup.service import LookupService
from bot.slack.errors import ErrorHandler
from bot.slack.membership import Directory
from bot.slack.sender import Sender
from bot.tasks.clock import utc
from bot.tasks.concurrency import Background
from bot.telemetry.series import web_client
from bot.text.sources import no_link
from store.context import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.slack.sender import Press
    from bot.text.sources import Link
    from store.core import BriefingStore


def build_app(  # noqa: PLR0913 - the composition root names each; most have their default
    store: BriefingStore,
    *,
    token: str,
    client: AsyncWebClient | None = None,
    to: Link = no_link,
    background: Background | None = None,
    now: Callable[[], datetime] | None = None,
    admins: Sequence[str] = (),
    seeds: Path = Path("seeds"),
    lost: Callable[[str], None] = lambda _: None,
    rules: AccessRules = AccessRules(),  # noqa: B008 - a frozen value
    language: str = ENGLISH,
    zone: str = "UTC",
    feeding: FeedRules = FeedRules(),  # noqa: B008 - as above
    settle: Callable[[], None] = lambda: None,
) -> NumberedApp:
    """Return the app that answers over *store*.

    Requests must have been verified before they come here: by `bot.web.endpoint`, or
    by Socket Mode. *to* gives the public address of a passage. *background*
    holds what runs on after an acknowledgement; drain it before the end. *admins*
    may change the briefings, from the folder *seeds*; *rules* are for everybody else.
    *lost* is told why the token works no more. *language* and *zone* are those of whoever's own are not known yet.
    *settle* is done once the memory of a generation is made: it is for a process that is this app alone.
    """
    client = client or web_client(AsyncWebClient.BASE_URL)
    client.token = None  # bolt warns of a second token beside `authorize`; it gets it back below
    app = NumberedApp(
        name="alliance",
        client=client,
        authorize=OneWorkspace(token),
        process_before_response=True,
        raise_error_for_unhandled_request=True,  # else a person gets an empty 404: `ErrorHandler` says something
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,  # it would need auth.test; `Heard` ignores every bot
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    client.token = token
    service = LookupService(store, background or Background(), to, now or utc, settle)
    directory = Directory(client)
    app.locales = Locales(directory, service.background, language, zone)
    app.buttons = register(
        app, service, admins=admins, seeds=seeds, rules=rules, feeding=feeding, lost=lost, directory=directory
    )
    app.failures, app.pace = ErrorHandler(Sender(client)), PersonalPace(rules.per_minute, time.monotonic)
    app.error(app.failures.answer)
    return app


def register(  # noqa: PLR0913 - what the composition root brings
    app: NumberedApp,
    service: LookupService,
    *,
    admins: Sequence[str],
    seeds: Path,
    rules: AccessRules,
    feeding: FeedRules = FeedRules(),  # noqa: B008 - a frozen value
    lost: Callable[[str], None] = lambda _: None,
    directory: Directory | None = None,
) -> Mapping[str, Press]:
    """Make *app* answer all that people type, press and hand in; return what each button does, by its action."""
    sender, store, directory = Sender(app.client), service.store, directory or Directory(app.client)
    permissions = Permissions(store.admins(admins), store.audit, directory, rules, service.background, service.now)
    gate = DigestGate(permissions, app.client)
    digest_listeners = DigestListeners(service, DigestService(store, service.to, service.now), sender, gate)
    feeds = FeedService(store, feeding, service.now)
    context = AdminContext(service, permissions, sender, store.loader, seeds, digest_listeners.weekly, feeds)
    admin = AdminRouter(context)
    follow = Following(service, Follows(store, service.now), sender, gate)
    words = WordRouter(service, digest_listeners, admin, Memos(service, sender), follow, permissions.known.has)
    register_command(app, service, words)
    conversations = Conversations(service, sender, directory, rules, words)
    editing = EditingContext(service, permissions, sender, seeds)
    adding = DocumentListeners(service, permissions, sender, seeds)
    features = (
        actions.feature(service),
        digests.feature(digest_listeners),
        router.feature(admin),
        admin_feeds.feature(context),
        messages.feature(conversations),
        sharing.feature(Sharing(service, sender)),
        feedback.feature(FeedbackListeners(service, sender)),
        following.feature(follow),
        asking.feature(EditorQuestions(service, sender)),
        statements.feature(editing),
        outcomes.feature(editing),
        gaps.feature(editing),
        documents.feature(adding),
    )
    documents.register(app, adding)
    messages.register(app, conversations)
    home.register(app, HomePage(service, sender, permissions))
    installation.register(app, service, lost)
    return actions.listen(app, service, sender, features, permissions.known.has)
