"""Letters of editions as an editor writes them: the small edition's sections, with other keys above them."""

from dataclasses import replace

from digest.delivery.mail import Letter
from digest.delivery.variant import Variant
from digest.edition.model import Edition
from digest.edition.picks_file import parse
from digest.problem import Problem
from tests.standins.letters import EDITION, NEWSROOM, letter

SMALL = (NEWSROOM / "editions" / f"{EDITION}.yaml").read_text(encoding="utf-8")


def written(keys: str, sections: str = "") -> Edition:
    """Return the edition of a picks file with these `keys`, and with the small edition's sections or others."""
    edition, problems = parsed(keys, sections)
    assert edition is not None
    assert problems == []
    return edition


def parsed(keys: str, sections: str = "") -> tuple[Edition | None, list[Problem]]:
    """Return the same, and every problem of its form."""
    sections = sections or SMALL[SMALL.index("sections:") : SMALL.index("briefs:")]
    return parse(f'subject: "Friday"\n{keys}{sections}', f"editions/{EDITION}.yaml", EDITION)


def letter_of(keys: str, sections: str = "", language: str = "", own: Edition | None = None) -> Letter:
    """Return the letter of such an edition; in `language` both its own words and the program's are."""
    edition = own or written(keys, sections)
    return letter(Variant(language or "en"), edition=replace(edition, language=language))


def cost(keys: str) -> int:
    """Return how many bytes of HTML `keys` add to a letter."""
    return len(letter_of(keys).html.encode()) - len(letter_of("").html.encode())
