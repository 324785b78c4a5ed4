"""From an editor's picks to the outbox of every consenting reader, with only the command line.

The whole way once with real processes, the byways inside this one.
"""

import gzip
import json
import re
import shutil
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.standins import processes
from tests.standins.command_line import run, run_json
from tests.standins.newspaper import Newspaper, Page
from tests.standins.readers import csv_lines, populate
from tests.standins.sample import EDITION, NOW, SHARED

STATUS_KEYS = [
    "edition",
    "state",
    "standing",
    "why",
    "audience",
    "excluded",
    "accepted",
    "refused",
    "failed",
    "uncertain",
    "pending",
    "later",
    "replaced",
    "welcomed",
    "revisions",
    "special",
    "even_though",
    "corrects",
    "next_wave",
    "started_at",
    "ended_at",
]


@pytest.fixture
def populated(folder: Path) -> Path:
    from digest.app.container import Newsroom

    with Newsroom(folder, {}) as newsroom:
        populate(newsroom.store, 200, NOW)
    return folder


def test_a_new_newsroom_says_what_to_fill_in(tmp_path: Path) -> None:
    made = run(tmp_path, "init", "newsroom")
    assert made.returncode == 0
    assert "Keep a copy of newsroom/data/keys/readers.json" in made.stdout
    checked = run(tmp_path / "newsroom", "check")
    assert checked.returncode == 2
    assert "digest.toml:9:1: error: `title` in [digest] is empty; fill it in" in checked.stderr
    assert run(tmp_path, "check").stderr.startswith("error: there is no digest.toml")


@pytest.mark.slow
def test_check_build_send_status(populated: Path) -> None:
    checked = processes.run(populated, "check", EDITION)
    assert checked.returncode == 0
    assert re.fullmatch(rf"edition {EDITION}: 12 picks, 0 warnings; (ready|missed: .*)", checked.stdout.strip())
    assert processes.run(populated, "build", EDITION, "--out", "out").returncode == 0
    assert sorted(file.name for file in (populated / "out").iterdir()) == [
        "letter.html",
        "letter.mjml",
        "letter.txt",
        "report.json",
        "subject.txt",
    ]
    dry = run(populated, "send", EDITION, "--dry-run")
    assert (dry.returncode, re.findall(r"\d+", dry.stdout.split(")")[1])) == (0, ["174", "6", "12"])
    unsent = run(populated, "status", EDITION)
    assert unsent.returncode == 0
    assert re.search(
        r"(ready, due|missed, its window ended) Friday 27 November 2026, \d\d:00 Europe/Riga", unsent.stdout
    )
    sent = processes.run_json(populated, "send", EDITION)
    assert list(sent) == STATUS_KEYS
    assert sent["state"] == "sent"
    assert sent["audience"] == 192
    assert sent["excluded"] == {"suppressed": 6, "unsubscribed": 12}
    assert sent["accepted"] == 174
    assert sent["audience"] == sum(sent["excluded"].values()) + sum(
        sent[name] for name in ("accepted", "refused", "failed", "uncertain", "pending")
    )
    letters = list((populated / f"data/outbox/{EDITION}").iterdir())
    addresses = [message_from_bytes(file.read_bytes())["To"] for file in letters]
    assert len(letters) == len(set(addresses)) == 174
    before = {file: file.stat().st_mtime_ns for file in letters}
    assert processes.run_json(populated, "send", EDITION) == sent
    assert {file: file.stat().st_mtime_ns for file in (populated / f"data/outbox/{EDITION}").iterdir()} == before
    assert run_json(populated, "status", EDITION) == sent | {"left": 0, "before": [], "words_of_thanks": {}}


def test_the_same_lock_builds_the_same_bytes_twice(folder: Path) -> None:
    for name in ("one", "two"):
        assert run(folder, "build", EDITION, "--out", name).returncode == 0
    for file in (folder / "one").iterdir():
        assert file.read_bytes() == (folder / "two" / file.name).read_bytes()


@pytest.mark.slow
def test_no_address_is_anywhere_but_in_the_letters(populated: Path) -> None:
    (populated / "readers.csv").write_text("".join(csv_lines(300)) + "broken,en,2025-01-01\n", encoding="utf-8")
    said = ""
    for arguments in (
        ("subscribers", "import", "readers.csv", "--source", "test", "--wording", "1"),
        ("subscribers", "list"),
        ("subscribers", "stats"),
        ("subscribers", "export"),
        ("send", EDITION),
        ("status", EDITION),
        ("send", EDITION),
    ):
        done = run(populated, *arguments)
        said += done.stdout + done.stderr
    listed = run_json(populated, "subscribers", "list")
    said += run(populated, "subscribers", "show", listed[0]["id"], "--reason", "test").stdout
    domains = re.compile(rb"@(example\.(org|net|com)|(mail|post)\.reader\.example)")
    assert not domains.search(said.encode()), "an address was printed"
    letters = 0
    for file in (populated / "data").rglob("*"):
        if file.is_file() and file.suffix == ".eml":
            letters += 1
        elif file.is_file():
            assert not domains.search(file.read_bytes()), file
    assert letters > 300


