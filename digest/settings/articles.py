"""[articles]: which pages may be read, and where they open when their host is blocked."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from digest.settings.fields import Section, comma_list, comma_pairs, site_host

SiteHost = Annotated[str, AfterValidator(site_host)]
Hosts = Annotated[tuple[SiteHost, ...], BeforeValidator(comma_list)]
Mirrors = Annotated[dict[SiteHost, SiteHost], BeforeValidator(comma_pairs)]


class Articles(Section):
    """[articles] which pages may be read."""

    allow_private_addresses: bool = False
    oldest_days: Annotated[int, Field(ge=0, le=3_650)] = 90
    hosts: Hosts = ()
    own_hosts: Hosts = ()
    mirrors: Mirrors = Field(default_factory=dict)
