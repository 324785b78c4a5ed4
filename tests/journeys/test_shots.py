"""Pictures of the letter: by the command, and as they were when a person last looked at them."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PIL import Image

from digest.browsing.chromium import Chromium, find_browser, open_browser
from digest.delivery.variant import Variant
from digest.letter.clients import LOOKS, Look
from tests.journeys.visiting import needs_browser
from tests.standins.command_line import run, run_json
from tests.standins.letter_pictures import difference, kept_pictures, shoot
from tests.standins.letters import letter
from tests.standins.sample import EDITION

pytestmark = [pytest.mark.slow, needs_browser]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    with open_browser(find_browser()) as browser:
        yield browser


@pytest.fixture
def own_room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep temporary files apart from those of other browsers; a long name would be none for their sockets."""
    with TemporaryDirectory(prefix="shots-") as room:
        monkeypatch.setattr("tempfile.tempdir", room)
        yield Path(room)


def test_the_command_makes_one_of_each_look_and_language_and_says_where(folder: Path, own_room: Path) -> None:
    done = run(folder, "shots", EDITION)
    made = folder / "data" / "shots" / EDITION
    assert done.returncode == 0, done.stderr
    assert f"Look at them in {made}" in done.stdout
    assert done.stderr.count("is not seen in them: the host lantern.example is not found") == 12
    names = {f"{language}-{look.name}.png" for language in ("en", "ru", "uk") for look in LOOKS}
    assert {file.name for file in made.iterdir()} == names
    wide = {look.name: look.width for look in LOOKS}
    for file in made.iterdir():
        found = Image.open(io.BytesIO(file.read_bytes()))
        assert (found.format, found.width) == ("PNG", wide[file.stem.partition("-")[2]])
        assert found.height > 1_000
    assert list(own_room.iterdir()) == []


def test_they_go_where_one_wants_them_and_are_told_as_json(folder: Path, tmp_path: Path) -> None:
    told = run_json(folder, "shots", EDITION, "--out", str(tmp_path / "here"))
    assert len(told["pictures"]) == len(list((tmp_path / "here").iterdir())) == 3 * len(LOOKS)
    assert len(told["unread"]) == 12
    assert not (folder / "data" / "shots").exists()


@pytest.mark.parametrize(
    ("language", "look", "file"), [pytest.param(*kept, id=kept[2].stem) for kept in kept_pictures()]
)
def test_a_letter_looks_as_when_a_person_last_looked_at_it(
    chromium: Chromium, language: str, look: Look, file: Path, tmp_path: Path
) -> None:
    found = shoot(chromium, letter(Variant(language)).html, look)
    found.save(tmp_path / file.name)
    with Image.open(file) as kept:
        told = difference(kept, found)
    assert not told, f"{told}: compare {tmp_path / file.name} with {file}; if it is meant, python -m tests.golden"


def _without(start: str, end: str) -> Callable[[str], str]:
    def cut(html: str) -> str:
        begin = html.index(start)
        return html[:begin] + html[html.index(end, begin) + len(end) :]

    return cut


BROKEN: dict[str, Callable[[str], str]] = {
    "a squeezed lead": lambda html: html.replace('height="310"', 'height="155"', 1).replace(
        "height:auto", "height:155px", 1
    ),
    "a lost border of a button": lambda html: html.replace("border:2px solid", "border:0px solid", 1),
    "an accent of another colour": lambda html: html.replace("#9b1318", "#13189b"),
    "a lost picture": _without("<img ", ">"),
    "a lost gap": lambda html: html.replace("padding:24px 24px 0", "padding:0", 1),
    "words on the wrong side": lambda html: html.replace('dir="rtl"', 'dir="ltr"'),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_breaks_a_letter_shows_in_its_picture(chromium: Chromium, what: str) -> None:
    whole, look = letter().html, LOOKS[0]
    broken = BROKEN[what](whole)
    assert broken != whole
    assert difference(shoot(chromium, whole, look), shoot(chromium, broken, look))


def test_a_pixel_up_or_down_is_nothing(chromium: Chromium) -> None:
    """Browsers round where lines stand in their own ways."""
    whole, look = letter().html, LOOKS[0]
    lower = whole.replace("</head>", "<style>body{position:relative;top:1px}</style></head>")
    assert not difference(shoot(chromium, whole, look), shoot(chromium, lower, look))
