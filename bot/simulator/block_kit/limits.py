"""Whether Slack would take these blocks, this view: its limits, with its names for the refusal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from bot.simulator.block_kit.rules import BrokenRule
from bot.simulator.block_kit.shapes import BLOCKS, VIEWS
from bot.simulator.state.model import Json, SlackError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WHOLE_MESSAGE = 13_000
"""The most characters in all blocks of a message. Slack names no figure; this is where it was seen to refuse."""
LONGEST_TEXT = 40_000


def problems_of(kind: str, value: Any) -> list[BrokenRule]:
    """Every problem of `blocks`, of a `message` or of a `view`; empty when Slack takes it."""
    if kind == "view":
        return list(_view_problems(value))
    blocks = value.get("blocks", []) if kind == "message" and isinstance(value, dict) else value
    return list(_block_problems(blocks))


def check_blocks(blocks: Any, *, mint: Callable[[], str]) -> tuple[Json, ...]:
    """Return the blocks with an id each; `invalid_blocks` or `msg_blocks_too_long` otherwise."""
    problems = problems_of("blocks", blocks)
    if problems:
        raise SlackError("invalid_blocks", errors=[str(problem) for problem in problems], **_messages(problems))
    if len(blocks) and _length(blocks) > WHOLE_MESSAGE:
        raise SlackError("msg_blocks_too_long")
    return tuple(_identified(block, mint) for block in blocks)


def check_content(text: str, blocks: Any, *, mint: Callable[[], str]) -> Json:
    """Return the text and the blocks of a message; `no_text` or `msg_too_long`, or what `check_blocks` refuses."""
    if not text and not blocks:
        raise SlackError("no_text")
    if len(text) > LONGEST_TEXT:
        raise SlackError("msg_too_long")
    return {"text": text, "blocks": check_blocks(blocks, mint=mint)}


def check_view(view: Any, kind: str, *, mint: Callable[[], str]) -> Json:
    """Return the view with an id for each block; `invalid_arguments` when it breaks a limit."""
    problems = problems_of("view", view)
    if problems:
        raise SlackError("invalid_arguments", **_messages(problems))
    if view["type"] != kind:
        raise SlackError(
            "invalid_arguments", **_messages([BrokenRule("/view/type", "failed_constraint", f"must be {kind}")])
        )
    return {**view, "blocks": [_identified(block, mint) for block in view["blocks"]]}


def _messages(problems: list[BrokenRule]) -> Json:
    return {"response_metadata": {"messages": [f"[ERROR] {problem}" for problem in problems]}}


def _block_problems(blocks: Any) -> Iterator[BrokenRule]:
    yield from BLOCKS.problems(blocks, "/blocks")
    if isinstance(blocks, list):
        yield from _repeated(blocks, "/blocks")
        if sum(block.get("type") == "table" for block in blocks if isinstance(block, dict)) > 1:
            yield BrokenRule("/blocks", "failed_constraint", "only one table allowed")


def _view_problems(view: Any) -> Iterator[BrokenRule]:
    yield from VIEWS.problems(view, "/view")
    if isinstance(view, dict) and isinstance(view.get("blocks"), list):
        yield from _repeated(view["blocks"], "/view/blocks")
        has_input = any(isinstance(block, dict) and block.get("type") == "input" for block in view["blocks"])
        if has_input and view.get("type") == "modal" and "submit" not in view:
            yield BrokenRule("/view", "missing_field", "missing required field: submit")


def _repeated(blocks: list[Any], at: str) -> Iterator[BrokenRule]:
    objects = [block for block in blocks if isinstance(block, dict)]
    for block_id in _twice([block.get("block_id") for block in objects]):
        yield BrokenRule(at, "failed_constraint", f"block_id {block_id!r} already exists")
    for block in objects:
        for action_id in _twice([element.get("action_id") for element in elements_of(block)]):
            yield BrokenRule(at, "failed_constraint", f"action_id {action_id!r} already exists")


def _twice(names: list[Any]) -> list[str]:
    return [name for name, count in Counter(name for name in names if isinstance(name, str)).items() if count > 1]


def elements_of(block: Json) -> list[Json]:
    """Every element of a block that can carry an action id."""
    lists = block.get("elements") if block.get("type") == "actions" else []
    single = [block.get("accessory"), block.get("element")]
    return [element for element in [*(lists or []), *single] if isinstance(element, dict)]


def _identified(block: Json, mint: Callable[[], str]) -> Json:
    named = {"block_id": mint(), **block}
    if block.get("type") == "actions":
        named["elements"] = [{"action_id": mint(), **element} for element in block["elements"]]
    for place in ("accessory", "element"):
        if isinstance(block.get(place), dict) and block[place].get("type") != "image":
            named[place] = {"action_id": mint(), **block[place]}
    return named


def _length(value: Any) -> int:
    if isinstance(value, list):
        return sum(_length(item) for item in value)
    if not isinstance(value, dict):
        return 0
    text = value.get("text")
    own = len(text) if isinstance(text, str) else 0
    return own + sum(_length(item) for item in value.values())
