"""A small edition of every block, ready to be rendered; its newsroom is tests/golden/newsroom."""

from collections.abc import Mapping
from pathlib import Path

from digest.app import from_settings
from digest.app.paths import program_templates
from digest.delivery.mail import Letter
from digest.delivery.variant import Variant
from digest.edition.cards import cards
from digest.edition.lock import Lock, from_json
from digest.edition.model import Edition
from digest.edition.picks_file import parse
from digest.letter.block import Maker
from digest.letter.letter import render
from digest.letter.publication import Publication
from digest.letter.templates import Templates
from digest.letter.view import BLOCKS, view
from digest.settings.read import read_settings

EDITION = "2026-11-27"
NEWSROOM = Path(__file__).parents[1] / "golden" / "newsroom"
SITE = NEWSROOM / "site"
HOST = "https://lantern.example/"
LOCK = NEWSROOM / "editions" / f"{EDITION}.lock.json"


def edition_and_lock() -> tuple[Edition, Lock]:
    """Return the edition and what was read from its pages."""
    lock, damage = from_json(LOCK.read_text(encoding="utf-8"), "lock")
    assert lock is not None
    assert not damage
    return small_edition(), lock


def small_edition() -> Edition:
    """Return the edition alone."""
    file = f"editions/{EDITION}.yaml"
    edition, problems = parse((NEWSROOM / file).read_text(encoding="utf-8"), file, EDITION)
    assert edition is not None
    assert not problems
    return edition


def publication() -> Publication:
    """Return its publisher, who has a mirror for lantern.example at mirror.example."""
    settings, problems = read_settings((NEWSROOM / "digest.toml").read_text(encoding="utf-8"), {})
    assert settings is not None
    assert not problems
    return from_settings.publication(settings, {"en"})


def letter(
    variant: Variant | None = None,
    overrides: Path | None = None,
    edition: Edition | None = None,
    lock: Lock | None = None,
    program: Path | None = None,
    makers: Mapping[str, Maker] = BLOCKS,
    own: Publication | None = None,
) -> Letter:
    """Render a letter: of the small edition, with the program's own templates, where nothing else is given."""
    own_edition, own_lock = edition_and_lock()
    edition, lock = edition or own_edition, lock or own_lock
    variant = variant or Variant("en")
    templates = Templates(program or program_templates(), overrides)
    shown = view(edition, list(cards(edition, lock)), own or publication(), variant, templates.phrase, makers)
    return render(shown, variant, templates)
