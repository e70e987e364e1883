"""A document added beside the others: looked at, corrected, saved in the folder or the store, loaded, or taken back."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from store.content import file_marks
from store.db import load_lock
from store.errors import LoadRunning, NoInput, SeedsInvalid, StorageFailed
from store.files.decoding import Unreadable
from store.ingest.model import Added, AddRequest, AlreadyThere, FieldsWrong, Look, Pulled, Raw, ReadOnlyFolder
from store.ingest.storage import SeedFiles
from store.model import Citation, Kind, PartialDate
from store.model.documents import FIELDS
from tests.conftest import NOW, SEEDS
from tests.store.outages import silent_after_a_commit
from tests.store.powers import read_only

if TYPE_CHECKING:
    from pathlib import Path

    from store.core import BriefingStore
    from store.ingest.service import DocumentIngest

LATER = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NOTE = b"""The Price of Lamps
By Ines Okafor
24 January 2026

The garrison pays for half of its lamps, says the cost-sharing agreement that was signed last spring.

Wartime command is nowhere named in it, although both ministers had asked for OPCON to be settled first.
"""
AGAIN = b"\nOPCON comes first, say the generals, and oil comes after it.\n"


@pytest.fixture
def adding(loaded_store: BriefingStore, folder: Path) -> DocumentIngest:
    return loaded_store.ingest(folder)


def said(look: Look, **otherwise: str) -> dict[str, str]:
    """What a form says that nobody has changed but for *otherwise*."""
    source = look.document.source
    guessed = {key: "" if getattr(source, key) is None else str(getattr(source, key)) for key in FIELDS}
    return guessed | otherwise


def add(
    adding: DocumentIngest, raw: Raw, *, topics: tuple[str, ...] = (), replace: bool = False, **fields: str
) -> Added:
    look = adding.look(raw)
    id_ = fields.pop("id", look.document.source.id)
    return adding.add(raw, AddRequest(id_, said(look, **fields), topics, replace), by="jisoo", at=LATER)


def in_folder(folder: Path) -> list[str]:
    """Every file in the folder beside those of the fixture, hidden ones too."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return sorted(found - {path.relative_to(SEEDS).as_posix() for path in SEEDS.rglob("*") if path.is_file()})


def in_store(store: BriefingStore) -> list[str]:
    with store.database.read() as connection:
        return [one.name for one in file_marks.listed(connection)]


# Looking


def test_a_look_tells_what_is_guessed_and_changes_nothing(adding: DocumentIngest, loaded_store, folder) -> None:
    look = adding.look(Raw("Lamps, 2026.txt", NOTE))

    assert look.document.source.id == "lamps-2026"
    assert look.document.source.title == "The Price of Lamps"
    assert look.document.source.published == PartialDate(2026, 1, 24)
    assert len(look.document.passages) == 2
    assert (look.present, look.twin, look.shaken) == (None, None, ())
    assert in_folder(folder) == in_store(loaded_store) == []
    assert loaded_store.snapshot.generation == 1


def test_the_topics_that_it_names_come_the_most_named_first(adding: DocumentIngest) -> None:
    assert adding.look(Raw("lamps.txt", NOTE + AGAIN)).topics == ("opcon", "usfk", "sma")


def test_the_topics_that_it_says_itself_come_first(adding: DocumentIngest) -> None:
    look = adding.look(Raw("lamps.txt", b"---\ntopics: [cfc]\n---\n" + NOTE + AGAIN))

    assert look.topics == ("cfc", "opcon", "usfk", "sma")


def test_the_same_text_under_another_name_is_recognised(adding: DocumentIngest) -> None:
    data = (SEEDS / "documents/almanac-peninsula.md").read_bytes()

    look = adding.look(Raw("copy.md", data.replace(b"title: ", b"title: Copy of ")))

    assert look.twin is not None
    assert look.twin.source.id == "almanac-peninsula"
    assert adding.look(Raw("other.md", data + b"\nOne more passage.\n")).twin is None


