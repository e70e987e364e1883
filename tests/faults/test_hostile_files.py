"""Files that mean harm get the table's answer, in time and in little room, and what was loaded before stays.

Each is in the folder of a real `alliance load`, in a process of its own that
is measured from its start to its end: at most two seconds and 200 MiB, with
all that it starts itself. `limits` says how that is judged.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from store.core import BriefingStore
from store.model import Brief
from tests.bot.listeners import test_documents as adding
from tests.bot.served import opened
from tests.faults.bombs import MIB, SENTENCE, climbing_beside_the_text
from tests.faults.conftest import ALLIANCE, environment
from tests.faults.hostile import HEAVY, SMALL, of_topic, place_what_is_no_file
from tests.faults.limits import holds_to_its_limits, in_time, measured, taken
from tests.paths import seeds_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.bot.served import Team
    from tests.faults.hostile import Hostile
    from tests.faults.limits import Measured


@dataclass(frozen=True, slots=True)
class Office:
    """A store with generation 1, and its folder."""

    url: str
    folder: Path

    def __call__(self, *command: str) -> Measured:
        """Run `alliance` with the folder as its last argument."""
        return measured([ALLIANCE, *command, str(self.folder)], environment(self.url))

    def put(self, hostile: Hostile) -> None:
        (self.folder / hostile.name).write_bytes(hostile.make())

    @property
    def generation(self) -> int:
        """The live generation; the store still answers as it did before."""
        store = BriefingStore.open(self.url)
        answer = store.ask("opcon")
        store.close()
        assert isinstance(answer, Brief)
        assert answer.topic.statements[0].text.startswith("No year has been set")
        return answer.generation


@pytest.fixture
def office(loaded_store: BriefingStore, sqlite_url: str, tmp_path: Path) -> Office:
    """An office where the fixture seeds are loaded, as generation 1, and a copy of them that may be spoilt."""
    loaded_store.close()
    return Office(sqlite_url, seeds_in(tmp_path))


def shown(folder: Path, name: str) -> str:
    """A file as it is named to a person: nothing invisible, nothing that is no character."""
    plain = name.encode("utf-8", "replace").decode().replace("\u202e", "").replace("\n", " ")
    return f"{folder}/{plain}"


def test_every_hostile_file_of_a_folder_is_named_with_its_problem_and_its_mend(office: Office, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    said = place_what_is_no_file(office.folder, tmp_path / "outside")
    for hostile in SMALL:
        office.put(hostile)
    said |= {hostile.name: hostile.says for hostile in SMALL if hostile.says}

    loaded, checked = office("load"), office("check")

    lines = checked.err.splitlines()
    for name, says in said.items():
        assert [line for line in lines if line.startswith(shown(office.folder, name) + says)], name
    assert {line.split(":")[0] for line in lines} == {shown(office.folder, name).split(":")[0] for name in said}
    more = f"… and {len(lines) - 10} more; alliance check lists them all"
    assert (loaded.code, loaded.out, loaded.err.splitlines()) == (65, "", [*lines[:10], more])
    assert checked.code == 65
    # Seventy files: together they may take what two may.
    assert holds_to_its_limits(loaded, times=2), loaded
    assert holds_to_its_limits(checked, times=2), checked
    assert office.generation == 1


@pytest.mark.prove
@pytest.mark.parametrize("hostile", HEAVY, ids=lambda hostile: hostile.name)
def test_a_file_that_is_made_to_keep_us_busy_is_answered_in_time_and_in_little_room(
    office: Office, hostile: Hostile, record_property: Any
) -> None:
    office.put(hostile)

    loaded = office("load")

    record_property("seconds", loaded.seconds)
    record_property("mebibytes", loaded.mebibytes)
    assert holds_to_its_limits(loaded), loaded
    if hostile.says:
        assert loaded.err.startswith(shown(office.folder, hostile.name) + hostile.says)
    assert loaded.code == (65 if hostile.says else 0)
    assert office.generation == (1 if hostile.says else 2)


SOUND = {
    "documents/windows.txt": b"\xef\xbb\xbfLamps are dark tonight.\r\n\r\nRope is dear this year.\r\n",
    "documents/signs.txt": "Some \u202elamps\u202c are \u2066dark\u2069, \0and rope\u200b is dear.".encode(),
    "documents/scripts.html": b"<p onclick='x()'>%s</p><script>alert(1)</script><p>&lt;script&gt; is said.</p>"
    % SENTENCE,
    "documents/half.txt": SENTENCE.decode().encode("utf-16-le"),
    "documents/marked.txt": SENTENCE.decode().encode("utf-16"),
    "documents/climbs.docx": climbing_beside_the_text(),
    "topics/lamps.md": of_topic("korean: \u202e램프\u202c").replace(b"Two lamps", "Two \u2066lamps\0".encode()),
}


def test_what_only_looks_hostile_is_read_and_nothing_of_it_is_left(office: Office) -> None:
    for name, data in SOUND.items():
        (office.folder / name).write_bytes(data)

    loaded = office("load")

    assert holds_to_its_limits(loaded), loaded
    assert (loaded.code, loaded.err) == (0, "")
    assert office.generation == 2
    store = BriefingStore.open(office.url)
    documents = {path.stem for path in map(Path, SOUND) if path.parent.name == "documents"}
    said = {stem: [one.text for one in store.document(stem).passages] for stem in documents}
    answer = store.ask("lamps")
    store.close()
    assert isinstance(answer, Brief)
    assert (answer.topic.korean, answer.topic.summary) == ("램프", "Two lamps. No more.")
    assert said["half"] == said["marked"] == [SENTENCE.decode()]
    assert said["windows"] == ["Lamps are dark tonight.", "Rope is dear this year."]
    assert said["signs"] == ["Some lamps are dark, and rope is dear."]
    assert said["scripts"] == [SENTENCE.decode(), "<script> is said."]
    assert said["climbs"] == [SENTENCE.decode()]
    assert not [path for path in (office.folder.parent, Path("/tmp")) if (path / "escaped.txt").exists()]  # noqa: S108 - nobody wrote there


def test_a_file_that_grows_while_it_is_read_ends(office: Office) -> None:
    path = office.folder / "documents" / "grows.txt"
    path.write_bytes(SENTENCE)

    with growing(path):
        loaded = office("load")

    assert holds_to_its_limits(loaded), loaded
    assert loaded.code in {0, 65}
    assert loaded.code == 0 or "grows.txt: is larger than 5 MiB; split it" in loaded.err
    assert office.generation == (2 if loaded.code == 0 else 1)


@contextmanager
def growing(path: Path) -> Iterator[None]:
    """Somebody writes to the file for as long as this lasts."""
    done = threading.Event()

    def write() -> None:
        with path.open("ab", buffering=0) as file:
            while not done.wait(0.002) and file.tell() < 64 * MIB:
                file.write(SENTENCE * 1_000)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        done.set()
        writer.join()


# Through Slack's door


@pytest.fixture
async def team(loaded_store: BriefingStore, folder: Path) -> AsyncIterator[Team]:
    """The team, whose administrator adds files."""
    async with opened(loaded_store, seeds=folder) as made:
        yield made


HANDED = {
    "gigabyte.pdf",
    "spaces.docx",
    "laughs.docx",
    "climbs.docx",
    "fake.pdf",
    "latin.txt",
    "anchors.md",
    "edits.txt",
}


@pytest.mark.parametrize(
    "hostile",
    [one for one in SMALL + HEAVY if Path(one.name).name in HANDED and one.name.startswith("documents/")],
    ids=lambda hostile: hostile.name,
)
async def test_a_hostile_file_that_is_handed_over_in_slack_gets_the_same_answer_in_time(
    team: Team, folder: Path, hostile: Hostile
) -> None:
    name = Path(hostile.name).name
    message = await adding.uploaded(team, name, hostile.make())
    before = taken()

    await adding.begin(team, message)

    took = taken() - before
    assert in_time(took), took
    problem = hostile.says.rpartition(": ")[2]
    assert f"{name}{hostile.says}" in adding.told(team) or problem in adding.told(team)
    assert adding.in_folder(folder) == []


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("../../../etc/passwd.txt", "passwd"),
        ("..\\..\\lamps.txt", "lamps"),
        ("/etc/lamps.txt", "lamps"),
        ("lamps\n\n2026.txt", "lamps-2026"),
        ("lamps\u202e\u2066.txt", "lamps"),
        ("\0lamps\0.txt", "lamps"),
        (f"{'lamps-' * 60}.txt", None),
        ("….txt", None),
        ("<!channel>.txt", "channel"),
    ],
)
async def test_a_file_s_name_leads_nowhere_but_into_the_documents(
    team: Team, folder: Path, name: str, id_: str | None
) -> None:
    await adding.begin(team, await adding.uploaded(team, name))
    offered = adding.fields(team)["id"]
    assert offered == id_ or (id_ is None and 0 < len(offered) <= 100)

    wrong = await adding.submit(team, title="Lamps")

    assert wrong == {}
    assert "Version 2 is live" in adding.told(team)
    assert adding.in_folder(folder) == [f"{offered}.txt", f"{offered}.txt.yaml"]
    assert all_below(folder.parent) == all_below(folder)


def all_below(folder: Path) -> set[Path]:
    """Every file, but for the database."""
    return {path for path in folder.rglob("*") if path.is_file() and "alliance.db" not in path.name}


@pytest.mark.parametrize("id_", ["../x", "..", "a\\b", ".hidden", "a\nb", "a\0b"])
async def test_an_id_that_would_lead_elsewhere_is_refused_at_its_field(team: Team, folder: Path, id_: str) -> None:
    await adding.begin(team, await adding.uploaded(team, "lamps.txt"))

    wrong = await adding.submit(team, id=id_)

    assert list(wrong) == ["id"]
    assert adding.in_folder(folder) == []
