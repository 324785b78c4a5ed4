"""The command line itself: exit codes, one clear line for what is wrong, JSON for programs, help for people."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from digest.app.container import Newsroom
from digest.app.paths import KEY_FILE
from digest.cli.main import app
from subscribers.storage.key_file import create
from tests.standins.command_line import Done, run, run_json
from tests.standins.forms import join
from tests.standins.readers import populate
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+")


def everybody(command: Any, *words: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command with the words that call it."""
    for name, found in getattr(command, "commands", {}).items():
        yield from everybody(found, *words, name)
    if words and not hasattr(command, "commands"):
        yield words, command


COMMANDS = dict(everybody(typer.main.get_command(app)))


@pytest.fixture
def populated(newsroom: Newsroom) -> Path:
    """Return a newsroom with a hundred invented readers."""
    populate(newsroom.store, 100, NOW)
    return newsroom.folder


def one_clear_line(done: Done) -> str:
    """Return what was complained of, which is one line without traceback or address."""
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert not ADDRESS.search(done.stderr)
    (line,) = done.stderr.strip().splitlines()
    return line


def test_there_are_the_commands_of_the_plan() -> None:
    assert {words[0] for words in COMMANDS} >= {
        "init", "new", "schema", "lock", "check", "build", "proof", "approve", "send", "status", "settle", "pause", "resume", "cancel", "amend",
        "schedule", "serve", "doctor", "subscribers", "keys",
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_help_of_each_command_explains_it_and_all_its_options(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = run(tmp_path, *words, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    told = " ".join(done.stdout.split())
    assert f"Usage: digest {' '.join(words)}" in told
    first = " ".join((COMMANDS[words].help or "").split()).partition(".")[0]
    assert first, "it says what it does"
    assert first in told
    for parameter in COMMANDS[words].params:
        if parameter.name != "help" and not getattr(parameter, "hidden", False):
            assert parameter.help, f"{parameter.name} is not explained"
            assert " ".join(parameter.help.split()) in told


def test_the_help_of_all_names_every_command_and_the_exit_codes(tmp_path: Path) -> None:
    told = " ".join(run(tmp_path, "--help").stdout.split())
    assert all(words[0] in told for words in COMMANDS)
    assert "Exit codes: 0 done; 1 could not; 2 the input has problems; 3 finished, but" in told
    assert run(tmp_path, "--version").stdout.startswith("friday-digest ")


@pytest.mark.parametrize(
    ("typed", "completed"), [("digest sub", ["subscribers"]), ("digest subscribers ex", ["export"]), ("digest send --dr", ["--dry-run"])]
)  # fmt: skip
def test_a_shell_can_complete_commands_and_options(tmp_path: Path, typed: str, completed: list[str]) -> None:
    word = {"COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    assert run(tmp_path, _DIGEST_COMPLETE="complete_bash", **word).stdout.split() == completed
    assert "--install-completion" in run(tmp_path, "--help").stdout


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["chek"], "No such command 'chek'"),
        (["send", "--dryrun"], "No such option: --dryrun"),
        (["schedule", "--next", "521"], "Invalid value for '--next'"),
        (["settle", EDITION, "--wait", "long"], "Invalid value for '--wait'"),
        (["settle", EDITION, "--wait", "-1"], "Invalid value for '--wait'"),
        (["send", EDITION, "--readers", "0"], "Invalid value for '--readers'"),
        (["send", EDITION, "--readers", "-3"], "Invalid value for '--readers'"),
        (["approve", EDITION, "--audience", "0"], "Invalid value for '--audience'"),
        (["subscribers", "import", "list.csv"], "Missing option '--source'"),
        (["subscribers", "show"], "Missing argument 'ID'"),
    ],
)
def test_a_command_that_is_not_understood_ends_with_2_and_names_its_help(
    folder: Path, words: list[str], complaint: str
) -> None:
    done = run(folder, *words)
    assert (done.returncode, done.stdout.strip()) == (2, "")
    assert complaint in done.stderr
    assert "--help' for help" in done.stderr


OF_AN_EDITION = [
    "amend", "approve", "build", "cancel", "candidates", "check", "fmt", "hold", "pause", "preview", "proof", "release", "resume", "send", "settle",
    "shots", "skip", "status", "unskip",
]  # fmt: skip
NO_SUCH = "no edition; name it by its date, such as"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        *(([name, "nonsense"], f"`nonsense` is {NO_SUCH} 2026-11-27") for name in OF_AN_EDITION),
        (["lock", "2027-13-45"], f"`2027-13-45` is {NO_SUCH} 2026-11-27"),
        (["send", "2026-12-4", "--dry-run"], f"`2026-12-4` is {NO_SUCH} 2026-12-04"),
        (["new", "nonsense"], "`nonsense` is no day of a letter; write it as"),
        (["settle", EDITION, "--treat-as", "lost"], "say either `--treat-as accepted` or `--send-again`"),
        (["subscribers", "list", "--status", "gone"], "use one of requested, confirmed, unsubscribed, erased"),
    ],
)
def test_a_word_that_can_be_nothing_of_what_is_asked_for_ends_with_2_whatever_the_command(
    folder: Path, words: list[str], complaint: str
) -> None:
    done = run(folder, *words)
    assert done.returncode == 2
    assert complaint in one_clear_line(done)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["check", "2030-01-04"], f"there is no editions/2030-01-04.yaml (editions here: {EDITION}); write it"),
        (["send", "2030-01-04"], f"(editions here: {EDITION}); write it, then run `digest lock 2030-01-04`"),
        (["resume", EDITION], f"edition {EDITION} was never begun; to resume it, it must be paused"),
        (["release", EDITION], f"edition {EDITION} is neither held nor skipped; to release it, it must be held"),
        (["hold", EDITION, "--reason", " "], "--reason is empty"),
        (["resume", EDITION], "to resume it, it must be paused"),
        (["approve", EDITION, "--by", "Marta"], "digest.toml names no editors, and only they approve"),
        (["proof", EDITION], "there is nobody to mail the proof to"),
        (["proof", EDITION, "--to", "anna example.org"], "one address behind --to is not taken"),
        (["settle", "2030-01-04"], f"there is no editions/2030-01-04.yaml (editions here: {EDITION})"),
        (["settle", EDITION, "--send-again"], "needs a name and a reason: add --by and --reason"),
        (["subscribers", "show", "anna@example.org", "--reason", "x"], "an id has 24 digits"),
        (["subscribers", "import", "no.csv", "--source", "a", "--wording", "b"], "no.csv cannot be read"),
        (["subscribers", "import", "no.csv", "--source", " ", "--wording", "b"], "are the proof of consent"),
        (["journal", "new", "--reason", " "], "say why with --reason"),
        (["--newsroom", "/dev/null", "check"], "/dev/null is a file, and a newsroom is a folder; name the folder"),
        (["--newsroom", "/nowhere", "check"], "make a newsroom of it with `digest init /nowhere`"),
    ],
)
def test_what_cannot_be_done_ends_with_1_and_one_line_that_says_what_to_do(
    folder: Path, words: list[str], complaint: str
) -> None:
    done = run(folder, *words)
    assert done.returncode == 1
    line = one_clear_line(done)
    assert line.startswith("error: ")
    assert complaint in line


