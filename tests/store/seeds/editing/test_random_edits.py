"""Random edits of topic files in every style that YAML has: what is meant is read back, every other byte is kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.seeds.editing import hunks
from store.seeds.editing.parts import EditedPart, rest
from store.seeds.fields import Notebook
from store.seeds.topics import TopicDraft, draft
from store.text import clean

PLAIN = st.lists(
    st.sampled_from(["lamps", "oil", "the quay", "기름값", "두 나라", "2026년", "it's", "a-b", "40%", "so"]),
    min_size=1,
    max_size=30,
).map(" ".join)
WILD = (
    st.text(st.sampled_from([*"abcXY 09:#-?,[]{}\"'&*!|>%@`~\\/.=<\t\n\u00a0\u2028\u3000é가힣“”…"]), max_size=60)
    | st.text(max_size=30)
    | st.sampled_from(
        ["yes", "null", "~", "1e3", "0x1f", "12:30", "---", "...", "- a", "? b", "a: b", "x #y", "=", "<<"]
    )
)
TEXT = (PLAIN | WILD | PLAIN.map(lambda text: f"“{text}” costs: 5 # no [more]")).map(clean).filter(bool)
DAYS = st.sampled_from(["undated", "2026", "2026-01", "2026-01-24"])
HOLDERS = st.sampled_from(["fact", "official", "supporters", "critics", "analysis"])
CITES = st.lists(st.integers(1, 30).map("note#{}".format), min_size=1, max_size=4, unique=True)
ASKS = st.lists(TEXT, max_size=4, unique=True)
SAID = st.fixed_dictionaries(
    {
        "text": TEXT,
        "happened": st.sampled_from(["", "2019", "2019-10"]),
        "as_of": DAYS,
        "held_by": HOLDERS,
        "cites": CITES,
        "asks": ASKS,
    }
)
COMMENT = st.sampled_from(["", "# once more", "#", "  # - id: 9", "# 한글: 주석 [x]"])
Draw = Any


@dataclass
class Pieces:
    """A file in pieces that are known: before each statement, the statements, and what follows."""

    before: list[str]
    statements: list[str]
    after: str
    mark: str
    ends: str

    def bytes(self, *parts: str) -> bytes:
        """Return parts of the file as they are on the disk."""
        return "".join(parts).replace("\n", self.ends).encode()

    @property
    def text(self) -> str:
        """The whole, its line ends line feeds."""
        return "".join(part for pair in zip(self.before, self.statements, strict=True) for part in pair) + self.after

    @property
    def data(self) -> bytes:
        """The whole as it is on the disk."""
        return self.bytes(self.mark, self.text)

    def around(self, number: int) -> tuple[bytes, bytes]:
        """Return what stands before a statement, from 0, and after it."""
        first = "".join(self.before[at] + self.statements[at] for at in range(number)) + self.before[number]
        return self.bytes(self.mark, first), self.bytes(self.text[len(first) + len(self.statements[number]) :])


def scalar(draw: Draw, text: str, indent: int, *, flow: bool = False) -> str:
    """A text in one of YAML's styles."""
    simple = all(word[0].isalnum() and not set(word) & set("#:,[]{}\"'") for word in text.split(" "))
    simple = simple and text[-1].isalnum() and not text.isdigit() and text.casefold() not in ("yes", "null", "so")
    styles = [json.dumps(text, ensure_ascii=not text.isprintable())]
    if text.isprintable():
        styles.append("'" + text.replace("'", "''") + "'")
    if simple:
        styles.append(text)
    words = text.split(" ")
    if not flow and text.isprintable():
        half = max(1, len(words) // 2)
        lines = [" ".join(words[:half]), " ".join(words[half:])]
        pad = " " * (indent + draw(st.sampled_from([2, 4])))
        if all(line and line[0] not in "# \t" for line in lines):
            styles.append(f"{draw(st.sampled_from(['>-', '>', '>+']))}\n" + "\n".join(pad + line for line in lines))
        if text[0] not in " \t":
            styles.append(f"{draw(st.sampled_from(['|', '|-']))}\n{pad}{text}")
        if simple and len(words) > 1 and all(line[:1].isalnum() for line in lines):
            styles.append(f"{lines[0]}\n{pad}{lines[1]}")
    return draw(st.sampled_from(styles))


def listed(draw: Draw, items: list[str], indent: int, *, flow: bool = False) -> str:
    """A list in one of YAML's styles, with what people put between its items."""
    style = "flow" if flow else draw(st.sampled_from(["flow", "block", "lines"]))
    if style == "flow":
        apart = draw(st.sampled_from([", ", ",  ", " , "]))
        return f" [{apart.join(scalar(draw, item, indent, flow=True) for item in items)}]"
    pad = " " * (indent + draw(st.sampled_from([0, 2, 4]) if style == "block" else st.just(4)))
    if style == "lines":
        told = [f"{pad}{scalar(draw, item, indent, flow=True)}" for item in items]
        return " [\n" + ",\n".join(told) + draw(st.sampled_from(["", ","])) + f"\n{pad}]"
    told = []
    for number, item in enumerate(items, 1):
        text = scalar(draw, item, len(pad))
        # Whose a comment behind the last one is, nobody can know.
        comments = ["", "  # here", *([f"\n{pad}# between"] if number < len(items) else [])]
        told.append(f"{pad}- {text}{draw(st.sampled_from(comments)) if chr(10) not in text else ''}")
    return "\n" + "\n".join(told)


def statement(draw: Draw, number: int, said: dict[str, Any], dash: int) -> str:
    """A statement in one of many styles, its keys in any order."""
    inner = dash + draw(st.sampled_from([2, 4]))
    flow = draw(st.integers(0, 5)) == 0
    keys = [("id", str(number))]
    for key in ("text", "as_of", "held_by"):
        value = str(said[key])
        told = scalar(draw, value, inner, flow=flow) if key == "text" else value
        keys.append((key, " " + told))
    if said["happened"]:
        keys.append(("happened", " " + said["happened"]))
    keys.append(("cites", listed(draw, said["cites"], inner, flow=flow)))
    if said["asks"]:
        keys.append(("asks", listed(draw, said["asks"], inner, flow=flow)))
    keys = draw(st.permutations(keys))
    if flow:
        return f"{' ' * dash}- {{{', '.join(f'{key}: {value.strip()}' for key, value in keys)}}}\n"
    lines = [f"{key}:{value if value.startswith((' ', chr(10))) else ' ' + value}" for key, value in keys]
    lines = [line + draw(st.sampled_from(["", "  ", "  # why"])) if "\n" not in line else line for line in lines]
    return f"{' ' * dash}-{' ' * (inner - dash - 1)}" + f"\n{' ' * inner}".join(lines) + "\n"


@st.composite
def files(draw: Draw) -> Pieces:
    """A topic file, in pieces."""
    dash = draw(st.sampled_from([0, 2, 4]))
    head = ["name: Lamps   # as on the quay", "category: 'harbour'", "reviewed: 2026-11-23", "format:  2"]
    aliases = draw(st.lists(st.sampled_from(["lanterns", "등불", "quay lamps", "the lights"]), max_size=3, unique=True))
    if aliases:
        head.append("aliases:" + listed(draw, aliases, 0))
    told = "\n".join(line for one in draw(st.permutations(head)) for line in (draw(COMMENT), one) if line)
    saids = draw(st.lists(SAID, min_size=2, max_size=4))
    between = st.sampled_from(["", "\n", f"\n{' ' * dash}# the next\n", "# far left\n", f"{' ' * dash}#  - id: 77\n"])
    before = [f"---\n{told}\nstatements:\n{draw(between)}", *(draw(between) for _ in saids[1:])]
    tail = draw(st.sampled_from(["", "# the end\n", "\n", "open: []\n", "\n\nkeywords: [a,  b]  # more\n"]))
    body = "---\nLamps are lit. [1]\n\n  Trailing   spaces.   [2] \n"
    statements = [statement(draw, number, said, dash) for number, said in enumerate(saids, 1)]
    return Pieces(
        before, statements, tail + body, draw(st.sampled_from(["", "\ufeff"])), draw(st.sampled_from(["\n", "\r\n"]))
    )


def read(data: bytes) -> TopicDraft:
    notebook = Notebook("", [])
    found = draft("lamps", data.decode("utf-8-sig").replace("\r\n", "\n"), notebook)
    assert found is not None
    assert notebook.problems == [], data.decode()
    return found


def check_that_a_statement_is_replaced(file: Pieces, number: int, said: dict[str, Any]) -> None:
    number = number % len(file.statements)
    part, before = EditedPart.of(f"lamps#{number + 1}"), read(file.data)

    new = part.written(file.data, said)

    assert new is not None
    start, end = file.around(number)
    assert new.startswith(start)
    assert new.endswith(end)
    assert (part.said_in(new), rest(read(new), [part])) == (said, rest(before, [part]))
    assert hunks.between(file.data, new).undone.applied(new) in (file.data, None)


def check_that_one_is_added_and_goes_again(file: Pieces, _: int, said: dict[str, Any]) -> None:
    part, before = EditedPart.of("lamps#9"), read(file.data)

    new = part.written(file.data, said)

    assert new is not None
    start, end = file.around(len(file.statements) - 1)
    whole = start + file.bytes(file.statements[-1])
    assert new.startswith(whole)
    assert new.endswith(end)
    assert (part.said_in(new), rest(read(new), [part])) == (said, rest(before, [part]))
    gone = part.written(new, None)
    assert gone is not None
    assert gone.startswith(whole)
    assert gone.endswith(end)
    assert gone.decode().split() == file.data.decode().split()


def check_that_one_goes(file: Pieces, number: int, _: dict[str, Any]) -> None:
    number = number % len(file.statements)

    new = EditedPart.of(f"lamps#{number + 1}").written(file.data, None)

    assert new == b"".join(file.around(number))


def check_that_names_come_and_go(file: Pieces, number: int, said: dict[str, Any]) -> None:
    names = [*read(file.data).topic.aliases, said["text"]]
    name = names[number % len(names)]
    part, before = EditedPart("lamps", 0, "aliases", name), read(file.data)
    value = None if name in before.topic.aliases else name

    new = part.written(file.data, value)

    assert new is not None
    assert (part.said_in(new), rest(read(new), [part])) == (value, rest(before, [part]))
    changed = hunks.between(file.data, new)
    assert "statements:" not in changed.was.split("aliases", 1)[0] or "aliases" not in changed.was
    assert new.endswith(file.bytes(file.text[file.text.index("statements:") :]))


EDITS = [
    check_that_a_statement_is_replaced,
    check_that_one_is_added_and_goes_again,
    check_that_one_goes,
    check_that_names_come_and_go,
]


@settings(max_examples=25)
@given(file=files(), edit=st.sampled_from(EDITS), number=st.integers(0, 3), said=SAID)
def test_a_random_edit_keeps_every_other_byte(file: Pieces, edit: Any, number: int, said: dict[str, Any]) -> None:
    edit(file, number, said)


@pytest.mark.prove
@settings(max_examples=1_000)
@given(file=files(), edit=st.sampled_from(EDITS), number=st.integers(0, 3), said=SAID)
def test_a_thousand_random_edits_keep_every_other_byte(
    file: Pieces, edit: Any, number: int, said: dict[str, Any]
) -> None:
    edit(file, number, said)