def test_addresses_are_shown_on_demand_and_asked_for_unseen(folder: Path) -> None:
    (folder / "r.csv").write_text("address,language,confirmed_at\nanna@example.org,en,2025-01-01\n", encoding="utf-8")
    imported = run_json(folder, "subscribers", "import", "r.csv", "--source", "test", "--wording", "1")
    assert {name: imported[name] for name in ("rows", "added", "refused")} == {"rows": 1, "added": 1, "refused": 0}
    shown = run(folder, "subscribers", "show", "-", "--reason", "asked by letter", stdin="anna@example.org\n")
    assert "by: test  wording: 1  agreed_at: 2025-01-01T00:00:00+00:00" in shown.stdout
    assert "why: asked by letter" in shown.stdout
    assert "anna@example.org" not in shown.stdout
    assert "anna@example.org" in run(folder, "subscribers", "list", "--show-addresses", "--reason", "test").stdout
    assert "anna@example.org" in run(folder, "subscribers", "export", "--show-addresses", "--reason", "test").stdout
    assert run(folder, "subscribers", "export").returncode == 1
    assert run(folder, "subscribers", "show", "00" * 12, "--reason", "test").returncode == 1
    for command in (
        ["show", "-"],
        ["erase", "-"],
        ["suppress", "-"],
        ["unsuppress", "-"],
        ["export", "--show-addresses"],
        ["list", "--show-addresses"],
    ):
        for reason in ([], ["--reason", "asked by anna@example.org"]):
            done = run(folder, "subscribers", *command, *reason, stdin="anna@example.org\n")
            assert (done.returncode, done.stdout) == (1, "")
            assert "anna@" not in done.stderr


def test_problems_are_listed_with_their_places_and_nothing_goes_out(populated: Path) -> None:
    file = populated / f"editions/{EDITION}.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("preheader:", "prehaadr:").replace("lead: true", "lead: perhaps"),
        encoding="utf-8",
    )
    for command in ("check", "build", "send"):
        done = run(populated, command, EDITION)
        assert done.returncode == 2
        assert (
            f"editions/{EDITION}.yaml:2:1: error: unknown key `prehaadr` in the edition; did you mean `preheader`?"
            in done.stderr
        )
        assert "`lead` must be true or false" in done.stderr
        assert "Traceback" not in done.stderr
    assert not (populated / "data/outbox").exists()
    listed = json.loads(run(populated, "check", EDITION, "--json").stdout)
    assert len(listed["problems"]) == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (lambda folder: shutil.rmtree(folder / "data/keys"), "readers.json is missing; restore it"),
        (
            lambda folder: (folder / "data/digest.db").write_bytes(b"no database" * 1_000),
            "the database could not be used",
        ),
        (
            lambda folder: (folder / "digest.toml").write_bytes(b"\xff\xfe"),
            "cannot be read; see that it is a UTF-8 text file",
        ),
        (lambda folder: (folder / "data/outbox").write_text("in the way"), "Not a directory"),
    ],
)
def test_what_goes_wrong_is_one_clear_line(populated: Path, break_it: Callable[[Path], object], words: str) -> None:
    break_it(populated)
    done = run(populated, "send", EDITION)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "@" not in done.stderr


@pytest.mark.skipif(
    not SHARED.exists(), reason="real pages are not part of this repository; the sample's pages cover the same way"
)
@pytest.mark.slow
def test_real_pages_become_a_letter(folder: Path) -> None:
    truth = json.loads((SHARED / "articles/truth.json").read_text(encoding="utf-8"))["pages"][:14]
    pages = {
        f"/{number}": Page(
            gzip.decompress((SHARED / "articles" / entry["file"]).read_bytes()), headers={"Content-Type": "text/html"}
        )
        for number, entry in enumerate(truth)
    }
    with Newspaper(pages=pages) as site:
        picks = "".join(f'      - url: {site.url}/{number}\n        alt: "A picture"\n' for number in range(len(truth)))
        (folder / "editions/2026-12-04.yaml").write_text(
            f'subject: "Real pages"\nsections:\n  - name: News\n    picks:\n{picks}', encoding="utf-8"
        )
        built = run(
            folder,
            "build",
            "2026-12-04",
            "--out",
            "out",
            DIGEST_ARTICLES__ALLOW_PRIVATE_ADDRESSES="true",
            DIGEST_LIMITS__HTML_KILOBYTES="100",
        )
        assert built.returncode == 0, built.stderr
        assert sorted(site.asked) == sorted(pages)
        again = run(
            folder,
            "build",
            "2026-12-04",
            "--out",
            "again",
            DIGEST_ARTICLES__ALLOW_PRIVATE_ADDRESSES="true",
            DIGEST_LIMITS__HTML_KILOBYTES="100",
        )
        assert again.returncode == 0
        assert len(site.asked) == len(pages)
    text = (folder / "out/letter.txt").read_text(encoding="utf-8")
    assert all(
        " ".join(entry["title"].split()[:3]) in " ".join(text.split()) for entry in truth if "Strava" in entry["title"]
    )
    assert (folder / "out/letter.html").read_bytes() == (folder / "again/letter.html").read_bytes()
