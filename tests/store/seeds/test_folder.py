"""Seed folders: what is read, what is refused, and every problem in its place."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from store.errors import NoInput, PathRefused, SeedsInvalid
from store.model import Citation, DatedBy, Holder, Kind, PartialDate
from store.seeds import listing, read
from tests.paths import SEEDS

if TYPE_CHECKING:
    from store.errors import Problem

RAW = SEEDS.parent / "raw"
SENTENCE = "Rope is dear this year, and oil is dearer."


def problems(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(SeedsInvalid) as caught:
        read(folder)
    return caught.value.problems


def messages(folder: Path) -> list[str]:
    return [str(problem).removeprefix(f"{folder}/") for problem in problems(folder)]


def mend(path: Path, *changes: tuple[str, str]) -> None:
    """Replace each first text of *changes* by its second in the file."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


# What is read


def test_a_topic_is_read_whole() -> None:
    topic = read(SEEDS).topics["opcon"]

    assert (topic.name, topic.short) == ("Wartime operational control (OPCON) transfer", "OPCON")
    assert (topic.korean, topic.category) == ("전시작전통제권", "command")
    assert topic.aliases == ("OPCON transfer", "OPCON handover", "wartime command", "전작권", "작전통제권")
    assert (topic.related, topic.reviewed) == (("cfc", "usfk"), date(2026, 11, 23))
    assert topic.keywords == ("general", "wartime", "handover")
    assert topic.questions[0] == "who commands South Korean forces in a war"
    assert topic.summary.startswith("OPCON is the authority to lead South Korean forces in a war.")


def test_a_statement_has_its_date_holder_and_citations() -> None:
    statements = read(SEEDS).topics["opcon"].statements

    assert [statement.id for statement in statements] == ["opcon#1", "opcon#2", "opcon#3", "opcon#4"]
    assert statements[1].citations == (Citation("harbour-gazette-2026", 2), Citation("almanac-peninsula", 2))
    assert statements[2].as_of == PartialDate(2025, 6, 30)
    assert statements[2].held_by is Holder.ANALYSIS
    assert statements[3].as_of is None


def test_a_disagreement_keeps_its_sides() -> None:
    (disagreement,) = read(SEEDS).topics["opcon"].disagreements

    assert disagreement.about == "What holds the handover back"
    assert [side.citations[0].document for side in disagreement.sides] == ["harbour-gazette-2026", "policy-review-2025"]


def test_a_short_name_defaults_to_the_name(folder: Path) -> None:
    mend(folder / "topics/usfk.md", ("short: USFK\n", ""))

    assert read(folder).topics["usfk"].short == "United States Forces Korea (USFK)"


def test_a_note_has_numbered_passages_under_headings() -> None:
    document = read(SEEDS).documents["almanac-peninsula"]

    assert (document.source.title, document.source.publisher) == (
        "An Almanac of the Peninsula",
        "Lantern Reference Press",
    )
    assert (document.source.kind, document.source.published) == (Kind.REFERENCE, None)
    assert [(passage.number, passage.heading) for passage in document.passages] == [
        (1, None),
        (2, "Command"),
        (3, "Command"),
        (4, "Money"),
        (5, "Money"),
        (6, "Garrison"),
    ]


