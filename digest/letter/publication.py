"""What letters and pages say about their publisher, in the newsroom's own words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from digest.edition.field_types import Mailbox, OwnPage
from digest.letter.link_parameters import NO_PARAMETERS, LinkParameters
from digest.letter.theme import PLAIN, Theme

RECOMMENDED = "monthly"
Phrase = Callable[[str, str], str]
"""Returns a short text of the program's own (templates/email/phrases.jinja) in a language, by its name."""


@dataclass(frozen=True, slots=True)
class AppealWords:
    """The newsroom's own words and sums for its appeal; `offers` maps a frequency to amounts in whole `currency`.

    `has_all_amounts` says that letters name every sum, not only the least of each frequency.
    """

    banner: str
    heading: str
    message: str
    link: str
    currency: str
    offers: tuple[tuple[str, tuple[int, ...]], ...]
    payment_methods: str
    remind_me_later_weeks: int
    warning: str = ""
    has_all_amounts: bool = False

    @property
    def recommended(self) -> str:
        """Return the frequency that letters recommend: monthly, which keeps a newsroom alive, or the first there is."""
        frequencies = [frequency for frequency, _ in self.offers]
        return RECOMMENDED if RECOMMENDED in frequencies else frequencies[0]

    def gift_url(self, frequency: str, amount: int) -> str:
        """Return the page where `amount` is given."""
        return self.link.format(frequency=frequency, amount=amount)


@dataclass(frozen=True, slots=True)
class Publication:
    """What a letter says about its publisher, and how it looks.

    `mirrors` maps hosts of articles to hosts that open where those are blocked; `parameters` go behind its links.
    `pictures` is the address below which copies of pictures are, with a slash at its end; empty where letters show the
    originals. `has_topics` says that cards name their topics.
    """

    title: str
    tagline: str
    language: str
    base_url: OwnPage
    postal_address: str
    contact: Mailbox
    privacy_policy_url: OwnPage
    appeal: AppealWords | None
    mirrors: Mapping[str, str] = field(default_factory=dict)
    parameters: LinkParameters = NO_PARAMETERS
    pictures: str = ""
    theme: Theme = PLAIN
    has_topics: bool = False
