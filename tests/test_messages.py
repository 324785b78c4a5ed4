"""`make messages` lists the fixed words of the templates; translators go by it, so each translation has exactly those."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
TRANSLATIONS = sorted((ROOT / "templates/locales").glob("*.po"))


@pytest.fixture(scope="module")
def listed() -> Catalog:
    """Run the recipe as the Makefile has it, with the Python of this test."""
    recipe = re.search(r"^messages:.*\n\t(.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert recipe
    command = recipe[1].replace("$(IN)", str(Path(sys.executable).parent)).split()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    return read_po(io.BytesIO(done.stdout))


def messages(catalogue: Catalog) -> set[tuple[str, ...]]:
    """Return the texts of each message: one, or singular and plural."""
    return {(message.id,) if isinstance(message.id, str) else tuple(message.id) for message in catalogue if message.id}


def test_words_of_the_letter_and_of_the_readers_pages_are_listed_with_their_plurals(listed: Catalog) -> None:
    assert {"/".join(Path(place).parts[:2]) for message in listed for place, _ in message.locations} == {
        "templates/email",
        "templates/web",
    }
    assert ("%(num)d minute to read", "%(num)d minutes to read") in messages(listed)


@pytest.mark.parametrize("file", TRANSLATIONS, ids=lambda file: str(file.stem))
def test_every_translation_has_the_listed_words_and_no_others_each_in_all_its_forms(
    listed: Catalog, file: Path
) -> None:
    with file.open("rb") as opened:
        translation = read_po(opened, locale=file.stem)
    assert messages(translation) - messages(listed) == set(), "no template says this any more"
    assert messages(listed) - messages(translation) == set(), "to be translated"
    assert list(translation.obsolete) == []
    for message in translation:
        forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
        assert len(forms) == (translation.num_plurals if message.pluralizable else 1), message.id
        assert all(forms), message.id
        assert not message.fuzzy or not message.id, f"nobody has looked at it: {message.id}"
