"""How Slack refuses, in words: every method we call, what it needs, its documented errors, and what a person can do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOO_LATE: Final = "Slack waits three seconds for a form to open, and this took longer. Please do it once more."
_AGAIN: Final = "Slack has a fault of its own just now. Try again in a minute; slack-status.com says if it lasts."
_SLOWER: Final = "Slack asks the bot to slow down. Try again in a minute."
_SIGNED_OUT: Final = "The bot is signed out of Slack. Whoever runs it sees by alliance doctor which token to renew."
_SCOPE: Final = "The app lacks a permission in Slack. Whoever runs the bot adds it in its settings and reinstalls it."
_CLOSED: Final = "Your organization's settings in Slack do not let the app do this. Ask an admin of your workspace."
_ADMIN: Final = "Slack does not let the bot do this here. Ask an admin of your workspace, or use another channel."
_POSTING: Final = (
    "Only some people may post in this channel. Ask its admins to let the bot post, or use another channel."
)
_ARCHIVED: Final = "This channel is archived. Unarchive it first, or use another channel."
_NOT_IN: Final = "I am not in this channel, or it is gone. Invite me there, then try again: /invite @alliance"
_NO_ONE: Final = "Slack knows nobody of this name here. Mention the person by @ and choose them from Slack's list."
_MESSAGES_OFF: Final = "Direct messages with the bot are off. Whoever runs it turns on the app's Messages tab."
_GONE: Final = "What this was about is closed or deleted by now. Please begin anew."
_LONG: Final = "This is longer than Slack takes in one message. Ask for less, such as one topic."
_FILE: Final = (
    "I cannot see this file: it was deleted, or is in a channel that I am not in. Invite me, or upload it again."
)
_OURS: Final = "Slack did not take what the bot sent, which is the bot's fault. Tell whoever runs it."

_EVERYWHERE: Final[Mapping[str, str]] = {
    **dict.fromkeys(("fatal_error", "internal_error", "service_unavailable", "request_timeout"), _AGAIN),
    **dict.fromkeys(("team_added_to_org",), _AGAIN),
    **dict.fromkeys(("ratelimited", "rate_limited", "accesslimited"), _SLOWER),
    **dict.fromkeys(
        ("invalid_auth", "not_authed", "account_inactive", "token_expired", "token_revoked", "not_allowed_token_type"),
        _SIGNED_OUT,
    ),
    "missing_scope": _SCOPE,
    **dict.fromkeys(("access_denied", "no_permission"), _ADMIN),
    **dict.fromkeys(
        (
            "ekm_access_denied",
            "enterprise_is_restricted",
            "org_login_required",
            "team_access_not_granted",
            "team_not_found",
            "two_factor_setup_required",
        ),
        _CLOSED,
    ),
    **dict.fromkeys(
        (
            "deprecated_endpoint",
            "invalid_arg_name",
            "invalid_arguments",
            "invalid_array_arg",
            "invalid_charset",
            "invalid_form_data",
            "invalid_json",
            "invalid_post_type",
            "is_bot",
            "json_not_object",
            "method_deprecated",
            "missing_argument",
            "missing_post_type",
            "unknown_method",
        ),
        _OURS,
    ),
}
"""What any method may answer."""

_VIEWS: Final = {
    "expired_trigger_id": _TOO_LATE,
    "exchanged_trigger_id": _TOO_LATE,
    "invalid_trigger_id": _TOO_LATE,
    "trigger_expired": _TOO_LATE,
    "trigger_exchanged": _TOO_LATE,
    "not_found": _GONE,
    "view_not_found": _GONE,
    "hash_conflict": _GONE,
    "push_limit_reached": "Three windows are open on top of each other, the most that Slack shows. Close one first.",
    "view_too_large": _LONG,
    "duplicate_external_id": _OURS,
    "invalid_blocks": _OURS,
    "not_enabled": "The app's Home is off. Whoever runs the bot turns on its Home tab.",
}
_SENDING: Final = {
    "is_archived": _ARCHIVED,
    "channel_is_archived": _ARCHIVED,
    "channel_not_found": _NOT_IN,
    "not_in_channel": _NOT_IN,
    "restricted_action": _POSTING,
    "restricted_action_read_only_channel": _POSTING,
    "restricted_action_non_threadable_channel": _POSTING,
    "restricted_action_thread_only_channel": _POSTING,
    "restricted_action_thread_locked": "This thread is locked. Ask in the channel, or in another thread.",
    "cannot_reply_to_message": "Nobody can reply to this message. Ask in the channel.",
    "messages_tab_disabled": _MESSAGES_OFF,
    "cannot_dm_bot": "Bots have no direct messages. Ask in a channel.",
    "user_not_in_channel": "You are not in this channel, so nothing can be shown there. Join it, or ask elsewhere.",
    "user_not_found": _NO_ONE,
    "message_limit_exceeded": "Your workspace has reached Slack's limit of messages. Ask an admin of your workspace.",
    "msg_too_long": _LONG,
    "msg_blocks_too_long": _LONG,
    "attachment_payload_limit_exceeded": _LONG,
    "too_many_attachments": _LONG,
    "too_many_contact_cards": _LONG,
    "slack_connect_blocked_file_type": _CLOSED,
    "slack_connect_canvas_sharing_blocked": _CLOSED,
    "slack_connect_file_link_sharing_blocked": _CLOSED,
    "slack_connect_clip_sharing_blocked": _CLOSED,
    "slack_connect_file_upload_sharing_blocked": _CLOSED,
    "slack_connect_lists_sharing_blocked": _CLOSED,
    "duplicate_channel_not_found": _OURS,
    "duplicate_message_not_found": _OURS,
    "as_user_not_supported": _OURS,
    "invalid_blocks": _OURS,
    "invalid_blocks_format": _OURS,
    "invalid_metadata_format": _OURS,
    "invalid_metadata_schema": _OURS,
    "invalid_attachments": _OURS,
    "markdown_text_conflict": _OURS,
    "metadata_must_be_sent_from_app": _OURS,
    "metadata_too_large": _OURS,
    "no_dual_broadcast_content_update": _OURS,
    "no_text": _OURS,
}
_READING: Final = {
    "channel_not_found": _NOT_IN,
    "not_in_channel": _NOT_IN,
    "thread_not_found": _GONE,
    "invalid_cursor": _OURS,
    "invalid_limit": _OURS,
    "limit_required": _OURS,
    "invalid_metadata_keys": _OURS,
    "invalid_ts_latest": _OURS,
    "invalid_ts_oldest": _OURS,
}
_PEOPLE: Final = {
    "user_not_found": _NO_ONE,
    "user_not_visible": _NO_ONE,
    "invalid_cursor": _OURS,
    "limit_required": _OURS,
}


@dataclass(frozen=True, slots=True)
class SlackMethod:
    """What a method needs, every one of *scopes*, and how it refuses beside what any may."""

    scopes: tuple[str, ...] = ()
    refusals: Mapping[str, str] = field(default_factory=dict)


_KINDS = ("channels", "groups", "im")
METHODS: Final[Mapping[str, SlackMethod]] = {
    "apps.connections.open": SlackMethod((), {"forbidden_team": _CLOSED}),
    "auth.test": SlackMethod(),
    "blocks.validate": SlackMethod(),
    "chat.postEphemeral": SlackMethod(("chat:write",), _SENDING),
    "chat.postMessage": SlackMethod(("chat:write",), _SENDING),
    "conversations.history": SlackMethod(tuple(f"{kind}:history" for kind in _KINDS), _READING),
    "conversations.info": SlackMethod(tuple(f"{kind}:read" for kind in _KINDS), _READING),
    "conversations.replies": SlackMethod(tuple(f"{kind}:history" for kind in _KINDS), _READING),
    "files.info": SlackMethod(
        ("files:read",), {"file_not_found": _FILE, "file_deleted": _FILE, "timezone_count": _OURS}
    ),
    "users.info": SlackMethod(("users:read",), _PEOPLE),
    "users.list": SlackMethod(("users:read",), _PEOPLE),
    "views.open": SlackMethod((), _VIEWS),
    "views.publish": SlackMethod((), _VIEWS),
    "views.push": SlackMethod((), _VIEWS),
    "views.update": SlackMethod((), _VIEWS),
}
"""Every method of the Web API that the bot calls."""

REFUSALS: Final[Mapping[str, str]] = {
    **{code: words for method in METHODS.values() for code, words in method.refusals.items()},
    **_EVERYWHERE,
}


def told(code: str, needed: str = "") -> str:
    """Return what a refusal means and what the person can do; empty for one that is not documented.

    *needed* names the scopes that are missing, as Slack says them.
    """
    if code == "missing_scope" and needed:
        return f"{_SCOPE} It is called {needed}."
    return REFUSALS.get(code, "")
