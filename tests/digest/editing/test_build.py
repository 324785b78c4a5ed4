"""Build: letters, sizes, a fingerprint; none that is not sound."""

from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.paths import program_templates
from digest.app.services import Services
from digest.delivery.variant import LetterOptions, Variant, section_key
from digest.editing.build import LetterBuilder
from digest.edition.lock import Lock
from digest.errors import InputProblems
from digest.letter.preflight import SizeLimits
from tests.standins.sample import EDITION


def test_a_build_tells_sizes_and_fingerprint(newsroom: Newsroom) -> None:
    edition, locked = Services(newsroom).checker().check(EDITION).sound()
    built = Services(newsroom).builder().build(edition, locked)
    report = built.report()
    assert len(built.fingerprint) == 64
    assert set(report) == {"edition", "fingerprint", "variants", "bytes_per_pick", "problems"}
    assert len(built.letters[0].bytes_per_pick) == 12
    assert sum(size for _, size in built.letters[0].bytes_per_pick) < len(built.letters[0].html.encode())
    assert built.letter("ru").variant.language == "ru"


def test_a_build_without_a_sound_letter_is_refused(newsroom: Newsroom) -> None:
    edition, locked = Services(newsroom).checker().check(EDITION).sound()
    with pytest.raises(InputProblems, match="mail programs cut letters off"):
        LetterBuilder(newsroom.publication, newsroom.templates, SizeLimits(10_000, 10_000)).build(edition, locked)
    assert Lock(EDITION, ()).missing(edition)


def test_text_only_with_a_section_less_is_a_letter_like_any_other(newsroom: Newsroom) -> None:
    edition, locked = Services(newsroom).checker().check(EDITION).sound()
    built = Services(newsroom).builder().build(edition, locked)
    wanted = Variant("en", LetterOptions(plain=True, without=(section_key("Features"),)))
    found = built.freeze([wanted]).letters[wanted]
    assert (found.html, "FEATURES" in found.text.upper()) == ("", False)


def test_no_readers_choice_stops_an_edition(newsroom: Newsroom, folder: Path) -> None:
    """A template that breaks the letter of those alone who left a section out: they get the nearest one."""
    own = (program_templates() / "email/letter.mjml.jinja").read_text(encoding="utf-8")
    broken = own.replace("{{ body }}", "{{ body if 'Features' in (body | string) else '' }}")
    assert broken != own
    (folder / "templates/email").mkdir(parents=True, exist_ok=True)
    (folder / "templates/email/letter.mjml.jinja").write_text(broken, encoding="utf-8")
    edition, locked = Services(newsroom).checker().check(EDITION).sound()
    built = Services(newsroom).builder().build(edition, locked)
    without, usual = LetterOptions(without=(section_key("Features"),)), LetterOptions()
    plain = without._replace(plain=True)
    frozen = built.freeze(
        [Variant("en", without), Variant("uk", plain), Variant("en", LetterOptions(without=("news",)))]
    )
    assert frozen.replaced == 1, "one choice, in whatever letters"
    assert Variant("en", without) not in frozen.letters
    assert frozen.letter("en", without) == frozen.letter("en", usual)
