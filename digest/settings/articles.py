"""[articles]: which pages may be read, and where they open when their host is blocked."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from digest.settings.fields import Given, Line, Section, WebAddress, comma_list, comma_pairs, site_host

SiteHost = Annotated[str, AfterValidator(site_host)]
Hosts = Annotated[tuple[SiteHost, ...], BeforeValidator(comma_list)]
_SELECTORS = "write one such as `h1.headline` or `meta[name=author]`"
Mirrors = Annotated[dict[SiteHost, SiteHost], BeforeValidator(comma_pairs)]


class Source(Section):
    """[[articles.sources]] a feed or an editorial system that tells of pages."""

    kind: Literal["rss", "atom", "wordpress", "ghost", "ninjs"]
    url: Annotated[WebAddress, Field(min_length=1)]
    pages: WebAddress = ""
    key_file: Line = ""

    @model_validator(mode="after")
    def _has_its_key(self) -> Self:
        if self.kind == "ghost" and not self.key_file:
            raise ValueError("ghost wants a key; write the name of the file that holds it as `key_file`")
        if self.kind != "ghost" and self.key_file:
            raise ValueError(f"{self.kind} has no key; delete `key_file`")
        return self


def _selector(value: str) -> str:
    """Return a CSS selector of elements; raises `ValueError` for what is none."""
    if not value:
        return value
    import cssselect

    try:
        cssselect.HTMLTranslator().css_to_xpath(value)
    except (cssselect.SelectorError, RecursionError) as error:
        at = re.search(r" at (\d+)", str(error))
        where = f", from character {int(at[1]) + 1} on" if at else ""
        raise ValueError(f"this is no CSS selector of elements{where}; {_SELECTORS}") from None
    return value


Selector = Annotated[Line, AfterValidator(_selector)]


class Rule(Section):
    """[[articles.rules]] how the pages of one site are read."""

    host: SiteHost
    headline: Selector = ""
    byline: Selector = ""
    picture: Selector = ""
    alt: Selector = ""
    credit: Selector = ""
    summary: Selector = ""
    text: Selector = ""
    date: Selector = ""
    stop: Annotated[tuple[Given, ...], BeforeValidator(comma_list), Field(max_length=50)] = ()


class Articles(Section):
    """[articles] which pages may be read."""

    allow_private_addresses: bool = False
    oldest_days: Annotated[int, Field(ge=0, le=3_650)] = 90
    hosts: Hosts = ()
    own_hosts: Hosts = ()
    mirrors: Mirrors = Field(default_factory=dict)
    rules: Annotated[tuple[Rule, ...], BeforeValidator(comma_list), Field(max_length=200)] = ()
    sources: Annotated[tuple[Source, ...], BeforeValidator(comma_list), Field(max_length=50)] = ()
