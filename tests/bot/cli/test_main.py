"""The command line: what scripts rely on, and what a person reads."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.config.release import release
from tests.faults.programs import Alliance
from tests.paths import SEEDS

ALLIANCE = str(Path(sys.executable).with_name("alliance"))


on_both = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def dialect(request: pytest.FixtureRequest) -> str:
    """SQLite, where a test does not ask for both: the rest of it is not about databases."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def alliance(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Alliance:
    """The command line in an empty folder, on a migrated database."""
    monkeypatch.chdir(tmp_path)
    settings = {"DATABASE_URL": database_url, "ALLIANCE_SEEDS": str(SEEDS), "PATH": os.defpath}
    return Alliance(settings, capsys)


@pytest.fixture
def loaded(alliance: Alliance) -> Alliance:
    """The same, with the fixture seeds loaded."""
    assert alliance("load").code == 0
    return alliance


@on_both
def test_a_brief_as_json_keeps_the_promised_keys(loaded: Alliance) -> None:
    ran = loaded("ask", "--json", "opcon")

    assert ran.code == 0
    assert list(ran.json) == [
        "query",
        "outcome",
        "topic",
        "choices",
        "brief",
        "passages",
        "generation",
        "statement",
        "answers",
        "unsaid",
        "total",
        "start",
        "notes",
        "comparison",
    ]
    assert (ran.json["query"], ran.json["outcome"], ran.json["topic"]) == ("opcon", "brief", "opcon")
    assert list(ran.json["brief"]) == [
        "slug",
        "name",
        "korean",
        "summary",
        "reviewed",
        "statements",
        "disagreements",
        "related",
        "stale",
        "summary_sentences",
        "open",
    ]
    assert ran.json["generation"] == 1


@on_both
def test_json_is_utf_8_as_it_is_written(loaded: Alliance) -> None:
    assert "전시작전통제권" in loaded("ask", "--json", "opcon").out


def test_the_option_may_stand_behind_the_words(loaded: Alliance) -> None:
    assert loaded("ask", "who", "leads", "--json").json["query"] == "who leads"


@on_both
def test_stdin_gives_one_object_a_line_in_order(loaded: Alliance) -> None:
    queries = ["opcon", "", "x" * 501, "전작권", "zebra husbandry", "SMA\r", 'AND "OR"']

    ran = loaded("ask", "--json", "-", stdin="\n".join(queries).encode() + b"\n\xff\xfe\n")

    assert ran.code == 0
    assert len(ran.lines) == len(queries) + 1
    assert [line["topic"] for line in ran.lines[:4]] == ["opcon", None, None, "opcon"]
    assert ran.lines[5]["topic"] == "sma"
    assert ran.lines[2]["outcome"] == "nothing"
    assert ran.err == "line 3: Please shorten this to 500 characters.\n"


def test_a_line_is_answered_before_the_next_is_written(loaded: Alliance) -> None:
    command = [ALLIANCE, "ask", "--json", "-"]
    with subprocess.Popen(command, env=loaded.settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        topics = []
        for query in (b"opcon\n", b"sma\n"):
            process.stdin.write(query)
            process.stdin.flush()
            topics.append(json.loads(process.stdout.readline())["topic"])

    assert topics == ["opcon", "sma"]


def test_stdin_in_plain_text_is_answered_in_plain_text(loaded: Alliance) -> None:
    ran = loaded("ask", "-", stdin=b"opcon\nsma\n")

    assert ran.out.index("OPCON") < ran.out.index("SMA")


def test_nothing_found_exits_with_1(loaded: Alliance) -> None:
    ran = loaded("ask", "--json", "zebra husbandry")

    assert (ran.code, ran.json["outcome"]) == (1, "nothing")


def test_nothing_found_is_said_on_stdout(loaded: Alliance) -> None:
    ran = loaded("ask", "zebra husbandry")

    assert (ran.code, ran.err) == (1, "")
    assert "zebra husbandry" in ran.out


def test_a_question_for_a_person_has_no_markup(loaded: Alliance) -> None:
    ran = loaded("ask", "opcon")

    assert ran.code == 0
    assert ran.out.startswith("OPCON")
    assert "\x1b" not in ran.out


def test_too_long_a_question_is_refused(loaded: Alliance) -> None:
    ran = loaded("ask", "x" * 501)

    assert (ran.code, ran.out, ran.err) == (64, "", "Please shorten this to 500 characters.\n")


def test_an_empty_question_asks_for_one(loaded: Alliance) -> None:
    ran = loaded("ask", " ")

    assert (ran.code, ran.err) == (64, "Say what to look up, for example: alliance ask opcon\n")


def test_an_argument_that_is_not_utf_8_is_answered(loaded: Alliance) -> None:
    ran = loaded("ask", "--json", "opcon\udce9")

    assert ran.json["query"].startswith("opcon")


@on_both
def test_search_finds_passages(loaded: Alliance) -> None:
    ran = loaded("search", "--json", "two", "flagpoles")

    assert (ran.code, ran.json["outcome"]) == (0, "passages")
    assert ran.json["passages"][0]["document"] == "almanac-peninsula"


def test_topics_are_listed(loaded: Alliance) -> None:
    assert [one["slug"] for one in loaded("topics", "--json").json] == ["cfc", "opcon", "sma", "usfk"]
    assert "opcon · " in loaded("topics").out


def test_sources_are_listed_as_one_array(loaded: Alliance) -> None:
    listed = loaded("sources", "--json").json

    assert [one["document"] for one in listed] == ["almanac-peninsula", "harbour-gazette-2026", "policy-review-2025"]
    assert list(listed[0]) == [
        "document",
        "title",
        "publisher",
        "author",
        "published",
        "kind",
        "note",
        "published_from",
    ]


@on_both
def test_one_source_comes_with_its_passages_and_their_topics(loaded: Alliance) -> None:
    record = loaded("sources", "almanac-peninsula", "--json").json

    assert record["document"] == "almanac-peninsula"
    assert list(record["passages"][0]) == ["number", "heading", "text", "topics"]
    assert [passage["number"] for passage in record["passages"]] == list(range(1, len(record["passages"]) + 1))
    assert any("opcon" in passage["topics"] for passage in record["passages"])


def test_an_unknown_source_exits_with_1(loaded: Alliance) -> None:
    ran = loaded("sources", "no-such")

    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "No document is called 'no-such'; all of them: alliance sources\n"


@on_both
def test_a_load_says_what_it_did(alliance: Alliance) -> None:
    first, second = alliance("load"), alliance("load", str(SEEDS))

    assert first.out.startswith("Loaded version 1: 4 topics, ")
    assert "topics: 4 added (cfc, opcon, sma, usfk)" in first.out
    assert second.out.startswith("Nothing changed; version 1 stands: 4 topics, ")


@on_both
def test_what_a_folder_lacks_is_retired(loaded: Alliance, folder: Path) -> None:
    for name in ("usfk", "sma"):
        (folder / "topics" / f"{name}.md").unlink()
    for path in (folder / "topics").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("related: [cfc, usfk]", "related: [cfc]"), encoding="utf-8")

    ran = loaded("load", str(folder), "--yes", "--json")  # half of the topics go: that has to be meant

    assert (ran.code, ran.err) == (0, "")
    assert ran.json["difference"]["topics"]["removed"] == ["sma", "usfk"]
    assert loaded("ask", "--json", "sma").json["topic"] is None