def test_an_id_that_is_taken_is_told_with_what_would_be_shaken(adding: DocumentIngest) -> None:
    data = (SEEDS / "documents/harbour-gazette-2026.md").read_bytes().replace(b"six hours", b"five hours")

    look = adding.look(Raw("harbour-gazette-2026.md", data))

    assert look.present is not None
    assert look.shaken == (Citation("harbour-gazette-2026", 1),)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        (
            "lamps.odt",
            NOTE,
            "is not a document that can be read; save it as one of .txt, .md, .html, .htm, .pdf, .docx",
        ),
        ("lamps.txt", b"", "has no text that can be read"),
        ("lamps.txt", b"caf\x81", "not UTF-8"),
        ("lamps.pdf", NOTE, "is not a PDF"),
        ("lamps.docx", NOTE, "is not a Word file"),
        ("lamps.txt", bytes(5 * 1024 * 1024 + 1), "is larger than 5 MiB"),
    ],
)
def test_what_cannot_be_read_says_why(adding: DocumentIngest, name: str, data: bytes, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        adding.look(Raw(name, data))

    assert caught.value.message.startswith(message)


def test_front_matter_that_is_wrong_is_said_with_its_place(adding: DocumentIngest) -> None:
    with pytest.raises(SeedsInvalid) as caught:
        adding.look(Raw("lamps.md", b"---\ntitel: Lamps\n---\n" + NOTE))

    assert str(caught.value) == "lamps.md:2:1: 'titel' is not a key of a document; did you mean 'title'?"


# What is said of it


@pytest.mark.parametrize(
    ("field", "text", "problem"),
    [
        ("title", " ", "Give it a title."),
        ("published", "soon", "'published' is not a date: 'soon'; write 2026, 2026-01, 2026-01-24 or undated."),
        ("published", "2026-13", "'published' is not a date: '2026-13'; write 2026, 2026-01, 2026-01-24 or undated."),
        ("url", "example.org", "'url' is not valid: 'example.org'; write a whole address: https://…."),
        ("language", "Korean", "'language' is not valid: 'Korean'; write a language code such as en or ko."),
        ("kind", "gossip", "'gossip' is not valid for 'kind'; write one of: official, news, analysis, reference."),
    ],
)
def test_a_field_that_cannot_be_so_is_named(adding: DocumentIngest, field: str, text: str, problem: str) -> None:
    look = adding.look(Raw("lamps.txt", NOTE))

    assert adding.wrong(AddRequest("lamps", said(look, **{field: text}))) == {field: problem}


def test_several_fields_are_named_at_once_and_nothing_is_saved(adding: DocumentIngest, folder: Path) -> None:
    with pytest.raises(FieldsWrong) as caught:
        add(adding, Raw("lamps.txt", NOTE), published="soon", url="x", id="../lamps")

    assert set(caught.value.fields) == {"published", "url", "id"}
    assert in_folder(folder) == []


@pytest.mark.parametrize(
    ("id_", "problem"),
    [
        ("", "This cannot be an id"),
        ("../lamps", "This cannot be an id"),
        ("a/b", "This cannot be an id"),
        (".lamps", "This cannot be an id"),
        ("등대", "This cannot be an id"),
        ("almanac-peninsula", "This is the id of “"),
        ("Almanac-Peninsula", "This differs from 'almanac-peninsula' by capitals alone"),
    ],
)
def test_an_id_must_be_one_and_free(adding: DocumentIngest, id_: str, problem: str) -> None:
    wrong = adding.wrong(AddRequest(id_, said(adding.look(Raw("lamps.txt", NOTE)))))

    assert wrong["id"].startswith(problem)


def test_a_readme_at_the_top_of_a_folder_without_parts_would_not_be_read(loaded_store, tmp_path: Path) -> None:
    adding = loaded_store.ingest(tmp_path)

    assert adding.wrong(AddRequest("readme", {"title": "T"})) == {
        "id": "A file of this name is not read; choose another id."
    }


@pytest.mark.parametrize(
    ("title", "id_"),
    [
        ("What Seoul / Washington owe: a Note on Money", "what-seoul-washington-owe-a-note"),
        ("OPCON", "opcon"),
        ("Almanac (Peninsula)", "almanac-peninsula-2"),
    ],
)
def test_a_free_id_is_made_of_the_title(adding: DocumentIngest, title: str, id_: str) -> None:
    assert adding.free_id(title) == id_


def test_a_free_id_of_a_title_in_hangul_is_one(adding: DocumentIngest) -> None:
    id_ = adding.free_id("전작권 전환")

    assert adding.wrong(AddRequest(id_, {"title": "T"})) == {}


# DocumentIngest


def test_a_document_is_saved_with_its_corrections_and_is_live(adding: DocumentIngest, loaded_store, folder) -> None:
    done = add(
        adding,
        Raw("Lamps 2026.txt", NOTE),
        topics=("sma", "usfk"),
        title='What "Lamps" Cost: a Note',
        author="",
        kind="official",
        published="",
    )

    source = done.document.source
    assert (source.id, source.title) == ("lamps-2026", 'What "Lamps" Cost: a Note')
    assert (source.author, source.kind, source.published) == (None, Kind.OFFICIAL, None)
    assert source.topics == ("sma", "usfk")
    assert (done.loaded.generation, done.loaded.difference.documents.added) == (2, ("lamps-2026",))
    assert not done.kept
    assert in_folder(folder) == ["documents/lamps-2026.txt", "documents/lamps-2026.txt.yaml"]
    assert (folder / "documents/lamps-2026.txt").read_bytes() == NOTE
    assert (folder / "documents/lamps-2026.txt.yaml").read_text("utf-8").splitlines() == [
        'title: "What \\"Lamps\\" Cost: a Note"',
        "author: none",
        "kind: official",
        "published: undated",
        "topics: [sma, usfk]",
    ]
    assert loaded_store.search("lamps").found[0].source.id == "lamps-2026"


def test_what_was_guessed_right_needs_no_sidecar(adding: DocumentIngest, folder: Path) -> None:
    add(adding, Raw("lamps.txt", NOTE))

    assert in_folder(folder) == ["documents/lamps.txt"]


def test_another_id_is_another_file_name(adding: DocumentIngest, folder: Path) -> None:
    done = add(adding, Raw("../../etc/passwd.txt", NOTE), id="okafor-2026")

    assert done.document.source.id == "okafor-2026"
    assert in_folder(folder) == ["documents/okafor-2026.txt"]


def test_a_folder_without_parts_gets_it_at_its_top(store: BriefingStore, tmp_path: Path) -> None:
    folder = tmp_path / "only"
    folder.mkdir()
    (folder / "first.txt").write_bytes(NOTE)
    store.load(folder, by="tests", at=NOW)

    add(store.ingest(folder), Raw("second.txt", NOTE + b"\nAnd one sentence more, about oil.\n"))

    assert set(store.snapshot.sources) == {"first", "second"}
    assert sorted(path.name for path in folder.iterdir()) == ["first.txt", "second.txt"]


def test_what_else_waited_in_the_folder_comes_with_it(adding: DocumentIngest, folder: Path) -> None:
    (folder / "documents/waiting.txt").write_bytes(NOTE.replace(b"lamps", b"boats"))

    assert add(adding, Raw("lamps.txt", NOTE)).loaded.difference.documents.added == ("lamps", "waiting")


# Replacing


def test_a_document_is_replaced_whatever_kind_of_file_it_was(adding: DocumentIngest, folder) -> None:
    add(adding, Raw("lamps.txt", NOTE), title="Lamps", topics=("cfc",))

    done = add(adding, Raw("lamps.html", b"<h1>Lamps Again</h1><p>Rope is dear this year, they say.</p>"), replace=True)

    assert done.loaded.difference.documents.changed == ("lamps",)
    assert done.document.source.title == "Lamps Again"
    assert in_folder(folder) == ["documents/lamps.html"]


def test_a_file_that_the_store_does_not_know_yet_is_not_written_over(adding: DocumentIngest, folder: Path) -> None:
    (folder / "documents/lamps.md").write_bytes(b"Somebody else was faster.")

    with pytest.raises(AlreadyThere, match="has the id 'lamps' already"):
        add(adding, Raw("lamps.txt", NOTE))

    assert in_folder(folder) == ["documents/lamps.md"]


# Refused


def shorten_what_a_topic_cites(folder: Path) -> None:
    """Take the passages away that statements stand on, so that nothing of the folder can be loaded."""
    (folder / "documents/harbour-gazette-2026.md").write_text("---\ntitle: Gazette\n---\nThey left.\n", "utf-8")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("documents/broken.pdf", b"no PDF"),
        ("documents/almanac-peninsula.md", b"---\npublished: some day\n---\nRope.\n"),
        ("topics/broken.md", b"---\nname: Broken\n---\n"),
        ("topics/oil.txt", b"Oil."),
    ],
)
def test_a_bad_file_elsewhere_in_the_folder_is_left_as_it_was_and_named(
    adding: DocumentIngest, loaded_store: BriefingStore, folder: Path, name: str, content: bytes
) -> None:
    before = loaded_store.snapshot
    (folder / name).write_bytes(content)

    done = add(adding, Raw("lamps.txt", NOTE), title="Lamps")

    assert done.document.source.id in loaded_store.snapshot.sources
    assert {one.problem.file.endswith(name) for one in loaded_store.loader.bad_files()} == {True}
    assert loaded_store.snapshot.topics == before.topics
    assert {*before.sources.items()} <= {*loaded_store.snapshot.sources.items()}
    with pytest.raises(SeedsInvalid, match=name):
        loaded_store.load(folder, by="tests", at=LATER)