@pytest.mark.parametrize("named", [".", "seeds", "./seeds/", "{here}/seeds", "{here}//seeds/.", "/{here}/seeds"])
def test_a_file_is_named_by_its_path_in_the_folder_however_the_folder_is_named(
    folder: Path, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = folder if named == "." else folder.parent
    monkeypatch.chdir(here)

    found = listing(Path(named.format(here=here)), {"documents/note.txt": b"Rope is dear."})

    documents = ["almanac-peninsula.md", "harbour-gazette-2026.md", "note.txt", "policy-review-2025.md"]
    assert [file.name for file in found.documents] == [f"documents/{name}" for name in documents]
    assert {file.name.rpartition("/")[0] for file in found.topics} == {"topics"}
    assert all(file.content() for file in (*found.topics, *found.documents))


def test_a_flat_folder_holds_documents_only() -> None:
    content = read(RAW)

    assert content.topics == {}
    assert len(content.documents) == len(list(RAW.iterdir()))


@pytest.mark.parametrize("lacking", ["topics", "documents"])
def test_a_folder_may_lack_topics_or_documents(folder: Path, lacking: str) -> None:
    shutil.rmtree(folder / lacking)
    if lacking == "documents":
        shutil.rmtree(folder / "topics")
        (folder / "topics").mkdir()
        shutil.copytree(SEEDS / "documents", folder / "documents")

    assert bool(read(folder).topics) is False


def test_a_raw_file_among_notes_is_read_by_guesses(folder: Path) -> None:
    shutil.copy(RAW / "news-british.txt", folder / "documents")

    source = read(folder).documents["news-british"].source

    assert (source.publisher, source.author) == ("The Lantern Desk", "Marguerite Osei")


@pytest.mark.parametrize("name", ["lamps-and-boats.pdf", "portal.html", "journal.txt", "note.md"])
def test_a_sidecar_overrides_what_was_guessed(tmp_path: Path, name: str) -> None:
    shutil.copy(RAW / name, tmp_path)
    (tmp_path / f"{name}.yaml").write_text("title: A Better Title\nkind: official\npublished: 2024-05\n", "utf-8")

    (document,) = read(tmp_path).documents.values()

    assert (document.source.title, document.source.kind) == ("A Better Title", Kind.OFFICIAL)
    assert document.source.published == PartialDate(2024, 5)


def test_front_matter_overrides_what_was_guessed_of_a_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"---\nauthor: Ann Lee\n---\nA Note on Rope\nBy Ko Aye\n{SENTENCE}\n", "utf-8")

    document = read(tmp_path).documents["a"]

    assert (document.source.title, document.source.author) == ("A Note on Rope", "Ann Lee")
    assert [passage.text for passage in document.passages] == [SENTENCE]


def test_a_note_says_whose_words_it_has_and_where_they_are_told_from(tmp_path: Path) -> None:
    given = "note: true\npublished: 2026\npublished_from: copyright line\nplaces: {1: p. 3}"
    (tmp_path / "a.md").write_text(f"---\ntitle: T\n{given}\n---\n{SENTENCE}", "utf-8")
    (tmp_path / "b.md").write_text(f"---\ntitle: T\npublished: 2026\n---\n{SENTENCE}", "utf-8")

    documents = read(tmp_path).documents

    note, original = documents["a"].source, documents["b"].source
    assert (note.note, note.published_from, note.place(1), note.place(2)) == (
        True,
        DatedBy.COPYRIGHT_LINE,
        "p. 3",
        None,
    )
    assert (original.note, original.published_from, original.places) == (False, DatedBy.FRONT_MATTER, ())
    assert note.fingerprint != original.fingerprint


@pytest.mark.parametrize(
    ("text", "by"),
    [
        (f"A Title of the Thing\n\nBy Ann Lee\n\nPublished 24 January 2026\n\n{SENTENCE}", DatedBy.BYLINE),
        (f"{SENTENCE}\n\n© 2026 The Update Desk", DatedBy.COPYRIGHT_LINE),
        (SENTENCE, None),
    ],
)
def test_a_raw_document_says_where_its_date_was_found(tmp_path: Path, text: str, by: DatedBy | None) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")

    source = read(tmp_path).documents["a"].source

    assert (source.published_from, source.note) == (by, False)


