"""The sample edition, ready to be rendered."""

from pathlib import Path

from digest.app.from_settings import appeal_words
from digest.app.paths import program_templates
from digest.delivery.mail import Letter
from digest.delivery.variant import Variant
from digest.edition.cards import cards
from digest.edition.lock import Lock, from_json
from digest.edition.model import Edition
from digest.edition.picks_file import parse
from digest.letter.letter import render
from digest.letter.publication import Publication
from digest.letter.templates import Templates
from digest.letter.view import view
from digest.settings.read import read
from tests.conftest import EDITION
from tests.standins.newspaper import SAMPLE_SITE


def edition_and_lock() -> tuple[Edition, Lock]:
    edition, problems = parse(
        (SAMPLE_SITE.parent / f"editions/{EDITION}.yaml").read_text(), f"editions/{EDITION}.yaml", EDITION
    )
    lock, damage = from_json((SAMPLE_SITE.parent / f"editions/{EDITION}.lock.json").read_text(), "lock")
    assert edition is not None
    assert lock is not None
    assert not problems
    assert not damage
    return edition, lock


def publication() -> Publication:
    settings, problems = read((SAMPLE_SITE.parent / "digest.toml").read_text(), {})
    assert settings is not None
    assert not problems
    own = settings.digest
    return Publication(
        own.title,
        own.tagline,
        own.language,
        own.base_url,
        own.postal_address,
        own.contact,
        own.privacy_policy_url,
        appeal_words(settings),
    )


def letter(
    variant: Variant | None = None,
    overrides: Path | None = None,
    edition: Edition | None = None,
    lock: Lock | None = None,
    program: Path | None = None,
) -> Letter:
    own_edition, own_lock = edition_and_lock()
    edition, lock = edition or own_edition, lock or own_lock
    variant = variant or Variant("en")
    templates = Templates(program or program_templates(), overrides)
    shown = view(edition, list(cards(edition, lock)), publication(), variant, templates.phrase)
    return render(shown, variant, templates)
