"""Payloads of every kind that Slack documents, drawn by chance: as they come, and as they should not."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bot.blocks import digest_form, document_form
from bot.blocks.personal import feedback as opinion_form
from bot.blocks.personal import share_form
from bot.config import manifest
from bot.feeds import cards as feed_cards
from bot.listeners import actions, digests
from bot.listeners.admin import router
from bot.simulator.state.fixtures import JISOO
from bot.simulator.user.controls import HELD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    Json = dict[str, Any]

HOME, ADMIN = "T0HOME001", JISOO.id
WORDS = (
    "payload", "token", "team_id", "ssl_check", "command", "type", "event", "challenge", "url_verification",
    "block_actions", "view_submission", "payload={}", "&payload=%7B%7D&", "ssl_check=1", "1", "true", "null", "{}",
    "opcon", "help", "digest", "digest list", "digest subscribe opcon payload", "admin", "sources", "<!channel>",
)  # fmt: skip
KEYS = (
    "payload", "token", "ssl_check", "command", "type", "event", "view", "user", "team", "channel", "actions",
    "authorizations", "enterprise", "response_url", "response_urls", "message", "previous_message", "item",
    "assistant_thread", "function_data", "is_enterprise_install", "callback_id", "challenge",
)  # fmt: skip
BUTTONS = (
    *(*actions.BUTTONS, *digests.BUTTONS, *router.BUTTONS),
    *("feedback:helpful", "feedback:wrong", "feedback:outdated", "feedback:say"),
    *("brief:share", "share:remove", "share:done"),
    *("editors:ask", "editors:answer", "edit:open", "edit:add", "edit:from", "edit:retire", "edit:citations"),
    *("edit:undo", "edit:see", "edit:gap", "edit:answer", "edit:new-topic"),
    *("admin:verb", "home:ask", "home:again", "nothing:known"),
)
VALUES = ("", "opcon", "opcon:1", "cfc:0", "0", "1", "12", "2:1", "opcon@1", "kei-klingner-2025#8", "1:opcon", "status")
FORMS = (
    *(digest_form.CALLBACK, document_form.CHOOSE, document_form.PASTE, document_form.SAVE),
    *(share_form.CALLBACK, opinion_form.CALLBACK, feed_cards.PUBLISH_WITH, "gone:form"),
    *("editors", "mend", "mend:gap"),
)
MENUS = ("topics:pick", digest_form.TOPICS, digest_form.ZONE, document_form.TOPICS, feed_cards.TOPICS, "gone:menu",
         "edit:citations", "edit:statement", "edit:topic")  # fmt: skip
ELEMENTS = ("button", "overflow", "workflow_button", "rich_text_input", "file_input", *HELD)
QUESTIONS = (
    "", "opcon", "opkon", "who commands in a war?", "zebra pottery", "help", "topics", "search command", "sources",
    "compare opcon cfc", "timeline", "changes", "opcon#1", "opcon at 20 Nov 2026", "digest", "digest list", "admin",
    "digest subscribe opcon weekdays 08:30 Asia/Seoul", "digest pause", "digest preview", "admin audit", "admin gaps",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Payload:
    """What is sent: of which kind it began, its body and how that is written."""

    kind: str
    fields: Json
    json: bool

    @property
    def body(self) -> bytes:
        if self.json:
            return json.dumps(self.fields).encode()
        if self.kind in {"command", "ssl_check"}:
            return urlencode({name: _flat(value) for name, value in self.fields.items()}, errors="replace").encode()
        return urlencode({"payload": json.dumps(self.fields)}).encode()

    @property
    def content_type(self) -> str:
        return "application/json" if self.json else "application/x-www-form-urlencoded"


def _flat(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


@dataclass(frozen=True, slots=True)
class Kinds:
    """Draws payloads; *slack* is where response URLs lead."""

    random: Random
    slack: str

    def draw(self, mutations: int, kind: str = "") -> Payload:
        """Return a payload of a kind, or of any, with so many things wrong with it."""
        kind = kind or self.random.choice([*KINDS])
        fields = KINDS[kind](self)
        for _ in range(mutations):
            self.spoil(fields)
        return Payload(kind, fields, json=kind in EVENTS)

    # What every payload says of who and where.

    def _once(self) -> str:
        return f"{self.random.getrandbits(48)}"

    def _team(self) -> str:
        return self.random.choice((HOME, HOME, HOME, "T0OTHER01", "E0ORG0001"))

    def _person(self) -> str:
        return self.random.choice((ADMIN, "U0SOMEBODY", "W0GRIDUSER"))

    def _url(self) -> str:
        return f"{self.slack}/response/{self._once()}"

    def _grid(self) -> Json:
        """Fields of Enterprise Grid and Slack Connect, there or not."""
        given: Json = {
            "enterprise_id": "E0ORG0001",
            "enterprise_name": "Org",
            "is_enterprise_install": self.random.choice((True, False)),
            "is_ext_shared_channel": self.random.choice((True, False)),
            "context_team_id": self._team(),
            "context_enterprise_id": "E0ORG0001",
        }
        return {name: value for name, value in given.items() if self.random.random() < 0.3}

    def _head(self, kind: str) -> Json:
        user = {"id": self._person(), "username": "j", "name": "j", "team_id": self._team()}
        if self.random.random() < 0.2:
            del user["team_id"]
        return {
            "type": kind,
            "team": self.random.choice(({"id": HOME, "domain": "desk"}, {"id": HOME, "domain": "desk"}, None)),
            "user": user,
            "api_app_id": "A1",
            "token": "t",
            "enterprise": self.random.choice((None, {"id": "E0ORG0001", "name": "Org"})),
            "trigger_id": f"{self._once()}.1.x",
            **self._grid(),
        }

    def _message(self) -> Json:
        shown: Json = {"type": "message", "user": self._person(), "ts": "1700000000.000100", "text": "On OPCON"}
        if self.random.random() < 0.4:
            shown["attachments"] = [{"is_share": True, "text": "CFC", "files": [{"id": "F1", "name": "a.pdf"}]}]
        if self.random.random() < 0.4:
            text = [{"type": "text", "text": "OPCON"}, {"type": "user", "user_id": "U1"}]
            section = {"type": "rich_text_section", "elements": text}
            shown["blocks"] = [{"type": "rich_text", "block_id": "b", "elements": [section]}]
        if self.random.random() < 0.2:
            shown["files"] = [{"id": "F2", "name": "b.txt", "size": 3, "mode": "hosted"}]
        return shown

    def _view(self) -> Json:
        kept = self.random.choice(
            (json.dumps([HOME, "C1", None]), json.dumps(["F1", "C1"]), json.dumps(["", "C1"]), "")
        )
        inputs = ("times", "words", "title", "published", "url", "id", "text1", "file", "which", "zone", "quiet")
        values = {name: {f"x:{name}": self._held()} for name in (*inputs, "days", "topics", "skip", "kind")}
        return {
            "id": "V1",
            "team_id": HOME,
            "type": self.random.choice(("modal", "home")),
            "callback_id": self.random.choice(FORMS),
            "private_metadata": kept,
            "root_view_id": "V1",
            "previous_view_id": None,
            "blocks": [{"type": "section", "block_id": "s"}, {"type": "input", "block_id": "times"}],
            "state": {"values": values},
        }

    def _held(self) -> Json:
        kind = self.random.choice([*HELD])
        chosen = {
            "text": {"type": "plain_text", "text": "…"},
            "value": self.random.choice((*VALUES, "mon", "line", "*")),
        }
        held: Any = {"selected_option": chosen, "selected_options": [chosen]}.get(HELD[kind], "08:30")
        return {"type": kind, HELD[kind]: held}

    # The kinds.

    def command(self) -> Json:
        return {
            "token": "t",
            "team_id": self._team(),
            "team_domain": "desk",
            "channel_id": "C1",
            "channel_name": self.random.choice(("desk", "directmessage", "payload-ops")),
            "user_id": self._person(),
            "user_name": self.random.choice(("j", "payload")),
            "command": manifest.COMMAND,
            "text": self.random.choice(QUESTIONS),
            "api_app_id": "A1",
            "is_enterprise_install": self.random.choice(("true", "false")),
            "response_url": self._url(),
            "trigger_id": f"{self._once()}.1.x",
            **{name: str(value).lower() for name, value in self._grid().items()},
        }

    def click(self) -> Json:
        element = self.random.choice(ELEMENTS)
        value = {"value": self.random.choice(VALUES)} if element == "button" else self._held()
        action = {
            "action_id": self.random.choice(BUTTONS),
            "block_id": "b",
            "action_ts": "1.2",
            **value,
            "type": element,
        }
        body = {**self._head("block_actions"), "actions": [action], "state": {"values": {}}}
        if self.random.random() < 0.4:
            return {**body, "container": {"type": "view", "view_id": "V1"}, "view": self._view()}
        container = {"type": "message", "message_ts": "1.2", "channel_id": "C1", "is_ephemeral": True}
        place = {"container": container, "channel": {"id": "C1", "name": "desk"}}
        shown = {"message": self._message()} if self.random.random() < 0.5 else {}
        return {**body, **place, **shown, "response_url": self._url()}

    def submission(self) -> Json:
        return {**self._head("view_submission"), "view": self._view(), "response_urls": []}

    def closed(self) -> Json:
        return {**self._head("view_closed"), "view": self._view(), "is_cleared": False}

    def shortcut(self) -> Json:
        return {**self._head("shortcut"), "callback_id": "gone_shortcut", "action_ts": "1.2"}

    def message_action(self) -> Json:
        return {
            **self._head("message_action"),
            "callback_id": self.random.choice([*manifest.SHORTCUTS, "gone_shortcut"]),
            "response_url": self._url(),
            "action_ts": "1.2",
            "message_ts": "1.1",
            "message": self._message(),
            "channel": {"id": "C1", "name": "desk"},
        }

    def suggestion(self) -> Json:
        asked = {"action_id": self.random.choice(MENUS), "block_id": "b", "value": self.random.choice(WORDS)}
        return {**self._head("block_suggestion"), **asked, "container": {"type": "view", "view_id": "V1"}}

    def legacy(self) -> Json:
        kind = self.random.choice(("interactive_message", "dialog_submission", "dialog_suggestion"))
        url = {"response_url": self._url()}
        return {**self._head(kind), **url, "callback_id": "old", "channel": {"id": "C1", "name": "desk"}}

    def event(self, inner: Json) -> Json:
        installed = {"enterprise_id": None, "team_id": HOME, "user_id": "U0BOT", "is_bot": True}
        return {
            "token": "t",
            "team_id": self._team(),
            "api_app_id": "A1",
            "event": inner,
            "type": "event_callback",
            "event_id": f"Ev{self._once()}",
            "event_time": 1_700_000_000,
            "authorizations": [{**installed, "is_enterprise_install": self.random.choice((True, False))}],
            **self._grid(),
        }

    def said(self, kind: str, where: str) -> Json:
        edited = {"edited": {"user": "U1", "ts": "1700000001.000000"}} if self.random.random() < 0.2 else {}
        team = {"user_team": self._team(), "team": self._team()} if self.random.random() < 0.5 else {}
        asked = f"<@U0BOT> {self.random.choice(QUESTIONS)}"
        message = {**self._message(), "ts": f"17{self.random.randrange(10**8):08}.000100", "text": asked, "type": kind}
        return self.event({**message, **edited, **team, "channel": where, "channel_type": "im", "event_ts": "1.2"})

    def mention(self) -> Json:
        return self.said("app_mention", "C1")

    def direct(self) -> Json:
        return self.said("message", "D1")

    def home(self) -> Json:
        return self.event({"type": "app_home_opened", "user": self._person(), "channel": "D1", "tab": "home"})

    def changed(self) -> Json:
        inner = {"message": self._message(), "previous_message": self._message(), "subtype": "message_changed"}
        return self.event({"type": "message", **inner, "channel": "D1", "channel_type": "im", "ts": "1.2"})

    def other(self) -> Json:
        kind = self.random.choice(("tokens_revoked", "app_uninstalled", "channel_archive", "function_executed", "new"))
        return self.event({"type": kind, "tokens": {"oauth": ["U1"], "bot": ["U0BOT"]}, "channel": "C1"})

    def greeting(self) -> Json:
        return {"token": "t", "challenge": self._once(), "type": "url_verification"}

    def check(self) -> Json:
        return {"token": self._once(), "ssl_check": "1"}

    # What is wrong with them.

    def spoil(self, fields: Json) -> None:
        """Do one thing to one place, however deep."""
        place, key = self.random.choice([*_places(fields)] or [(fields, self.random.choice(KEYS))])
        match self.random.randrange(4):
            case 0:
                place.pop(key) if isinstance(place, list) else place.pop(key, None)
            case 1 if isinstance(place, dict):
                place[self.random.choice(KEYS)] = self._wrong()
            case _:
                place[key] = self._wrong()

    def _wrong(self) -> Any:
        return self.random.choice(
            (
                None,
                True,
                0,
                -1,
                10**30,
                1.5,
                "",
                [],
                {},
                [None],
                {"id": None},
                [{"id": 7}],
                {"type": {"type": []}},
                "x" * 20_000,
                "\x00\u202e\ud800",
                "한글 전작권",
                self.random.choice(WORDS),
                self.random.choice(WORDS),
            )
        )


def _places(found: Any) -> Iterator[tuple[Any, Any]]:
    items: Any = found.items() if isinstance(found, dict) else enumerate(found)
    for key, value in items:
        yield found, key
        if isinstance(value, dict | list):
            yield from _places(value)


KINDS: dict[str, Callable[[Kinds], Json]] = {
    "command": Kinds.command,
    "block_actions": Kinds.click,
    "view_submission": Kinds.submission,
    "view_closed": Kinds.closed,
    "shortcut": Kinds.shortcut,
    "message_action": Kinds.message_action,
    "block_suggestion": Kinds.suggestion,
    "legacy": Kinds.legacy,
    "app_mention": Kinds.mention,
    "message.im": Kinds.direct,
    "message_changed": Kinds.changed,
    "app_home_opened": Kinds.home,
    "other_event": Kinds.other,
    "url_verification": Kinds.greeting,
    "ssl_check": Kinds.check,
}
EVENTS = frozenset(
    {"app_mention", "message.im", "message_changed", "app_home_opened", "other_event", "url_verification"}
)
