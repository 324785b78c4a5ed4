"""The types of fields that several sections share, and what all sections have in common.

Types are pydantic's; a rule that needs words of its own raises `ValueError("what; what to do")`.
"""

import re
import tomllib
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from digest.characters import several_lines
from digest.edition.addresses import fault_as_typed, fault_of
from digest.edition.bare_addresses import bare_addresses
from digest.edition.marks import marks
from digest.web_address import ascii_host, encoded


class Section(BaseModel):
    """What all sections share: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def web_address(value: str) -> str:
    """Return an address that a letter may link to, in ASCII, or an empty one; raises `ValueError` for any other."""
    fault = fault_as_typed(value) if value else None
    if fault:
        raise ValueError(f"{fault}; write the whole address, https:// included")
    return encoded(value)


def no_slash(value: str) -> str:
    """Return an address without a slash at its end, so that paths can be put behind it."""
    return value.rstrip("/")


def _mail_address(value: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    if not value:
        return value
    try:
        return validate_email(value, check_deliverability=False, allow_smtputf8=False).ascii_email or value
    except EmailNotValidError as error:
        raise ValueError(f"this is no e-mail address ({str(error).rstrip('.')}); write name@example.org") from None


def _without_controls(value: str) -> str:
    if re.search(r"[\x00-\x1f\x7f]", value):
        raise ValueError(
            "it holds a sign that cannot be seen, such as a tab or the end of a line; write it on one line, "
            "such as The Friday Lantern"
        )
    return value


def _shown(value: str) -> str:
    text = several_lines(value)
    if value and not text:
        raise ValueError("nothing of it can be seen; write it in words")
    found = marks(text)
    if found:
        raise ValueError(f"nothing replaces {found[0]}, so every reader would see it; write the words themselves")
    for url in bare_addresses(text):  # mail programs make links of them
        fault = fault_of(encoded(url))
        if fault:
            raise ValueError(f"it links to `{url[:80]}`: {fault}; write the whole address, https:// included")
    return text


def comma_list(value: object) -> object:
    """Return the list that a variable writes with commas, or as the file does; a list of the file is one already."""
    if not isinstance(value, str):
        return value
    return as_in_the_file(value) if value.strip().startswith("[") else _between_commas(value)


def comma_pairs(value: object) -> object:
    """Return the `from=to` pairs of a variable as a table, which it may write as the file does; a table is one."""
    if not isinstance(value, str):
        return value
    if value.strip().startswith("{"):
        return as_in_the_file(value)
    pairs = [pair.partition("=") for pair in _between_commas(value)]
    if single := next((name for name, equals, _ in pairs if not equals), ""):
        raise ValueError(f"`{single[:80]}` is no pair; write both with `=` between them")
    return {name: other for name, _, other in pairs}


def as_in_the_file(value: str) -> object:
    """Return the list or table that a variable writes in the words of TOML; raises `ValueError` for what is none."""
    try:
        found = tomllib.loads(f"value = {value.strip()}")
    except (tomllib.TOMLDecodeError, RecursionError):  # it calls itself for each list within a list
        found = {}
    if list(found) != ["value"]:
        raise ValueError("this begins like a list of digest.toml and is none; write each entry in double quotes")
    return found["value"]


def _between_commas(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def domain(value: str) -> str:
    """Return a domain, or an ending such as `.ru`, in lower-case ASCII (IDNA); raises `ValueError`."""
    name = value.strip()
    dot, bare = ("." if name.startswith(".") else ""), name.removeprefix(".")
    try:
        return dot + site_host(bare)
    except ValueError:
        raise ValueError("this is no domain; write example.org, or .ru for everything that ends so") from None


def site_host(value: str) -> str:
    """Return the host name of a site in lower-case ASCII (IDNA), without a dot at its end; raises `ValueError`."""
    try:
        written = ascii_host(value.strip())
    except ValueError:
        written = ""
    if not re.fullmatch(r"[a-z0-9_.-]*[a-z0-9_-]", written):
        raise ValueError("this is no host name; write it as it stands in addresses, such as www.example.org")
    return written


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(_without_controls)]
Given = Annotated[Line, StringConstraints(min_length=1)]
Shown = AfterValidator(_shown)
"""For what readers see in their letters: cleaned as all text from outside is, see `digest.characters`."""
ShownLine = Annotated[Line, Shown]
ShownGiven = Annotated[Given, Shown]
Address = Annotated[str, AfterValidator(_mail_address)]
WebAddress = Annotated[str, AfterValidator(web_address)]
Domains = Annotated[
    tuple[Annotated[str, AfterValidator(domain)], ...], BeforeValidator(comma_list), Field(max_length=500)
]