def test_a_sidecar_beats_front_matter(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\nauthor: Ann Lee\ntitle: One\n---\n{SENTENCE}\n", "utf-8")
    (tmp_path / "a.md.yaml").write_text("author: Ko Aye\n", "utf-8")

    source = read(tmp_path).documents["a"].source

    assert (source.title, source.author) == ("One", "Ko Aye")


def test_an_editor_may_say_that_there_is_none(tmp_path: Path) -> None:
    shutil.copy(RAW / "news-british.txt", tmp_path)
    (tmp_path / "news-british.txt.yaml").write_text("author: none\npublisher: None\nurl: none\n", "utf-8")

    source = read(tmp_path).documents["news-british"].source

    assert (source.author, source.publisher, source.url) == (None, None, None)


def test_a_rule_across_the_first_line_is_no_front_matter(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"---\n{SENTENCE}\n---\nNobody knows why it is so.\n", "utf-8")

    assert len(read(tmp_path).documents["a"].passages) == 2


@pytest.mark.parametrize("written", ["[opcon, sma]", "opcon, sma", "opcon sma", "[opcon, opcon sma]"])
def test_an_editor_gives_a_document_to_topics(folder: Path, written: str) -> None:
    (folder / "documents/a.md").write_text(f"---\ntopics: {written}\n---\n{SENTENCE}\n", "utf-8")
    shutil.copy(RAW / "note.md", folder / "documents")
    (folder / "documents/note.md.yaml").write_text(f"topics: {written}\n", "utf-8")

    documents = read(folder).documents

    assert documents["a"].source.topics == documents["note"].source.topics == ("opcon", "sma")


@pytest.mark.parametrize("written", ["", "[]", "~"])
def test_a_document_of_no_topic_is_as_it_was(folder: Path, written: str) -> None:
    note = folder / "documents/a.md"
    note.write_text(f"---\nkind: news\n---\n{SENTENCE}\n", "utf-8")
    before = read(folder).documents["a"].source
    note.write_text(f"---\nkind: news\ntopics: {written}\n---\n{SENTENCE}\n", "utf-8")

    assert read(folder).documents["a"].source == before


def test_a_topic_that_is_not_there_is_named_with_its_place(folder: Path) -> None:
    (folder / "documents/a.md").write_text(f"---\ntopics: [sma, opkon]\n---\n{SENTENCE}\n", "utf-8")
    shutil.copy(RAW / "note.md", folder / "documents")
    (folder / "documents/note.md.yaml").write_text("kind: news\ntopics: cfd\n", "utf-8")
    (folder / "documents/b.md").write_text(f"---\ntopics: {{a: b}}\n---\n{SENTENCE}\n", "utf-8")

    assert messages(folder) == [
        "documents/a.md:2:15: there is no topic 'opkon'; did you mean 'opcon'?",
        "documents/b.md:2:9: 'topics' must be a list of texts in brackets: [one, two]",
        "documents/note.md.yaml:2:9: there is no topic 'cfd'; did you mean 'cfc'?",
    ]


def test_a_topic_that_cannot_be_read_is_said_once(folder: Path) -> None:
    (folder / "documents/a.md").write_text(f"---\ntopics: sma\n---\n{SENTENCE}\n", "utf-8")
    (folder / "topics/sma.md").write_text("---\nname: [\n---\n", "utf-8")

    (problem,) = problems(folder)

    assert problem.file.endswith("topics/sma.md")


def test_the_same_folder_reads_the_same_every_time(folder: Path) -> None:
    assert read(folder) == read(folder) == read(SEEDS)


# What is not looked at


@pytest.mark.parametrize("name", ["README.md", "readme.txt", ".hidden.md", ".DS_Store", "Thumbs.db"])
def test_at_the_top_these_are_not_looked_at(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE, "utf-8")
    (tmp_path / name).write_text("\0", "utf-8")

    assert list(read(tmp_path).documents) == ["a"]


@pytest.mark.parametrize(
    "name", ["opcon.md~", "#opcon.md#", ".opcon.md.swp", "opcon.md.bak", "opcon.md.orig", "~$opcon.md"]
)
def test_what_editors_leave_behind_is_not_looked_at(folder: Path, name: str) -> None:
    (folder / "topics" / name).write_text("half a file", "utf-8")

    assert len(read(folder).topics) == 4


# Where it leads


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoInput, match="nowhere: there is no such folder"):
        read(tmp_path / "nowhere")


