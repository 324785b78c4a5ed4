"""A known address goes through every feature.

Then everything that was written anywhere is searched for it, in every coat it might wear.

What may hold it: the letters themselves (in the outbox, at the provider), and output somebody asked for with
--show-addresses.
"""

import base64
import hashlib
import quopri
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from subscribers.policy.tokens import Purpose, make_all
from tests.standins.processes import environment, run
from tests.standins.said import for_its_readers
from tests.standins.sample import EDITION
from tests.standins.sendgrid.events import event, post, serialise
from tests.standins.sendgrid.faults import Fault, Plan
from tests.standins.sendgrid.server import KEY, StandIn
from tests.standins.serving import serving

CANARY = "Canary.Bird+7@cage.example.org"
MOVED = "canary.flown@cage.example.org"
IMPORTED = "canary.imported@cage.example.org"
TYPED = "canary.typed-by-a-stranger@cage.example.org"
BIRDS = (CANARY, MOVED, IMPORTED, TYPED)


def coats(address: str) -> Iterator[bytes]:
    """Return an address as it might be found: as it is, lowered, encoded, or hashed without a key."""
    for form in {address, address.lower(), address.partition("@")[0], address.partition("@")[0].lower()}:
        raw = form.encode()
        yield from (
            raw,
            form.encode("utf-16-le"),
            urllib.parse.quote(form).encode(),
            raw.hex().encode(),
            quopri.encodestring(raw),
        )
        for phase in range(3):  # base64 of it in the middle of something, whatever stands before
            yield base64.b64encode(b"x" * phase + raw)[4 if phase else 0 : -4]
        for name in ("md5", "sha1", "sha256", "sha512", "blake2b"):
            digest = hashlib.new(name, raw).digest()
            yield from (digest, digest.hex().encode(), base64.b64encode(digest)[:-2])


def found_in(what: bytes) -> list[str]:
    folded = what.lower()
    return [
        f"{address}: {coat[:40]!r}"
        for address in BIRDS
        for coat in coats(address)
        if coat in what or coat.lower() in folded
    ]


def settings(standin: StandIn) -> dict[str, str]:
    return {
        "DIGEST_DELIVERY__TRANSPORT": "sendgrid",
        "DIGEST_SENDGRID__HOST": standin.url,
        "DIGEST_SENDGRID__TIMEOUT_SECONDS": "2",
        "DIGEST_SENDGRID__WEBHOOK_PUBLIC_KEY": standin.signer.public_key,
        "DIGEST_EDITORS__DESK": "desk@lantern.example",
        "SENDGRID_API_KEY": KEY,
    }