@pytest.mark.parametrize("missing", [True, False])
def test_a_server_without_the_right_keys_says_so_and_never_that_it_listens(
    folder: Path, readers: dict[str, int], *, missing: bool
) -> None:
    assert readers
    (folder / KEY_FILE).unlink()
    if not missing:
        create(folder / KEY_FILE)
    done = run(folder, "serve")
    assert done.returncode == 1
    assert ("is missing" if missing else "does not belong to this database") in one_clear_line(done)


def test_an_error_that_nobody_foresaw_is_one_line_without_its_text(folder: Path) -> None:
    (folder / "data/digest.db").unlink()
    (folder / "data/digest.db").mkdir()
    done = run(folder, "status", EDITION)
    assert done.returncode == 1
    one_clear_line(done)


@pytest.mark.parametrize("command", ["check", "build", "send"])
def test_problems_of_the_input_end_with_2_and_are_listed_with_their_places(folder: Path, command: str) -> None:
    file = folder / f"editions/{EDITION}.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("preheader:", "prehaadr:"), encoding="utf-8")
    done = run(folder, command, EDITION)
    assert done.returncode == 2
    assert re.search(
        rf"^editions/{EDITION}\.yaml:\d+:\d+: error: .*; did you mean `preheader`\?$", done.stderr, re.MULTILINE
    )
    assert "Traceback" not in done.stderr


