"""Banner: one line above everything that asks for support."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from digest.delivery.variant import AppealMode
from digest.edition.field_types import GiftLink
from digest.letter.block import LetterInput
from digest.letter.links import OwnText


@dataclass(frozen=True, slots=True)
class Banner:
    """One line, the whole of which is a link."""

    template: ClassVar[str] = "banner"
    text: OwnText
    url: GiftLink


def banner(given: LetterInput) -> Iterator[Banner]:
    """Make the banner; never where a warning is due, because it leads to giving before anybody has read that."""
    appeal = given.publication.appeal
    if appeal and appeal.banner and given.variant.options.appeal is AppealMode.SHOW:
        least = min(dict(appeal.offers)[appeal.recommended])
        yield Banner(appeal.banner, appeal.gift_url(appeal.recommended, least))