def test_a_file_is_no_folder() -> None:
    with pytest.raises(NoInput, match="is not a folder; give the folder that holds it"):
        read(RAW / "note.md")


def test_a_path_that_climbs_out_of_what_it_names_is_refused(folder: Path) -> None:
    with pytest.raises(PathRefused, match="climbs out of the folder it names"):
        read(folder / ".." / "seeds")


def test_a_path_may_begin_above_where_one_stands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "topics")

    assert len(read(Path("../../seeds")).topics) == 4


def test_an_empty_folder_is_a_mistake_and_not_the_truth(tmp_path: Path) -> None:
    assert messages(tmp_path) == [f"{tmp_path}: holds no topics and no documents; is it the right folder?"]


def test_links_out_devices_and_large_files_are_refused_by_name(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text(SENTENCE, "utf-8")
    (folder / "documents/link.txt").symlink_to(outside)
    (folder / "documents/broken.txt").symlink_to(tmp_path / "nowhere")
    (folder / "documents/loop.txt").symlink_to(folder / "documents/loop.txt")
    (folder / "documents/null.txt").symlink_to("/dev/null")
    os.mkfifo(folder / "documents/pipe.txt")
    (folder / "documents/large.txt").write_bytes(b"a" * (5 * 1024 * 1024 + 1))

    found = problems(folder)

    assert {(Path(problem.file).name, problem.code) for problem in found} == {
        ("link.txt", "path_escape"),
        ("broken.txt", "path_escape"),
        ("loop.txt", "path_escape"),
        ("null.txt", "path_escape"),
        ("pipe.txt", "path_escape"),
        ("large.txt", "too_large"),
    }


def test_a_folder_that_is_a_link_out_is_refused(folder: Path, tmp_path: Path) -> None:
    shutil.move(folder / "topics", tmp_path / "elsewhere")
    (folder / "topics").symlink_to(tmp_path / "elsewhere")

    assert messages(folder) == ["topics: leads out of the folder; put the files themselves here"]


def test_a_link_to_a_file_inside_is_as_good_as_the_file(folder: Path) -> None:
    (folder / "documents/again.md").symlink_to(folder / "documents/almanac-peninsula.md")

    assert len(read(folder).documents) == 4


def test_what_nobody_would_read_is_said_and_not_passed_over(folder: Path) -> None:
    (folder / "stray.txt").write_text(SENTENCE, "utf-8")
    (folder / "documents/old.odt").write_bytes(b"x")
    (folder / "documents/rope.yml").write_bytes(b"x")
    (folder / "documents/lonely.pdf.yaml").write_text("title: T", "utf-8")
    (folder / "documents/year").mkdir()
    (folder / "topics/notes.txt").write_text("x", "utf-8")
    (folder / "topics/Bad_Slug.md").write_text("x", "utf-8")

    assert messages(folder) == [
        "documents/lonely.pdf.yaml: is the sidecar of no file here; name it <file name>.yaml",
        "documents/old.odt: is not a document that can be read; save it as one of .txt, .md, .html, .htm, .pdf, .docx",
        "documents/rope.yml: is not read; a sidecar is named by its file and .yaml: rename it",
        "documents/year: is a folder; put its files beside it",
        "stray.txt: is not read here; move it into topics/ or documents/",
        "topics/Bad_Slug.md: is not named by a slug; use a-z, 0-9 and single hyphens, at most 80",
        "topics/notes.txt: is not a topic; a topic is a file <slug>.md",
    ]


def test_two_files_with_one_id_are_both_named(folder: Path) -> None:
    (folder / "documents/almanac-peninsula.txt").write_text(SENTENCE, "utf-8")

    (problem,) = problems(folder)

    assert problem.file == f"{folder}/documents/almanac-peninsula.txt"
    assert problem.message == (
        f"has the id 'almanac-peninsula', as {folder}/documents/almanac-peninsula.md has; rename one of them"
    )


def test_a_name_in_any_bytes_is_shown_clean(tmp_path: Path) -> None:
    (tmp_path / "a\u202e\nb.docx").write_bytes(b"x")
    (tmp_path / os.fsdecode(b"caf\xe9.docx")).write_bytes(b"x")

    shown = [Path(problem.file).name for problem in problems(tmp_path)]

    assert shown == ["a b.docx", "caf?.docx"]


# What is wrong in a file


def test_every_problem_of_every_file_is_told_in_one_go(folder: Path) -> None:
    mend(folder / "topics/opcon.md", ("name: Wartime operational control (OPCON) transfer\n", ""))
    mend(folder / "topics/sma.md", ("category: money\n", "catgory: money\n"), ("2025-06-30", "30 June 2025"))
    mend(folder / "documents/policy-review-2025.md", ("kind: analysis", "kind: opinion"))

    assert messages(folder) == [
        "documents/policy-review-2025.md:5:7: 'opinion' is not valid for 'kind'; write one of: " + ", ".join(Kind),
        "topics/opcon.md:42:1: 'name' is missing; add it to the front matter",
        "topics/sma.md:7:1: 'catgory' is not a key of a topic; did you mean 'category'?",
        "topics/sma.md:21:12: 'as_of' is not a date: '30 June 2025'; write 2026, 2026-01, 2026-01-24 or undated",
    ]


def topic(**changes: str) -> str:
    """Return a topic file, valid but for *changes*: lines by key, empty to leave one out."""
    lines = {
        "name": "name: Rope",
        "category": "category: goods",
        "reviewed": "reviewed: 2026-11-23",
        "statements": "statements:\n  - {id: 1, text: Dear., as_of: 2026, held_by: fact, cites: [almanac-peninsula#1]}",
        "body": "---\nRope is dear. It is needed.",
    } | changes
    lines["body"] = lines.pop("body")
    return "---\n" + "\n".join(line for line in lines.values() if line) + "\n"


def test_a_small_topic_is_enough(folder: Path) -> None:
    (folder / "topics/rope.md").write_text(topic(), "utf-8")

    assert read(folder).topics["rope"].summary == "Rope is dear. It is needed."


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "6:1: 'name' is missing; add it to the front matter"),
        ({"name": "name:"}, "2:6: 'name' is empty; give it a value"),
        ({"name": "name: ~"}, "2:7: 'name' is empty; give it a value"),
        ({"name": "name: [Rope]"}, "2:7: 'name' must be text, not a list"),
        ({"name": "name: {a: b}"}, "2:7: 'name' must be text, not a table of keys"),
        ({"name": 'name: "—"'}, "2:7: '—' has no letter or digit, so nobody can type it; write a name"),
        ({"more": "alias: x"}, "7:1: 'alias' is not a key of a topic; did you mean 'aliases'?"),
        ({"more": "aliases: Rope"}, "7:10: 'aliases' must be a list of texts in brackets: [one, two]"),
        ({"more": "aliases: [a, a]"}, "7:14: 'a' is given twice in 'aliases'; keep one"),
        ({"more": "related: [rope]"}, "7:11: 'rope' is related to itself; take it out"),
        ({"more": "related: [opkon]"}, "7:11: there is no topic 'opkon'; did you mean 'opcon'?"),
        (
            {"more": "aliases: [전작권]"},
            "7:11: '전작권' already names 'opcon' (FOLDER/topics/opcon.md:5); give it to one topic",
        ),
        (
            {"more": "aliases: [U.S.F.K.]"},
            "7:11: 'U.S.F.K.' already names 'usfk' (FOLDER/topics/usfk.md:1); give it to one topic",
        ),
        ({"reviewed": "reviewed: 2026-11"}, "4:11: 'reviewed' is not a day: '2026-11'; write it like 2026-11-23"),
        ({"reviewed": "reviewed: 2026-02-30"}, "4:11: 'reviewed' is not a day: '2026-02-30'; write it like 2026-11-23"),
        ({"statements": "statements: []"}, "5:13: 'statements' is empty; write at least one"),
        ({"body": "---\n"}, "7:1: the summary is missing; write two sentences after the front matter"),
        ({"body": "---\nRope is\n- dear."}, "9:1: the summary is plain text; take out the '-'"),
        ({"body": "---\nRope is **dear**."}, "8:9: the summary is plain text; take out the '**'"),
        ({"body": ""}, "1:1: the front matter is not closed; end it with a line of its own: ---"),
        ({"name": "name: &a Rope"}, "2:7: aliases (*) and anchors (&) are not read; write the value out, or quote it"),
        ({"name": "name: *a"}, "2:7: aliases (*) and anchors (&) are not read; write the value out, or quote it"),
        (
            {"name": "name: !!python/name:os.system x"},
            "2:7: tags (!) are not read; leave the tag out, or quote the value",
        ),
        ({"name": "name: Rope\nname: Oil"}, "3:1: 'name' is given twice (first on line 2); keep one"),
        ({"name": "name: Rope: dear"}, "2:11: a second ': ' in this line; quote the value"),
        ({"name": "\tname: Rope"}, "2:1: a tab indents this line; indent with spaces"),
        ({"name": "name: a\x07b"}, "2:8: a control character is not allowed here; remove it"),
        ({"name": "name: " + "[" * 25 + "]" * 25}, "2:26: nested deeper than 20 levels; flatten it"),
    ],
)
def test_a_problem_of_a_topic_has_its_line_column_and_mend(folder: Path, changes: dict[str, str], message: str) -> None:
    (folder / "topics/rope.md").write_text(topic(**changes), "utf-8")

    assert f"topics/rope.md:{message.replace('FOLDER', str(folder))}" in messages(folder)


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (
            "id: 1, as_of: 2026, held_by: fact, cites: [almanac-peninsula#1]",
            "5: 'text' is missing; add it to the statement",
        ),
        (
            "text: T, id: 1, held_by: fact, cites: [almanac-peninsula#1]",
            "5: 'as_of' is missing; add it to the statement",
        ),
        (
            "id: one, text: T, as_of: 2026, held_by: fact, cites: [almanac-peninsula#1]",
            "10: 'id' must be a whole number from 1, not 'one'",
        ),
        (
            "id: 0, text: T, as_of: 2026, held_by: fact, cites: [almanac-peninsula#1]",
            "10: 'id' must be a whole number from 1, not '0'",
        ),
        (
            "held_by: someone, id: 1, text: T, as_of: 2026, cites: [almanac-peninsula#1]",
            "15: 'someone' is not valid for 'held_by'; write one of: fact, official, supporters, critics, analysis",
        ),
        (
            "cites: [], id: 1, text: T, as_of: 2026, held_by: fact",
            "13: 'cites' is empty; name a document and a passage: [document#1]",
        ),
        ("cites: [x], id: 1, text: T, as_of: 2026, held_by: fact", "14: 'x' is not a citation; write document#passage"),
        (
            "cites: [almanac#1], id: 1, text: T, as_of: 2026, held_by: fact",
            "14: almanac#1: there is no document 'almanac'; did you mean 'almanac-peninsula'?",
        ),
        (
            "cites: [almanac-peninsula#7], id: 1, text: T, as_of: 2026, held_by: fact",
            "14: almanac-peninsula#7: 'almanac-peninsula' has 6 passages; cite one that is there",
        ),
        (
            "cites: [../../etc/passwd#1], id: 1, text: T, as_of: 2026, held_by: fact",
            "14: '../../etc/passwd#1' is not a citation; write document#passage",
        ),
    ],
)
def test_a_problem_of_a_statement_has_its_place(folder: Path, statement: str, message: str) -> None:
    (folder / "topics/rope.md").write_text(topic(statements=f"statements:\n  - {{{statement}}}"), "utf-8")

    assert messages(folder) == [f"topics/rope.md:6:{message}"]


