"""What Slack would say of blocks: its published types as JSON Schema, its limits, slack_sdk's own validators."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jsonschema import Draft7Validator
from jsonschema.validators import extend
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.paths import HOUSE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Blocks = Sequence[dict[str, Any]]

_ANY_OF = Draft7Validator.VALIDATORS["anyOf"]


def _any_of(validator: Any, kinds: list[Any], value: Any, schema: Any) -> Iterator[Any]:
    """Try of several kinds only those that may have the type of *value*: the others refuse it, and take their time."""
    if isinstance(value, dict) and "type" in value:
        kinds = [kind for kind in kinds if _type_of(kind) in {None, value["type"]}]
    return _ANY_OF(validator, kinds, value, schema)


def _ref(validator: Any, name: str, value: Any, _schema: Any) -> Iterator[Any]:
    """Check *value* by a definition: the schema is one file, and resolving its names as addresses takes longer."""
    yield from validator.descend(value, _SCHEMA["definitions"][name.rpartition("/")[2]])


def _type_of(kind: dict[str, Any]) -> str | None:
    """Return the one type that objects of a kind have; None where the schema names none or several."""
    definition = _SCHEMA["definitions"][kind["$ref"].rpartition("/")[2]] if "$ref" in kind else kind
    said = definition.get("properties", {}).get("type", {}).get("const")
    return said if isinstance(said, str) else None


_Draft7 = extend(Draft7Validator, {"anyOf": _any_of, "$ref": _ref})
_SCHEMA = json.loads((HOUSE / "tests" / "schemas" / "blocks.schema.json").read_text(encoding="utf-8"))
_VALIDATORS = {
    name: _Draft7({"$ref": f"#/definitions/{name}", "definitions": _SCHEMA["definitions"]})
    for name in ("Blocks", "Modal", "Home", "Options")
}
_OF_TYPE = {
    block: _Draft7({"$ref": f"#/definitions/{name}", "definitions": _SCHEMA["definitions"]})
    for block, name in {
        "actions": "ActionsBlock",
        "context": "ContextBlock",
        "divider": "DividerBlock",
        "header": "HeaderBlock",
        "input": "InputBlock",
        "rich_text": "RichTextBlock",
        "section": "SectionBlock",
    }.items()
}


def refused(blocks: Blocks, *, most: int = 45) -> list[str]:
    """Every reason for which Slack, or our own budget, would refuse a message of *blocks*."""
    return list(_refused(json.dumps(blocks), most))


@lru_cache(256)
def _refused(sent: str, most: int) -> tuple[str, ...]:
    """The reasons, of what is sent; a form is asked about for each of its fields."""
    blocks = json.loads(sent)
    return (
        *(error.message for block in blocks for error in _OF_TYPE[block["type"]].iter_errors(block)),
        *_over_budget(blocks, most),
        *(f"empty text in {node}" for node in nodes(blocks) if node.get("text") == ""),
        *(
            f"over 3,000: {node}"
            for node in nodes(blocks)
            if isinstance(node.get("text"), str) and units(node["text"]) > 3_000
        ),
        *_repeated(blocks),
        *_refused_by_sdk(blocks),
    )


def refused_view(view: dict[str, Any]) -> list[str]:
    """Every reason for which Slack would refuse a modal or a Home."""
    return list(_refused_view(json.dumps(view)))


@lru_cache(256)
def _refused_view(sent: str) -> tuple[str, ...]:
    view = json.loads(sent)
    validator = _VALIDATORS["Modal" if view["type"] == "modal" else "Home"]
    View(**view).validate_json()
    return (*(error.message for error in validator.iter_errors(view)), *refused(view["blocks"], most=100))


def refused_options(options: dict[str, Any]) -> list[str]:
    """Every reason for which Slack would refuse what a menu offers."""
    return [error.message for error in _VALIDATORS["Options"].iter_errors(options)]


def all_pages(draw: Callable[[int], list[dict[str, Any]]]) -> Iterator[list[dict[str, Any]]]:
    """Yield every page of a brief, of which *draw* gives the one from an item on: “Show more” says where it goes on."""
    start = -1
    following: int | None = 0
    while following is not None:
        assert following > start
        start = following
        yield (page := draw(start))
        more = (node["value"] for node in nodes(page) if node.get("action_id") == "brief:more:on")
        following = next((int(value.rpartition(":")[2]) for value in more), None)


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object inside *value*."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from nodes(inner)


def markup(blocks: Blocks) -> list[str]:
    """Every text that Slack would read as markup, and every emoji it would draw."""
    return [
        node["text"]
        for node in nodes(blocks)
        if node.get("type") in {"mrkdwn", "markdown", "emoji", "user", "broadcast", "channel", "link"}
        or (node.get("type") == "plain_text" and node.get("emoji") is not False)
    ]


def said(blocks: Blocks) -> str:
    """Everything a person reads in the blocks."""
    return "\n".join(node["text"] for node in nodes(blocks) if isinstance(node.get("text"), str))


def buttons(blocks: Blocks) -> list[str]:
    """The labels of the buttons, and of the lines of menus."""
    labels = [
        [node["text"]["text"]] if node.get("type") == "button" else [one["text"]["text"] for one in node["options"]]
        for node in nodes(blocks)
        if node.get("type") in {"button", "overflow", "static_select"}
    ]
    return [label for of_one in labels for label in of_one]


def units(text: str) -> int:
    """The length Slack counts: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _over_budget(blocks: Blocks, most: int) -> Iterator[str]:
    if len(blocks) > most:
        yield f"{len(blocks)} blocks"
    shown = sum(units(node["text"]) for node in nodes(blocks) if isinstance(node.get("text"), str))
    if shown > 11_000:
        yield f"{shown} characters"


def _repeated(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        elements = block["elements"] if block["type"] == "actions" else []
        counts = Counter(element["action_id"] for element in elements)
        yield from (f"{action} twice in a row" for action, count in counts.items() if count > 1)


def _refused_by_sdk(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        parsed = Block.parse(block)
        if parsed is None:
            yield f"unknown to slack_sdk: {block['type']}"
        else:
            parsed.validate_json()