def test_problems_of_the_settings_end_with_2_whatever_is_asked(folder: Path) -> None:
    settings = folder / "digest.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("postal_address", "postal_adress"), "utf-8")
    for words in (["check", EDITION], ["send", EDITION], ["status", EDITION], ["subscribers", "stats"]):
        done = run(folder, *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert re.search(r"^digest\.toml:\d+:\d+: error: .*did you mean `postal_address`", done.stderr, re.MULTILINE)


def test_a_send_that_leaves_something_to_look_at_ends_with_3(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers

    def lost(_batch: object) -> None:
        raise ConnectionResetError

    send_edition(newsroom, Mailbox(lost), 10)
    folder = newsroom.folder
    assert run(folder, "settle", EDITION).returncode == 3
    settled = run(folder, "settle", EDITION, "--treat-as", "accepted", "--by", "Marta", "--reason", "seen in their log")
    assert settled.returncode == 0
    assert run(folder, "settle", EDITION).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (["check", EDITION], {"edition", "problems"}),
        (["build", EDITION], {"edition", "fingerprint", "variants", "bytes_per_pick"}),
        (["build", EDITION, "--as", "telegram"], {"edition", "posts", "files"}),
        (["send", EDITION, "--dry-run"], {"edition", "recipients", "excluded"}),
        (["status", EDITION], {"edition", "state", "due", "problems"}),
        (["settle", EDITION], {"edition", "uncertain", "settled", "batches"}),
        (["subscribers", "stats"], {"requested", "confirmed", "unsubscribed", "erased", "suppressed", "forms_today"}),
    ],
)
def test_what_programs_are_told_is_one_json_object_with_these_keys(
    populated: Path, words: list[str], keys: set[str]
) -> None:
    done = run(populated, *words, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert keys <= set(json.loads(done.stdout))
    assert not ADDRESS.search(done.stdout)


def test_lists_are_json_arrays_of_objects(populated: Path) -> None:
    people = run_json(populated, "subscribers", "list")
    assert len(people) == 96, "who has not confirmed waits beside the list"
    assert {tuple(person) for person in people} == {("id", "status", "language", "suppressed")}
    coming = run_json(populated, "schedule", "--next", "3")
    assert [set(window) for window in coming] == [{"edition", "local", "utc", "closes", "note", "standing", "why"}] * 3


def test_problems_are_json_too_and_still_end_with_2(folder: Path) -> None:
    file = folder / f"editions/{EDITION}.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("preheader:", "prehaadr:"), encoding="utf-8")
    done = run(folder, "check", EDITION, "--json")
    assert done.returncode == 2
    assert len(json.loads(done.stdout)["problems"]) == 1


def test_no_address_is_printed_unless_it_is_asked_for_with_a_reason(newsroom: Newsroom) -> None:
    join(newsroom.store, "anna@example.org", NOW)
    folder = newsroom.folder
    (person,) = run_json(folder, "subscribers", "list")
    for words in (["list"], ["stats"], ["audit"], ["export"], ["show", person["id"], "--reason", "asked by letter"]):
        done = run(folder, "subscribers", *words)
        assert not ADDRESS.search(done.stdout + done.stderr), words
    asked = ["--show-addresses", "--reason", "asked by letter"]
    for words in (["list", *asked], ["export", *asked], ["show", person["id"], *asked]):
        assert "anna@example.org" in run(folder, "subscribers", *words).stdout, words
    assert run(folder, "subscribers", "list", "--show-addresses").returncode == 1


def test_an_import_that_refused_rows_names_their_cells_and_ends_with_3(folder: Path) -> None:
    (folder / "list.csv").write_text(
        "address,language,confirmed_at,zone\n"
        'anna@example.org,en,2025-01-01,"Europe/Riga\n'
        "boris@example.org,Russisch,2025-01-01,Moscow\n"
        "chloe@example.org,en,1970-01-01,\n"
        "dora@example.org,en,2025-01-01,Europe/Riga\n",
        encoding="utf-8",
    )
    words = ("subscribers", "import", "list.csv", "--source", "a list", "--wording", "1")
    done = run(folder, *words)
    assert (done.returncode, re.findall(r"\d+", done.stdout)) == (3, ["4", "2", "0", "0", "2"])
    assert [line.partition(";")[0] for line in done.stderr.splitlines() if line.startswith("list.csv")] == [
        "list.csv:2:32: refused: the quote that opens here is not closed",
        "list.csv:4:22: refused: confirmed_at is the empty date of another program: nothing proves that this reader agreed",
        "list.csv:3:19: warning: language is no language tag such as en, ru or pt-BR",
        "list.csv:3:39: warning: zone is no IANA time zone such as Europe/Riga",
    ]
    assert not ADDRESS.search(done.stdout + done.stderr)
    again = run(folder, *words, "--json")
    told = json.loads(again.stdout)
    assert (again.returncode, told["refused"], told["unchanged"]) == (3, 2, 2)
    assert [(one["line"], one["column"]) for one in told["refusals"]] == [(2, 32), (4, 22)]
    assert [(one["line"], one["column"]) for one in told["warnings"]] == [(3, 19), (3, 39)]


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        ("address;language;confirmed_at\n", ["1:8: error: semicolons separate the cells; save the list as CSV with commas"]),
        ("address,address,language\n", ["1:1: error: the first line has no column confirmed_at; it must be", "1:9: error: the column address stands here a second time; leave one of them"]),
        ("address,language,confirmed_at\nа@example.org,en,2025-01-01\n", ["2:1: error: what stands here is no UTF-8 text; save the list as"]),
        ("a\0d\0d\0", ["1:2: error: a NUL character stands here, which no text holds; remove it"]),
    ],
)  # fmt: skip
def test_a_file_that_is_no_list_ends_with_2_and_imports_nobody(folder: Path, content: str, problems: list[str]) -> None:
    (folder / "list.csv").write_bytes(content.encode("cp1251"))
    done = run(folder, "subscribers", "import", "list.csv", "--source", "a list", "--wording", "1")
    assert (done.returncode, done.stdout) == (2, "")
    for line, problem in zip(done.stderr.splitlines(), problems, strict=True):
        assert line.startswith(f"list.csv:{problem}")
    assert run_json(folder, "subscribers", "list") == []


