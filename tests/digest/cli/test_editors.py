"""`digest editors`: passphrases by terminal, standard input or chance; nothing secret on a screen but when asked."""

import json
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.desk import editor_access
from digest.storage.editor_passphrases import Argon2Hashes
from tests.standins.command_line import plain_environment, run, run_json
from tests.standins.processes import DIGEST
from tests.standins.terminal import at_a_terminal

NAMED = {
    "DIGEST_EDITORS__ANNA": '{address = "anna@lantern.example", may = ["edit", "approve"]}',
    "DIGEST_EDITORS__BORIS": "boris@lantern.example",
}
ANEW = "sessions, links in proofs and approvals of before count no more"
LONG = "seven herons over the bay"


def opens(folder: Path, passphrase: str, name: str = "anna") -> bool:
    with Newsroom(folder) as newsroom:
        return Argon2Hashes().matches(newsroom.passphrases.kept(name), passphrase)


def test_a_passphrase_from_standard_input_is_kept_and_not_shown(folder: Path) -> None:
    done = run(folder, "editors", "add", "Anna", "--passphrase-stdin", stdin=f"{LONG}\nmore", **NAMED)
    assert (done.returncode, done.stdout, done.stderr) == (0, "anna has a passphrase\n", "")
    assert opens(folder, LONG)
    listed = run(folder, "editors", **NAMED).stdout
    assert listed == "anna: may edit, approve; has a passphrase\nboris: gets mail only; has no passphrase\n"
    assert "lantern.example" not in listed
    again = run(folder, "editors", "add", "anna", "--passphrase-stdin", stdin=LONG, **NAMED)
    assert again.stdout == f"anna has a new passphrase; {ANEW}\n", "only where there was anything before"


def test_a_generated_one_is_shown_once_and_taken_away_also_from_who_is_no_editor_any_more(folder: Path) -> None:
    shown = run(folder, "editors", "add", "anna", "--generate", **NAMED).stdout.split()[-1]
    assert opens(folder, shown)
    left = {"name": "anna", "may": [], "passphrase": True, "last_login": None, "in_settings": False}
    assert json.loads(run(folder, "editors", "--json").stdout) == [left]
    assert "no editor of digest.toml any more; `digest editors remove anna`" in run(folder, "editors").stdout
    assert run(folder, "editors", "remove", "anna").stdout == f"anna has no passphrase any more; {ANEW}\n"
    assert not opens(folder, shown)


@pytest.mark.parametrize(
    ("words", "typed", "complaint"),
    [
        (
            ["olga", "--passphrase-stdin"],
            LONG,
            "`olga` is no editor of digest.toml, which names anna, boris; to add one",
        ),
        (["anna", "--passphrase-stdin"], "short", "this passphrase is too short"),
        (["anna", "--passphrase-stdin"], "", "this passphrase is too short"),
        (["anna"], LONG, "nobody is at a terminal to type a passphrase; add --passphrase-stdin, or --generate"),
        (["anna", "--generate", "--passphrase-stdin"], LONG, "say either --generate or --passphrase-stdin"),
    ],
)
def test_what_will_not_do_is_said_and_nothing_is_kept(
    folder: Path, words: list[str], typed: str, complaint: str
) -> None:
    done = run(folder, "editors", "add", *words, stdin=typed, **NAMED)
    assert (done.returncode, done.stdout) == (1, "")
    assert complaint in done.stderr
    with Newsroom(folder) as newsroom:
        assert newsroom.passphrases.known() == {}


@pytest.mark.slow
def test_at_a_terminal_it_is_asked_for_until_it_will_do_and_is_typed_twice_alike(folder: Path) -> None:
    typed = ["short", LONG, "another", LONG, LONG]
    code, seen = at_a_terminal([*DIGEST, "editors", "add", "anna"], folder, plain_environment(**NAMED), typed)
    assert (code, LONG in seen, "short\n" in seen) == (0, False, False)
    assert [
        words in " ".join(seen.split()) for words in ("is too short", "the two differ", "anna has a passphrase")
    ] == [True] * 3
    assert opens(folder, LONG)


def test_the_doctor_tells_which_editors_of_a_desk_that_is_on_cannot_log_in(folder: Path) -> None:
    on = NAMED | {"DIGEST_DESK__ENABLED": "true"}

    def desk() -> dict[str, str]:
        found: list[dict[str, str]] = run_json(folder, "doctor", **on)["checks"]
        return next(one for one in found if one["what"] == "desk")

    found = desk()
    assert (found["level"], found["what_to_do"]) == ("warning", "`digest editors add anna`")
    for name in ("anna", "boris"):
        run(folder, "editors", "add", name, "--generate", **on)
    assert desk()["level"] == "ok"
    without = run_json(folder, "doctor", **NAMED)["checks"]
    assert "desk" not in [one["what"] for one in without]


def test_the_command_and_the_desk_ask_the_same(newsroom: Newsroom) -> None:
    access = editor_access(newsroom)
    assert (access.passphrases, access.hashes) == (newsroom.passphrases, newsroom.passphrase_hashes)