def test_what_it_should_have_replaced_is_back_after_a_refusal(adding: DocumentIngest, folder) -> None:
    add(adding, Raw("lamps.txt", NOTE), title="Lamps")
    shorten_what_a_topic_cites(folder)
    before = {name: (folder / name).read_bytes() for name in in_folder(folder)}

    with pytest.raises(SeedsInvalid):
        add(adding, Raw("lamps.html", b"<p>Rope is dear this year, they say.</p>"), replace=True)

    assert {name: (folder / name).read_bytes() for name in in_folder(folder)} == before


def test_a_replaced_passage_that_is_cited_must_still_be_there(adding: DocumentIngest, folder: Path) -> None:
    short = b"---\ntitle: Gazette\n---\nMinisters met for five hours on Tuesday and left.\n"

    with pytest.raises(SeedsInvalid, match="harbour-gazette-2026#"):
        add(adding, Raw("harbour-gazette-2026.md", short), replace=True)

    assert in_folder(folder) == []
    assert b"six hours" in (folder / "documents/harbour-gazette-2026.md").read_bytes()


def test_while_somebody_loads_it_is_refused_and_nothing_left(adding: DocumentIngest, loaded_store, folder) -> None:
    with load_lock.taken(loaded_store.database, by="minjun", at=NOW), pytest.raises(LoadRunning, match="minjun"):
        add(adding, Raw("lamps.txt", NOTE))

    assert in_folder(folder) == []


