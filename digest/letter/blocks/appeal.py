"""Appeal: the support-us block, with sums for once, monthly and annual."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from digest.delivery.variant import AppealMode
from digest.edition.field_types import GiftLink, ReaderLink
from digest.letter.block import LetterInput
from digest.letter.language import money
from digest.letter.links import OwnText
from digest.letter.publication import AppealWords


@dataclass(frozen=True, slots=True)
class Amount:
    """One offered sum, formatted for people, and where it is given."""

    label: str
    url: GiftLink


@dataclass(frozen=True, slots=True)
class Offer:
    """The sums of one frequency: once, monthly or annual, the least of them, and `others` that letters name, too."""

    frequency: str
    amounts: tuple[Amount, ...]
    least: Amount
    others: tuple[Amount, ...] = ()
    is_recommended: bool = False


@dataclass(frozen=True, slots=True)
class Appeal:
    """The support-us block, which recommends one of its offers.

    `remind_url` is empty when the newsroom offers no "remind me later", `warning` where none is needed.
    """

    template: ClassVar[str] = "appeal"
    heading: OwnText
    message: OwnText
    offers: tuple[Offer, ...]
    payment_methods: OwnText
    remind_url: ReaderLink
    warning: OwnText = ""
    warning_language: str = ""


def appeal(given: LetterInput) -> Iterator[Appeal]:
    """Make the appeal as this reader is to see it: not at all, or with a warning, or plainly."""
    words, mode, language = given.publication.appeal, given.variant.options.appeal, given.variant.language
    if words is None or mode is AppealMode.HIDE:
        return
    yield Appeal(
        heading=words.heading,
        message=words.message,
        offers=tuple(_offer(words, frequency, amounts, language) for frequency, amounts in words.offers),
        payment_methods=words.payment_methods,
        warning=(words.warning or given.say("warning")) if mode is AppealMode.WARN else "",
        warning_language=given.publication.language if words.warning else language,
        remind_url=given.links.remind_later if words.remind_me_later_weeks else "",
    )


def _offer(words: AppealWords, frequency: str, amounts: Sequence[int], language: str) -> Offer:
    """Return what is offered for one frequency, in the order of the settings."""
    shown = {
        amount: Amount(money(amount, words.currency, language), words.gift_url(frequency, amount)) for amount in amounts
    }
    least = min(amounts)
    others = tuple(amount for sum_, amount in shown.items() if sum_ != least) if words.has_all_amounts else ()
    return Offer(frequency, tuple(shown.values()), shown[least], others, frequency == words.recommended)
