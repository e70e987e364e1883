"""How Slack refuses, in words: every method we call, what it needs, its documented errors, and what a person can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOO_LATE: Final = N_("Slack waits three seconds for a form to open, and this took longer. Please do it once more.")
_AGAIN: Final = N_("Slack has a fault of its own just now. Try again in a minute; slack-status.com says if it lasts.")
_SLOWER: Final = N_("Slack asks the bot to slow down. Try again in a minute.")
_SIGNED_OUT: Final = N_("The bot is signed out of Slack. Whoever runs it sees by alliance doctor which token to renew.")
_SCOPE: Final = N_(
    "The app lacks a permission in Slack. Whoever runs the bot adds it in its settings and reinstalls it."
)
_CLOSED: Final = N_("Your organization's settings in Slack do not let the app do this. Ask an admin of your workspace.")
_ADMIN: Final = N_("Slack does not let the bot do this here. Ask an admin of your workspace, or use another channel.")
_POSTING: Final = N_(
    "Only some people may post in this channel. Ask its admins to let the bot post, or use another channel."
)
_ARCHIVED: Final = N_("This channel is archived. Unarchive it first, or use another channel.")
_NOT_IN: Final = N_("I am not in this channel, or it is gone. Invite me there, then try again: /invite @alliance")
_NO_ONE: Final = N_("Slack knows nobody of this name here. Mention the person by @ and choose them from Slack's list.")
_MESSAGES_OFF: Final = N_("Direct messages with the bot are off. Whoever runs it turns on the app's Messages tab.")
_GONE: Final = N_("What this was about is closed or deleted by now. Please begin anew.")
_LONG: Final = N_("This is longer than Slack takes in one message. Ask for less, such as one topic.")
_FILE: Final = N_(
    "I cannot see this file: it was deleted, or is in a channel that I am not in. Invite me, or upload it again."
)
_OURS: Final = N_("Slack did not take what the bot sent, which is the bot's fault. Tell whoever runs it.")

_THREAD: Final = N_("Nobody can answer in this thread. Ask in the channel, or in another thread.")
_HOME: Final = N_("The app's Home is off. Whoever runs the bot turns on its Home tab.")
_WINDOWS: Final = N_("Three windows are open on top of each other, the most that Slack shows. Close one first.")
_BOTS: Final = N_("Bots have no direct messages. Ask in a channel.")
_OUTSIDE: Final = N_("You are not in this channel, so nothing can be shown there. Join it, or ask elsewhere.")
_FULL: Final = N_("Your workspace has reached Slack's limit of messages. Ask an admin of your workspace.")
_HIDDEN: Final = N_("Only some people see this channel or file, and the bot is not among them. Use another one.")

_CODES: Final[Mapping[str, str]] = {
    _TOO_LATE: "expired_trigger_id exchanged_trigger_id invalid_trigger_id trigger_expired trigger_exchanged",
    _AGAIN: "fatal_error internal_error service_unavailable request_timeout team_added_to_org "
    "list_record_comment_fetch_failed timezone_count_failed fetch_members_failed file_update_failed",
    _SLOWER: "ratelimited rate_limited accesslimited",
    _SIGNED_OUT: "invalid_auth not_authed account_inactive token_expired token_revoked not_allowed_token_type",
    _SCOPE: "missing_scope",
    _ADMIN: "access_denied no_permission app_access_restricted cant_delete_message",
    _CLOSED: "ekm_access_denied enterprise_is_restricted forbidden_team org_login_required "
    "team_access_not_granted team_not_found two_factor_setup_required "
    "slack_connect_blocked_file_type slack_connect_canvas_sharing_blocked "
    "slack_connect_clip_sharing_blocked slack_connect_file_link_sharing_blocked "
    "slack_connect_file_upload_sharing_blocked slack_connect_lists_sharing_blocked "
    "canvas_disabled_file_team canvas_disabled_user_team canvas_globally_disabled "
    "compliance_exports_prevent_deletion file_uploads_disabled file_upload_size_restricted "
    "storage_limit_reached invalid_user_combination posting_to_channel_denied",
    _POSTING: "restricted_action restricted_action_read_only_channel restricted_action_non_threadable_channel "
    "restricted_action_thread_only_channel",
    _THREAD: "restricted_action_thread_locked cannot_reply_to_message",
    _ARCHIVED: "is_archived channel_is_archived",
    _NOT_IN: "channel_not_found not_in_channel",
    _OUTSIDE: "user_not_in_channel",
    _HIDDEN: "channel_is_limited_access not_visible template_not_visible",
    _NO_ONE: "user_not_found user_not_visible user_disabled",
    _MESSAGES_OFF: "messages_tab_disabled",
    _HOME: "not_enabled",
    _BOTS: "cannot_dm_bot",
    _FULL: "message_limit_exceeded",
    _WINDOWS: "push_limit_reached",
    _GONE: "not_found view_not_found hash_conflict thread_not_found message_not_found",
    _LONG: "view_too_large msg_too_long msg_blocks_too_long attachment_payload_limit_exceeded "
    "too_many_attachments too_many_contact_cards",
    _FILE: "file_not_found file_deleted",
    _OURS: "as_user_not_supported deprecated_endpoint draft_already_deleted draft_already_sent "
    "draft_has_conflict draft_not_found duplicate_channel_not_found duplicate_external_id "
    "duplicate_message_not_found insecure_request invalid_arg_name invalid_arguments "
    "invalid_array_arg invalid_attachments invalid_blocks invalid_blocks_format invalid_charset "
    "invalid_cursor invalid_form_data invalid_json invalid_limit invalid_message "
    "invalid_metadata_filter_keys invalid_metadata_format invalid_metadata_keys "
    "invalid_metadata_schema invalid_post_type invalid_ts_latest invalid_ts_oldest invalid_view "
    "is_bot json_not_object limit_required markdown_text_conflict metadata_must_be_sent_from_app "
    "metadata_too_large method_deprecated method_not_supported_for_channel_type missing_args "
    "missing_argument missing_file_data missing_post_type missing_profile_id "
    "no_dual_broadcast_content_update no_text not_implemented send_on_behalf_not_allowed "
    "timezone_count too_many_users unknown_method upgrade_required users_list_not_supplied not_enough_users "
    "snippet_too_large unknown_snippet_type unknown_subtype alt_txt_too_large invalid_channel",
}
"""What Slack's refusals mean, and by which names it has them: those of every method below."""

REFUSALS: Final[Mapping[str, str]] = {code: words for words, codes in _CODES.items() for code in codes.split()}

_KINDS = ("channels", "groups", "im")
_HISTORY, _INFO = tuple(f"{kind}:history" for kind in _KINDS), tuple(f"{kind}:read" for kind in _KINDS)
METHODS: Final[Mapping[str, tuple[str, ...]]] = {
    "apps.connections.open": (),
    "auth.test": (),
    "blocks.validate": (),
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "conversations.history": _HISTORY,
    "conversations.info": _INFO,
    "conversations.members": _INFO,
    "conversations.open": ("im:write",),
    "conversations.replies": _HISTORY,
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}
"""Every method of the Web API that the bot calls, and the scopes that it needs, all of them."""


def told(code: str, needed: str = "") -> str:
    """Return what a refusal means and what the person can do; empty for one that is not documented.

    *needed* names the scopes that are missing, as Slack says them.
    """
    if code == "missing_scope" and needed:
        return f"{_(_SCOPE)} {_('It is called {scopes}.', scopes=needed)}"
    return _(REFUSALS[code]) if code in REFUSALS else ""