def test_without_a_folder_it_says_so(loaded_store: BriefingStore, tmp_path: Path) -> None:
    with pytest.raises(NoInput):
        add(loaded_store.ingest(tmp_path / "nowhere"), Raw("lamps.txt", NOTE))


def test_a_full_disk_changes_nothing(
    adding: DocumentIngest, loaded_store: BriefingStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("store.ingest.atomic_files.os.fsync", full)

    with pytest.raises(StorageFailed, match="Could not save; nothing changed"):
        add(adding, Raw("lamps.txt", NOTE))

    assert in_folder(folder) == in_store(loaded_store) == []


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_what_is_live_stays_even_if_it_cannot_be_read_back(adding: DocumentIngest, loaded_store, folder) -> None:
    with silent_after_a_commit():
        done = add(adding, Raw("lamps.txt", NOTE), title="Lamps", topics=("sma",))

    assert in_folder(folder) == ["documents/lamps.txt", "documents/lamps.txt.yaml"]
    loaded_store.refresh()
    assert loaded_store.document("lamps") == done.document


# The folder that cannot be written


def test_a_read_only_folder_leaves_the_file_to_the_store(adding: DocumentIngest, loaded_store, folder) -> None:
    with read_only(folder):
        done = add(adding, Raw("lamps.txt", NOTE), title="Lamps", topics=("sma",))

    assert done.kept
    assert done.document.source.title == "Lamps"
    assert in_folder(folder) == []
    assert in_store(loaded_store) == ["documents/lamps.txt", "documents/lamps.txt.yaml"]
    assert not loaded_store.load(folder, by="tests", at=LATER).changed


def test_what_the_store_keeps_can_be_replaced_and_what_the_folder_has_cannot(adding, loaded_store, folder) -> None:
    with read_only(folder):
        add(adding, Raw("lamps.txt", NOTE), title="Lamps")
        add(adding, Raw("lamps.md", NOTE + b"\nAnd one sentence more, about oil.\n"), replace=True)
        with pytest.raises(ReadOnlyFolder, match=r"almanac-peninsula\.md: cannot be replaced"):
            add(adding, Raw("almanac-peninsula.md", NOTE), replace=True)

    assert in_store(loaded_store) == ["documents/lamps.md"]


def test_a_refused_load_leaves_nothing_in_the_store_either(adding: DocumentIngest, loaded_store, folder) -> None:
    with read_only(folder):
        add(adding, Raw("lamps.txt", NOTE), title="Lamps")
    shorten_what_a_topic_cites(folder)

    with read_only(folder), pytest.raises(SeedsInvalid):
        add(adding, Raw("lamps.md", NOTE), replace=True, title="Other")
    with read_only(folder), pytest.raises(SeedsInvalid):
        add(adding, Raw("boats.md", NOTE))

    with loaded_store.database.read() as connection:
        found = {one.name: one.content for one in file_marks.listed(connection)}
    assert found == {"documents/lamps.txt": NOTE, "documents/lamps.txt.yaml": b'title: "Lamps"\n'}


def test_a_writable_folder_takes_over_what_the_store_kept(adding: DocumentIngest, loaded_store, folder) -> None:
    with read_only(folder):
        add(adding, Raw("lamps.txt", NOTE), title="Lamps")

    add(adding, Raw("lamps.md", NOTE + b"\nAnd one sentence more, about oil.\n"), replace=True)

    assert in_store(loaded_store) == []
    assert in_folder(folder) == ["documents/lamps.md"]


# Pulling


@pytest.fixture
def shelf(adding: DocumentIngest, loaded_store: BriefingStore, folder: Path) -> SeedFiles:
    """A shelf whose store keeps a document with its sidecar."""
    with read_only(folder):
        add(adding, Raw("lamps.txt", NOTE), title="Lamps")
    return SeedFiles(loaded_store.database, folder)


def test_what_was_kept_is_written_out_and_let_go(shelf: SeedFiles, loaded_store, folder) -> None:
    assert shelf.pull() == Pulled(("documents/lamps.txt", "documents/lamps.txt.yaml"), ())

    assert in_store(loaded_store) == []
    assert (folder / "documents/lamps.txt").read_bytes() == NOTE
    assert not loaded_store.load(folder, by="tests", at=LATER).changed
    assert shelf.pull() == Pulled((), ())


def test_a_file_that_the_folder_has_otherwise_stays_in_the_store(shelf: SeedFiles, loaded_store, folder) -> None:
    (folder / "documents/lamps.txt").write_bytes(b"An editor was here.")

    assert shelf.pull() == Pulled((), ("documents/lamps.txt", "documents/lamps.txt.yaml"))

    assert in_store(loaded_store) == ["documents/lamps.txt", "documents/lamps.txt.yaml"]
    assert (folder / "documents/lamps.txt").read_bytes() == b"An editor was here."


def test_a_file_that_the_folder_has_just_so_is_let_go(shelf: SeedFiles, loaded_store, folder) -> None:
    (folder / "documents/lamps.txt").write_bytes(NOTE)

    assert shelf.pull().left == ()

    assert in_store(loaded_store) == []


def test_when_there_is_no_room_for_all_files_none_is_written(
    shelf: SeedFiles, loaded_store: BriefingStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def full(path: Any, *given: Any) -> int:
        if str(path).endswith("lamps.txt.yaml"):
            raise OSError(28, "No space left on device")
        return real(path, *given)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", full)
        with pytest.raises(StorageFailed, match="could not be saved to; nothing changed"):
            shelf.pull()

    assert in_folder(folder) == []
    assert len(in_store(loaded_store)) == 2
    assert len(shelf.pull().written) == 2


def test_a_folder_that_cannot_be_written_keeps_it_in_the_store(shelf: SeedFiles, loaded_store, folder) -> None:
    with read_only(folder), pytest.raises(ReadOnlyFolder, match="cannot be written here; give another folder"):
        shelf.pull()

    assert len(in_store(loaded_store)) == 2
    assert in_folder(folder) == []