def test_the_newsroom_is_the_one_named_or_of_the_environment_or_the_nearest_above(folder: Path) -> None:
    inside, elsewhere = folder / "editions", folder.parent
    assert run(inside, "check", EDITION).returncode == 0
    assert run(elsewhere, "--newsroom", str(folder), "check", EDITION).returncode == 0
    assert run(elsewhere, "check", EDITION, DIGEST_NEWSROOM=str(folder)).returncode == 0
    assert "there is no digest.toml" in one_clear_line(run(elsewhere, "check", EDITION))


@pytest.mark.parametrize("way", ["argument", "option", "variable", "argument over variable", "argument and option"])
def test_a_new_newsroom_is_made_in_the_folder_that_is_named(tmp_path: Path, way: str) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    words, environment = {
        "argument": (["init", "../there"], {}),
        "option": (["--newsroom", "../there", "init"], {}),
        "variable": (["init"], {"DIGEST_NEWSROOM": str(there)}),
        "argument over variable": (["init", "../there"], {"DIGEST_NEWSROOM": str(tmp_path / "other")}),
        "argument and option": (["--newsroom", str(there), "init", "../there"], {}),
    }[way]
    done = run(here, *words, **environment)
    assert done.returncode == 0, done.stderr
    assert (there / KEY_FILE).exists()
    assert [path.name for path in tmp_path.iterdir() if path not in (here, there)] == []
    assert list(here.iterdir()) == []
    assert f"Next: in {there}, fill in digest.toml" in done.stdout


def test_two_folders_for_one_new_newsroom_are_one_error_and_nothing_is_made(tmp_path: Path) -> None:
    done = run(tmp_path, "--newsroom", "one", "init", "two")
    assert done.returncode == 1
    assert one_clear_line(done) == ("error: --newsroom one and `init two` name two folders; leave one of them out")
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_a_new_newsroom_is_said_by_its_whole_name_also_from_inside(tmp_path: Path) -> None:
    done = run(tmp_path, "init")
    assert f"Next: in {tmp_path}, fill in digest.toml, then run `digest check`." in done.stdout
    assert run(tmp_path, "init").stdout == f"{tmp_path} is a newsroom already; nothing was changed\n"


def test_a_line_that_nobody_can_be_sure_about_is_shown_as_it_is_and_as_it_should_be(folder: Path) -> None:
    file = folder / f"editions/{EDITION}.yaml"
    file.write_text(re.sub(r"^subject: .*$", 'subject: "A vote', file.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    done = run(folder, "check", EDITION)
    assert done.returncode == 2
    assert ' | subject: "A vote\n       |          ^\n write | subject: "A vote"\n' in done.stderr


def test_fmt_tidies_a_file_once_and_tells_what_it_changed(folder: Path) -> None:
    file = folder / f"editions/{EDITION}.yaml"
    file.write_text(
        re.sub(r"^subject: .*$", "subject: Live: now", file.read_text("utf-8"), flags=re.MULTILINE), "utf-8"
    )
    done = run(folder, "fmt", EDITION)
    assert done.returncode == 0, done.stderr
    assert '- subject: Live: now\n       + subject: "Live: now"\n' in done.stdout
    assert "is tidy now" in done.stdout
    again = run(folder, "fmt", EDITION)
    assert (again.returncode, again.stdout) == (0, f"editions/{EDITION}.yaml is tidy already; nothing was changed\n")


def test_fmt_leaves_a_file_with_errors_and_shows_them(folder: Path) -> None:
    file = folder / f"editions/{EDITION}.yaml"
    file.write_text(f'subject: "A vote\n{file.read_text("utf-8")}', "utf-8")
    before = file.read_bytes()
    done = run(folder, "fmt", EDITION)
    assert (done.returncode, file.read_bytes()) == (2, before)
    assert "is never closed" in done.stderr
