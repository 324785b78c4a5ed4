"""Building a letter against the bare renderer; composing one reader's message against a join; the command's start."""

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from mjml import mjml2html

from digest.app.container import Newsroom
from digest.app.from_settings import appeal_words
from digest.app.paths import program_templates
from digest.app.preview import LivePreview
from digest.delivery.batch import Recipient
from digest.delivery.mail import Envelope, Letter
from digest.editing import letters
from digest.editing.build import Built, LetterBuilder
from digest.edition.checks import Rules, check
from digest.edition.lock import from_json
from digest.edition.picks_file import parse
from digest.letter.preflight import SizeLimits
from digest.letter.publication import Publication
from digest.letter.templates import Templates
from digest.mime.composing import composing_fault
from digest.mime.message import Message
from digest.settings.read import read_settings
from tests.benchmarks.measure import Line, ratio
from tests.standins.newspaper import SAMPLE_SITE

SAMPLE = SAMPLE_SITE.parent
COMPONENTS = Path(__file__).parents[1] / "data" / "letters" / "components.mjml"
"""The sample's letter in English as it was when every block was made of MJML's components."""
PREVIEWED, SAVES = "2026-11-27", 31
READER = Recipient(7, "anna.adler@example.org", "0" * 24, "t" * 39)


def lines() -> Iterator[Line]:
    """Measure and yield the lines about letters."""
    make = _builder()
    built = make()
    components, languages = COMPONENTS.read_text(encoding="utf-8"), len(built.letters)
    yield Line(
        f"build of a 12-card edition from its lock, checks included, in {languages} languages / bare mjml2html of as many made of components",
        ratio(make, lambda: [mjml2html(components) for _ in range(languages)]),
        "x",
        5,
    )
    every = len(list(built.made.different())) if built.made else languages
    yield Line(
        f"the same in a process that remembers nothing, {every} letters composed too / bare mjml2html of as many",
        ratio(lambda: _forget_and(make), lambda: [mjml2html(components) for _ in range(every)], rounds=10),
        "x",
        20,
    )
    letter = built.letters[0]
    message = Message(
        letter,
        Envelope("The Lantern", "friday@lantern.example", "", "Lantern", "https://letter.lantern.example"),
        datetime.now(UTC),
    )
    pieces = [piece for piece in message._pieces if piece]
    many = range(2_000)
    compose = partial(_repeat, lambda: message.compose(READER), many)
    yield Line(
        "composing one reader's message / joining its ready pieces",
        ratio(compose, partial(_repeat, lambda: b"".join(pieces), many)),
        "x",
        2,
    )
    slow = ratio(lambda: _email_message(letter), lambda: message.compose(READER), rounds=20)
    yield Line("EmailMessage per reader / composing one reader's message", slow, "x", 100, at_least=True)
    yield Line(
        "preview: from a save until the letter that is looked at is made anew, median", _save_until_letter(), "ms", 300
    )
    yield Line("digest --help / python -c 'import typer, rich'", _help(), "x", 2)


def _builder() -> "partial[Built]":
    text = (SAMPLE / "editions/2026-11-27.yaml").read_text()
    lock_text = (SAMPLE / "editions/2026-11-27.lock.json").read_text()
    settings, _ = read_settings((SAMPLE / "digest.toml").read_text(), {})
    if settings is None:
        raise RuntimeError("the sample's settings have problems")
    own = settings.digest
    publication = Publication(
        own.title,
        own.tagline,
        "en",
        own.base_url,
        own.postal_address,
        own.contact,
        own.privacy_policy_url,
        appeal_words(settings),
    )
    return partial(_build, text, lock_text, publication, Templates(program_templates()))


def _build(text: str, lock_text: str, publication: Publication, templates: Templates) -> Built:
    edition, problems = parse(text, "editions/2026-11-27.yaml", "2026-11-27")
    lock, _ = from_json(lock_text, "editions/2026-11-27.lock.json")
    if edition is None or lock is None:
        raise RuntimeError("the sample has problems")
    problems += check(edition, lock, Rules())
    return LetterBuilder(publication, templates, SizeLimits()).build(edition, lock, problems)


def _forget_and(make: Callable[[], object]) -> None:
    """Make letters as a process does that has just started."""
    for remembered in (letters._render, letters._preflight, letters._name_at_a_glance, composing_fault):
        remembered.cache_clear()
    make()


def _repeat(call: Callable[[], object], times: range) -> None:
    for _ in times:
        call()


def _email_message(letter: Letter) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = "The Lantern <friday@lantern.example>"
    message["To"] = READER.address
    message["Subject"] = letter.subject
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message.as_bytes()


def _help() -> float:
    def run(*command: str) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    digest = [
        sys.executable,
        "-c",
        "import sys; sys.argv = ['digest', '--help']; from digest.cli.main import main; main()",
    ]
    return ratio(lambda: run(*digest), lambda: run(sys.executable, "-c", "import typer, rich"), rounds=15)


def _save_until_letter() -> float:
    """Return the milliseconds, in the middle of many saves, from a save until the letter looked at is made anew."""
    took = []
    with TemporaryDirectory() as folder:
        room = Path(folder) / "newsroom"
        shutil.copytree(SAMPLE, room)
        with Newsroom(room, {}) as newsroom:
            live, stop = LivePreview(newsroom, lambda: Newsroom(room, {}), PREVIEWED), threading.Event()
            watching = threading.Thread(target=live.watch, args=(stop,))
            watching.start()
            text = (room / f"editions/{PREVIEWED}.yaml").read_text()
            for number in range(SAVES):
                time.sleep(0.2)  # nobody saves faster, and a watch has to begin
                revision, began = live.revisions.current, time.perf_counter()
                file = room / f"editions/{PREVIEWED}.yaml"
                file.write_text(text.replace("subject: ", f'number: "{number}"\nsubject: ', 1))
                while live.revisions.current == revision:
                    time.sleep(0.001)
                live.frame({})
                took.append((time.perf_counter() - began) * 1_000)
            stop.set()
            watching.join()
    return sorted(took)[SAVES // 2]