def test_an_id_is_never_given_twice(folder: Path) -> None:
    mend(folder / "topics/cfc.md", ("id: 3", "id: 1"), ("[1, 3]", "[1]"))

    assert messages(folder) == [
        "topics/cfc.md:26:9: id 1 is already on line 20; ids are never shared or reused; take the next free one"
    ]


def test_a_disagreement_has_two_sides(folder: Path) -> None:
    mend(
        folder / "topics/usfk.md",
        ("      - text: 23,500.\n        held_by: analysis\n        as_of: 2026\n", ""),
        ("        cites: [harbour-gazette-2026#4]\n---", "---"),
    )

    assert messages(folder) == ["topics/usfk.md:26:7: a disagreement has two sides or more; write the others"]


def test_what_a_broken_file_breaks_is_said_once(folder: Path) -> None:
    (folder / "topics/opcon.md").write_text("broken", "utf-8")
    (folder / "documents/almanac-peninsula.md").write_bytes(b"caf\x81")

    assert messages(folder) == [
        "documents/almanac-peninsula.md:1: not UTF-8 (byte 0x81 at offset 3); save it as UTF-8",
        "topics/opcon.md:1:1: the front matter is missing; begin the file with a line of its own: ---",
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("kynd: news", "1:1: 'kynd' is not a key of a document; did you mean 'kind'?"),
        ("kind: gossip", "1:7: 'gossip' is not valid for 'kind'; write one of: official, news, analysis, reference"),
        (
            "published: 24 January",
            "1:12: 'published' is not a date: '24 January'; write 2026, 2026-01, 2026-01-24 or undated",
        ),
        (
            "url: javascript:alert(1)",
            "1:6: 'url' is not valid: 'javascript:alert(1)'; write a whole address: https://…",
        ),
        ("url: https://a|b", "1:6: 'url' is not valid: 'https://a|b'; write a whole address: https://…"),
        ("language: English", "1:11: 'language' is not valid: 'English'; write a language code such as en or ko"),
        ("- a", "1:1: this is not a list of keys; write one 'key: value' a line"),
        ("title: [a]", "1:8: 'title' must be text, not a list"),
        ("note: yes", "1:7: 'yes' is not valid for 'note'; write one of: true, false"),
        (
            "published_from: word",
            "1:17: 'word' is not valid for 'published_from'; write one of: byline, front matter, copyright line, guess",
        ),
        ("places: {1: p. 3, 2: p. 4}", "1:22: there is no passage 2: 'a' has 1; take it out"),
        ("places: [p. 3]", "1:9: 'places' must be numbers and texts, not a list: places: {8: p. 3}"),
    ],
)
def test_a_problem_of_a_sidecar_has_its_place(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE, "utf-8")
    (tmp_path / "a.txt.yaml").write_text(line, "utf-8")

    assert messages(tmp_path) == [f"a.txt.yaml:{message}"]


def test_a_problem_in_the_front_matter_of_a_document_has_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: T\nkind: gossip\n---\n{SENTENCE}", "utf-8")

    assert messages(tmp_path) == [
        "a.md:3:7: 'gossip' is not valid for 'kind'; write one of: official, news, analysis, reference"
    ]


def test_of_two_topics_with_one_name_the_alias_gives_way(folder: Path) -> None:
    mend(folder / "topics/cfc.md", ("aliases: [", "aliases: [USFK, the usfk, "))

    assert messages(folder) == [
        f"topics/cfc.md:6:11: 'USFK' already names 'usfk' ({folder}/topics/usfk.md:1); give it to one topic"
    ]
