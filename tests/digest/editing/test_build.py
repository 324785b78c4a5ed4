"""Build: letters, sizes, a fingerprint; none that is not sound."""

import pytest

from digest.app.container import Newsroom
from digest.app.services import Services
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