def ask(url: str, path: str, cookie: str = "", **form: str) -> tuple[str, str]:
    """Send a form as a browser does (or look, without one); return the page and the session it may have begun."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    request = urllib.request.Request(
        url + path, urllib.parse.urlencode(form).encode() if form else None, {"Cookie": cookie} if cookie else {}
    )
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=20) as response:
            return response.read().decode(), ""
    except urllib.error.HTTPError as answer:
        return answer.read().decode(), answer.headers.get("Set-Cookie", "").partition(";")[0]


def csrf_token(page: str) -> str:
    found = re.search(r'name="form" value="([^"]+)"', page)
    assert found, page
    return found[1]


class Flight:
    """The canary's way through a newsroom; `said` collects all output of commands."""

    def __init__(self, folder: Path, standin: StandIn) -> None:
        self.folder, self.standin = folder, standin
        self.said: list[str] = []

    def command(self, *arguments: str, stdin: str = "") -> None:
        done = run(self.folder, *arguments, stdin=stdin, **settings(self.standin))
        self.said.append(done.stdout + done.stderr)

    def mailed(self, to: str, count: int) -> str:
        """Wait for a letter of a form at the provider; return the path of its link."""
        for _ in range(300):
            texts = [mail.body["content"][0]["value"] for mail in self.standin.mailboxes.all() if mail.address == to]
            links = [
                str(link) for text in texts for link in re.findall(r"https?://[^/\s]+(/(?:confirm|open)/\S+)", text)
            ]
            if len(links) > count:
                return links[-1]
            time.sleep(0.1)
        raise AssertionError("no letter came")

    def by_the_pages(self) -> None:
        """Sign up, confirm, ask for the link, look, wish, move, break something on the way."""
        with serving(self.folder, **settings(self.standin)) as served:
            url = served.url
            token = csrf_token(ask(url, "/")[0])
            time.sleep(2.1)
            for address in (CANARY, CANARY, TYPED, "canary.bird@", f"{CANARY}\r\nBcc: x@example.org"):
                ask(url, "/", address=address, agreed="yes", language="en", form=token, website="")
            ask(url, "/", address=CANARY, agreed="yes", form="forged")
            ask(url, f"/?address={urllib.parse.quote(CANARY)}")
            ask(url, f"/nowhere/{urllib.parse.quote(CANARY)}")
            ask(url, self.mailed(CANARY, 0), x="")
            letter = self.letter_token(CANARY)
            ask(url, f"/p/{letter}", x="")
            _, session = ask(url, self.mailed(CANARY, 1), x="")
            mine = csrf_token(ask(url, "/preferences", session)[0])
            assert "Canary.Bird+7@cage.example.org" in ask(url, "/preferences/data", session)[0]
            broken = self.folder / "templates/web/data.html.jinja"
            broken.parent.mkdir(parents=True, exist_ok=True)
            ask(
                url,
                "/preferences",
                session,
                form=mine,
                language="en",
                appeals="hide",
                zone="Europe/Riga",
                discreet="yes",
            )
            ask(url, "/preferences/address", session, form=mine, address=MOVED)
            ask(url, self.mailed(MOVED, 0), x="")
        self.said.append(served.said)
        broken.write_text("{{ data.facts.address }}{{ nothing_of_this_name }}", encoding="utf-8")
        with serving(self.folder, **settings(self.standin)) as served:
            ask(served.url, f"/p/{self.letter_token(MOVED)}", x="")
            _, session = ask(served.url, self.mailed(MOVED, 1), x="")
            assert "Something went wrong" in ask(served.url, "/preferences/data", session)[0]
            mails = [mail for mail in self.standin.mailboxes.all() if mail.address in BIRDS]
            post(
                f"{served.url}/webhooks/sendgrid",
                serialise([event(mail, "delivered") for mail in mails]),
                self.standin.signer,
            )
        broken.unlink()
        self.said.append(served.said)
        assert "UndefinedError at data.html.jinja:1" in served.said

    def letter_token(self, address: str) -> str:
        with Newsroom(self.folder, {}) as newsroom:
            person, _ = newsroom.store.get(newsroom.store.number_with(address))
            public_id = bytes.fromhex(person.id)
            seen = newsroom.store.find_by_public_id(public_id)
            assert seen
            return make_all(newsroom.store.keyring, Purpose.LETTER, [public_id], [seen.moves])[0]

    def by_the_commands(self) -> None:
        file = self.folder.parent / "list.csv"
        rows = f"address,language,confirmed_at\n{IMPORTED},en,2025-01-01\n{IMPORTED}x y,en,2025-01-01\n{CANARY},en,\n"
        file.write_text(rows, encoding="utf-8")
        self.command("subscribers", "import", str(file), "--source", "an old list", "--wording", "1")
        file.unlink()
        self.die_in_the_middle()
        for fault in (Fault.NONE, Fault.NAMED, Fault.LOST):
            self.standin.plan = Plan([fault])
            self.command("send", EDITION, *for_its_readers(self.folder))
        self.standin.plan = Plan()
        for arguments in (
            ("status", EDITION), ("settle", EDITION), ("doctor",), ("proof", EDITION, "--sandbox"), ("subscribers", "list"), ("subscribers", "stats"),
            ("subscribers", "audit"), ("subscribers", "export"), ("keys", "rotate"), ("keys", "rotate"), ("schedule", "--once"),
        ):  # fmt: skip
            self.command(*arguments)
        for verb in ("show", "suppress", "unsuppress", "erase"):
            self.command("subscribers", verb, "-", "--reason", "the canary", stdin=f"{IMPORTED}\n")
        self.command("subscribers", "show", IMPORTED, "--reason", "typed as an argument by mistake")
        self.command("subscribers", "erase", "-", "--reason", f"for {IMPORTED}", stdin=f"{MOVED}\n")

    def die_in_the_middle(self) -> None:
        """Abort a send in the middle of a hand-over, with everything that Python tells then."""
        self.standin.plan = Plan([Fault.DELAY], delay_seconds=20)
        script = "import faulthandler; faulthandler.enable(); from digest.cli.main import main; main()"
        surroundings = environment(**settings(self.standin))
        command = [sys.executable, "-c", script, "send", EDITION, *for_its_readers(self.folder)]
        with subprocess.Popen(
            command, cwd=self.folder, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            while IMPORTED not in self.standin.mailboxes.counts() and process.poll() is None:
                time.sleep(0.01)
            process.send_signal(signal.SIGABRT)
            said, _ = process.communicate(timeout=60)
        assert "Fatal Python error: Aborted" in said
        self.said.append(said)

    def lose_the_keys(self) -> None:
        """Let a command meet keys that do not fit."""
        keys = self.folder / "data/keys/readers.json"
        kept = keys.read_text(encoding="utf-8")
        keys.write_text(kept.replace('"index": "', '"index": "A', 1), encoding="utf-8")
        self.command("subscribers", "list")
        keys.write_text(kept, encoding="utf-8")

    def back_up(self) -> None:
        """Copy the database in both ways that SQLite has, and dump it."""
        with (
            sqlite3.connect(self.folder / "data/digest.db") as database,
            sqlite3.connect(self.folder / "data/copy.db") as copy,
        ):
            database.backup(copy)
            (self.folder / "data/dump.sql").write_text("\n".join(database.iterdump()), encoding="utf-8")
        sqlite3.connect(self.folder / "data/digest.db").execute(
            "VACUUM INTO ?", (str(self.folder / "data/vacuumed.db"),)
        )


@pytest.mark.slow
def test_an_address_that_went_through_everything_is_found_nowhere(folder: Path) -> None:
    with StandIn() as standin:
        flight = Flight(folder, standin)
        flight.by_the_pages()
        keep_open = sqlite3.connect(
            folder / "data/digest.db"
        )  # so that the write-ahead log is still there to be searched
        keep_open.execute("SELECT 1 FROM subscriber").fetchall()
        flight.by_the_commands()
        flight.lose_the_keys()
        flight.back_up()
        got = set(standin.mailboxes.counts())
    assert {CANARY, MOVED, IMPORTED, TYPED} <= got, "the canary really flew"
    files = [file for file in folder.rglob("*") if file.is_file() and "site" not in file.parts]
    assert {"digest.db", "digest.db-wal", "copy.db", "vacuumed.db", "dump.sql", "journal"} <= {
        file.name for file in files
    }
    for file in files:
        assert found_in(file.read_bytes()) == [], file
    for said in flight.said:
        assert found_in(said.encode()) == [], said
    keep_open.close()


@pytest.mark.parametrize(
    "coat",
    [
        CANARY.encode(),
        base64.b64encode(b"yy" + CANARY.encode() + b"zz"),
        hashlib.sha256(CANARY.lower().encode()).hexdigest().encode(),
    ],
)
def test_the_search_would_find_it(coat: bytes) -> None:
    assert found_in(b"..." + coat + b"...")
