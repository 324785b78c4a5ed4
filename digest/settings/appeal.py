"""[appeal]: how the letter asks for support, and at which mailboxes it warns or keeps silent."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from digest.settings.fields import Domains, Section, Shown, ShownLine, comma_list, web_address

Frequency = Literal["once", "monthly", "annual"]
FREQUENCIES: tuple[Frequency, ...] = ("once", "monthly", "annual")
RUSSIAN_MAILBOXES = (
    ".ru",
    ".xn--p1ai",
    ".su",
    "yandex.com",
    "yandex.by",
    "yandex.kz",
    "yandex.net",
    "vk.com",
    "ya.ru",
    "mail.ru",
)
"""Where mailboxes belong to providers that answer to Russian courts.

The national domains (.рф is .xn--p1ai) and providers beyond them.
"""


def _link_template(value: str) -> str:
    try:
        filled = value.format(frequency="once", amount="5")
    except (KeyError, IndexError, ValueError):
        raise ValueError("only {frequency} and {amount} may stand in braces; remove the others") from None
    web_address(filled)
    return value


def _currency(value: str) -> str:
    if not re.fullmatch("[A-Z]{3}", value):
        raise ValueError("this is no currency; write its three capital letters (ISO 4217), such as EUR or UAH")
    return value


Amounts = Annotated[
    tuple[Annotated[int, Field(gt=0, le=100_000)], ...], BeforeValidator(comma_list), Field(max_length=6)
]


class Appeal(Section):
    """[appeal] the support-us banner and footer; without a heading and a link there is none."""

    banner: ShownLine = ""
    heading: ShownLine = ""
    message: Annotated[str, Field(max_length=1_000), Shown] = ""
    link: Annotated[str, AfterValidator(_link_template)] = ""
    currency: Annotated[str, AfterValidator(_currency)] = "EUR"
    once: Amounts = (10, 25, 50)
    monthly: Amounts = (5, 10, 20)
    annual: Amounts = (50, 100)
    all_amounts: bool = False
    payment_methods: ShownLine = ""
    remind_me_later_weeks: Annotated[int, Field(ge=0, le=52)] = 8
    warning: Annotated[str, Field(max_length=500), Shown] = ""
    warn_mailboxes: Domains = RUSSIAN_MAILBOXES
    hide_mailboxes: Domains = ()

    def amounts(self, frequency: Frequency) -> tuple[int, ...]:
        """Return the amounts offered for one frequency, in whole units of the currency."""
        offered: dict[Frequency, tuple[int, ...]] = {"once": self.once, "monthly": self.monthly, "annual": self.annual}
        return offered[frequency]