def test_a_folder_may_hold_just_documents(alliance: Alliance, tmp_path: Path) -> None:
    documents = shutil.copytree(SEEDS / "documents", tmp_path / "just")

    ran = alliance("load", str(documents), "--json")

    assert (ran.json["topics"], ran.json["documents"]) == (0, 3)


def test_load_makes_a_database_that_is_not_there(alliance: Alliance) -> None:
    new = "sqlite:///var/new/alliance.db"

    ran = alliance("load", "--json", DATABASE_URL=new)

    assert ran.json["generation"] == 1
    assert alliance("ask", "opcon", DATABASE_URL=new).code == 0


def test_check_says_what_a_folder_holds(alliance: Alliance) -> None:
    ran = alliance("check")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{SEEDS}: 4 topics, ")
    assert "; no problems.\nCoverage:\n" in ran.out
    assert "  statements without a date: 4 (cfc#1, opcon#4, sma#1, usfk#1)\n" in ran.out
    assert f"Warnings: 5\n{SEEDS}/documents/almanac-peninsula.md:10:1: no statement carries this passage, " in ran.out
    assert f"\n{SEEDS}/topics/opcon.md:21:11: opcon#2 says nearly what cfc#3 says at " in ran.out
    assert f"Notes: 3\n{SEEDS}/topics/opcon.md:1:1: format 1: with 'format: 2' it can say " in ran.out


def test_check_loads_nothing(loaded: Alliance, folder: Path) -> None:
    (folder / "topics" / "sma.md").unlink()

    loaded("check", str(folder))

    assert loaded("ask", "--json", "sma").json["topic"] == "sma"


@on_both
def test_migrate_may_be_run_again(alliance: Alliance) -> None:
    ran = alliance("migrate")

    assert ran.code == 0
    assert ran.out.endswith("was up to date already.\n")


def test_a_reader_that_leaves_early_is_no_trouble(loaded: Alliance) -> None:
    command = f"yes opcon | head -n 200 | {ALLIANCE} ask --json - | head -n 1; echo ${{PIPESTATUS[2]}}"

    ran = subprocess.run(["bash", "-c", command], env=loaded.settings, capture_output=True, text=True, check=True)

    first, status = ran.stdout.splitlines()
    assert json.loads(first)["topic"] == "opcon"
    assert (status, ran.stderr) == ("141", "")


def test_help_names_every_command(alliance: Alliance) -> None:
    ran = alliance("--help")

    named = [line.split()[0] for line in ran.out.partition("Commands:")[2].splitlines() if line.startswith("  ")]
    promised = ["try", "serve", "ask", "search", "topics", "sources", "load", "check", "doctor", "migrate"]
    assert [name for name in named if name in promised] == promised
    assert "..." not in ran.out.partition("Commands:")[2]


@pytest.mark.parametrize("arguments", [("ask",), ("nonsense",), ("ask", "--nonsense", "x")])
def test_wrong_usage_exits_with_2(alliance: Alliance, arguments: tuple[str, ...]) -> None:
    ran = alliance(*arguments)

    assert (ran.code, ran.out) == (2, "")
    assert "Error:" in ran.err


def test_a_command_that_reads_no_file_does_not_wait_for_the_parsers_of_files() -> None:
    script = "import sys\nimport bot.cli.main\nprint(sorted({'yaml', 'lxml', 'store.seeds'} & {*sys.modules}))"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_a_command_that_serves_does_not_wait_for_what_only_checks_arguments(tmp_path: Path) -> None:
    script = "import sys\nfrom bot.cli.main import app\ntry: app(['serve'])\nfinally: print('pydantic' in sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, env={}, cwd=tmp_path
    )

    assert done.stdout == "False\n"
    assert "SLACK_BOT_TOKEN: is missing" in done.stderr


def test_the_version_names_the_release_and_its_commit(alliance: Alliance) -> None:
    ran = alliance("--version")

    assert (ran.code, ran.out) == (0, f"{release()}\n")
