"""[articles]: which pages may be read, and where they open when their host is blocked."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from digest.settings.fields import Section, comma_list, domain


def _pairs(value: object) -> object:
    """Return the `from=to` pairs of a variable as a table; a table of the file is one already."""
    if not isinstance(value, str):
        return value
    return dict(part.split("=", 1) for part in value.split(",") if "=" in part)


Hosts = Annotated[tuple[str, ...], BeforeValidator(comma_list)]
Mirrors = Annotated[
    dict[Annotated[str, AfterValidator(domain)], Annotated[str, AfterValidator(domain)]], BeforeValidator(_pairs)
]


class Articles(Section):
    """[articles] which pages may be read."""

    allow_private_addresses: bool = False
    hosts: Hosts = ()
    mirrors: Mirrors = Field(default_factory=dict)
