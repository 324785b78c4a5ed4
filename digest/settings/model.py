"""Every key of digest.toml, with its type, its limits and its default.

The same keys, explained for people, stand in templates/newsroom/digest.toml; a test holds the two together.
Field types are pydantic's; a rule that needs words of its own raises `ValueError("what; what to do")`.
"""

import datetime as dt
import re
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from digest.calendar.plan import WEEKDAYS, Plan, edition_date, instant_before, next_window
from digest.edition.addresses import fault_of

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Frequency = Literal["once", "monthly", "annual"]
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
FREQUENCIES: tuple[Frequency, ...] = ("once", "monthly", "annual")


def _web_address(value: str) -> str:
    fault = fault_of(value) if value else None
    if fault:
        raise ValueError(f"{fault}; write the whole address, https:// included")
    return value


def _no_slash(value: str) -> str:
    return value.rstrip("/")


def _no_path(value: str) -> str:
    if urlsplit(value).path:
        raise ValueError("the reader pages have a host of their own; write https://letter.example.org, without a path")
    return value


def _mail_address(value: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    if not value:
        return value
    try:
        return validate_email(value, check_deliverability=False, allow_smtputf8=False).ascii_email or value
    except EmailNotValidError as error:
        raise ValueError(f"this is no e-mail address ({str(error).rstrip('.')}); write name@example.org") from None


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError("this is no time zone; write an IANA name such as Europe/Riga") from None
    return value


def _clock_time(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError("this is no time of day; write it as 07:00")
    return value


def _language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        raise ValueError("this is no language tag; write en, ru, uk, pt-BR ...")
    return value


def _link_template(value: str) -> str:
    try:
        filled = value.format(frequency="once", amount="5")
    except (KeyError, IndexError, ValueError):
        raise ValueError("only {frequency} and {amount} may stand in braces; remove the others") from None
    _web_address(filled)
    return value


def _ahead(value: str) -> str:
    instant_before(
        next_window(Plan(), dt.datetime(2026, 1, 1, tzinfo=dt.UTC)), value, Plan()
    )  # raises for what cannot be read
    return value


def _comma_list(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _domain(value: str) -> str:
    name = value.strip().lower()
    dot, bare = ("." if name.startswith(".") else ""), name.removeprefix(".")
    try:
        written = bare.encode("idna").decode()
    except UnicodeError:
        written = ""
    if not re.fullmatch(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*", written):
        raise ValueError("this is no domain; write example.org, or .ru for everything that ends so")
    return dot + written


def _origin(value: str) -> str:
    if not re.fullmatch(r"https?://[a-z0-9.-]+(:\d{1,5})?", value):
        raise ValueError("this is no origin; write https://example.org, without a path and without a slash at the end")
    return value


def _pairs(value: object) -> object:
    """Read `from=to` pairs of the environment; a table of the file is one already."""
    if not isinstance(value, str):
        return value
    return dict(part.split("=", 1) for part in value.split(",") if "=" in part)


def _day_names(value: object) -> object:
    days = _comma_list(value)
    if not isinstance(days, list) or not all(day in WEEKDAYS for day in days):
        raise ValueError('this is no weekday; write "friday", or several as ["tuesday", "friday"]')
    return days


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")]
Given = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")
]
Address = Annotated[str, AfterValidator(_mail_address)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Amounts = Annotated[
    tuple[Annotated[int, Field(gt=0, le=100_000)], ...], BeforeValidator(_comma_list), Field(max_length=6)
]
ClockTime = Annotated[dt.time, BeforeValidator(_clock_time)]
Days = Annotated[tuple[Weekday, ...], BeforeValidator(_day_names), Field(min_length=1)]
Aheads = Annotated[
    tuple[Annotated[str, AfterValidator(_ahead)], ...], BeforeValidator(_comma_list), Field(max_length=6)
]
Addresses = Annotated[tuple[Address, ...], BeforeValidator(_comma_list), Field(max_length=50)]
Hosts = Annotated[tuple[str, ...], BeforeValidator(_comma_list)]
Domains = Annotated[
    tuple[Annotated[str, AfterValidator(_domain)], ...], BeforeValidator(_comma_list), Field(max_length=500)
]
Origins = Annotated[
    tuple[Annotated[str, AfterValidator(_origin)], ...], BeforeValidator(_comma_list), Field(max_length=20)
]
Mirrors = Annotated[
    dict[Annotated[str, AfterValidator(_domain)], Annotated[str, AfterValidator(_domain)]], BeforeValidator(_pairs)
]


class Section(BaseModel):
    """What all sections share: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Digest(Section):
    """[digest] who publishes, and what the law wants to be said about it."""

    title: Given
    language: Annotated[str, AfterValidator(_language)] = "en"
    base_url: Annotated[WebAddress, Field(min_length=1), AfterValidator(_no_slash), AfterValidator(_no_path)]
    postal_address: Given
    contact: Annotated[Address, Field(min_length=1)]
    privacy_policy_url: Annotated[WebAddress, Field(min_length=1)]
    privacy_policy_version: Given
    tagline: Line = ""


class Sender(Section):
    """[sender] what stands in From and Reply-To."""

    name: Given
    address: Annotated[Address, Field(min_length=1)]
    reply_to: Address = ""


class Schedule(Section):
    """[schedule] when the letter goes out."""

    day: Days = ("friday",)
    time: ClockTime = dt.time(7, 0)
    zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    window_hours: Annotated[int, Field(ge=1, le=72)] = 12
    every_weeks: Annotated[int, Field(ge=1, le=8)] = 1
    starting: Annotated[str, Field(validate_default=True)] = ""
    approval: Literal["none", "required"] = "none"
    editors: Addresses = ()
    proofs: Aheads = ("1 day before 15:00", "1 hour before")
    by_readers_clock: bool = False

    @field_validator("starting")
    @classmethod
    def _a_day_to_count_weeks_from(cls, value: str, info: ValidationInfo) -> str:
        if value and edition_date(value) is None:
            raise ValueError("this is no date; write it as 2026-11-27")
        if not value and info.data.get("every_weeks", 1) > 1:
            raise ValueError(
                "with `every_weeks` above 1 it must say in which weeks; write the day of one letter, such as 2026-11-27"
            )
        return value

    @property
    def plan(self) -> Plan:
        """Return the same as the calendar takes it."""
        starting = edition_date(self.starting) or Plan().starting
        return Plan(
            self.day,
            self.time,
            self.zone,
            self.window_hours,
            self.every_weeks,
            starting,
            self.proofs,
            self.by_readers_clock,
        )


class Delivery(Section):
    """[delivery] which road the letters take."""

    transport: Literal["outbox", "sendgrid", "null"] = "outbox"
    batch_size: Annotated[int, Field(ge=1, le=1_000)] = 1_000
    workers: Annotated[int, Field(ge=1, le=64)] = 10


class SendGrid(Section):
    """[sendgrid] the account letters go through.

    The key itself comes from SENDGRID_API_KEY, SENDGRID_API_KEY_FILE or `api_key_file`.
    """

    host: Annotated[WebAddress, Field(min_length=1), AfterValidator(_no_slash)] = "https://api.sendgrid.com"
    api_key_file: Line = ""
    webhook_public_key: Line = ""
    timeout_seconds: Annotated[float, Field(gt=0, le=120)] = 60.0


class Web(Section):
    """[web] where the program listens."""

    host: Line = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65_535)] = 8400
    origins: Origins = ()
    letters_per_hour: Annotated[int, Field(ge=1, le=100_000)] = 500
    altcha: bool = False


class Database(Section):
    """[database] where readers and the delivery log are kept; empty means data/digest.db."""

    url: Line = ""


class Articles(Section):
    """[articles] which pages may be read."""

    allow_private_addresses: bool = False
    hosts: Hosts = ()
    mirrors: Mirrors = {}


class Readers(Section):
    """[readers] how long what is kept."""

    forget_left_after_days: Annotated[int, Field(ge=0, le=3_650)] = 365


class Appeal(Section):
    """[appeal] the support-us banner and footer; without a heading and a link there is none."""

    banner: Line = ""
    heading: Line = ""
    message: Annotated[str, Field(max_length=1_000)] = ""
    link: Annotated[str, AfterValidator(_link_template)] = ""
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "EUR"
    once: Amounts = (10, 25, 50)
    monthly: Amounts = (5, 10, 20)
    annual: Amounts = (50, 100)
    payment_methods: Line = ""
    remind_me_later_weeks: Annotated[int, Field(ge=0, le=52)] = 8
    warning: Annotated[str, Field(max_length=500)] = ""
    warn_mailboxes: Domains = RUSSIAN_MAILBOXES
    hide_mailboxes: Domains = ()

    def amounts(self, frequency: Frequency) -> tuple[int, ...]:
        """Return the amounts offered for one frequency, in whole units of the currency."""
        offered: dict[Frequency, tuple[int, ...]] = {"once": self.once, "monthly": self.monthly, "annual": self.annual}
        return offered[frequency]


class Limits(Section):
    """[limits] how much one letter may hold; kilobytes are thousands of bytes."""

    picks: Annotated[int, Field(ge=1, le=100)] = 25
    html_kilobytes: Annotated[int, Field(ge=10, le=500)] = 80
    encoded_kilobytes: Annotated[int, Field(ge=10, le=700)] = 100


class Settings(Section):
    """The whole of digest.toml."""

    digest: Digest
    sender: Sender
    schedule: Schedule = Schedule()
    delivery: Delivery = Delivery()
    sendgrid: SendGrid = SendGrid()
    web: Web = Web()
    database: Database = Database()
    articles: Articles = Articles()
    readers: Readers = Readers()
    appeal: Appeal = Appeal()
    limits: Limits = Limits()
