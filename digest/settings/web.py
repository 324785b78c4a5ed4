"""[web]: where the program listens, and what forms may do."""

import re
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from digest.settings.fields import Line, Section, comma_list
from digest.web_address import ascii_host


def _listening_host(value: str) -> str:
    try:
        return str(ip_address(value)) if "%" in value else ascii_host(value)
    except ValueError:
        raise ValueError(
            "this is no address or name of this computer; write 127.0.0.1, or 0.0.0.0 for all its networks"
        ) from None


def _origin(value: str) -> str:
    found = re.fullmatch(r"https?://([a-z0-9_.-]+)(:\d{1,5})?", value)
    try:
        sound = found is not None and ascii_host(found[1]) == found[1]
    except ValueError:
        sound = False
    if not sound:
        raise ValueError("this is no origin; write https://example.org, without a path and without a slash at the end")
    return value


Origins = Annotated[
    tuple[Annotated[str, AfterValidator(_origin)], ...], BeforeValidator(comma_list), Field(max_length=20)
]


def _network(value: object) -> IPv4Network | IPv6Network:
    try:
        return ip_network(str(value).strip())
    except ValueError:
        raise ValueError("this is no address or network; write 172.18.0.0/16, or 127.0.0.1 for one computer") from None


TrustedProxies = Annotated[
    tuple[Annotated[IPv4Network | IPv6Network, BeforeValidator(_network)], ...],
    BeforeValidator(comma_list),
    Field(max_length=20),
]


def _picture_file(value: str) -> str:
    if value and not value.lower().endswith((".png", ".svg", ".ico", ".jpg", ".webp")):
        raise ValueError(
            "this is no picture that browsers show; name a file that ends in .png, .svg, .ico, .jpg or .webp"
        )
    return value


PictureFile = Annotated[Line, AfterValidator(_picture_file)]


class Web(Section):
    """[web] where the program listens."""

    host: Annotated[Line, AfterValidator(_listening_host)] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65_535)] = 8400
    origins: Origins = ()
    letters_per_hour: Annotated[int, Field(ge=1, le=100_000)] = 500
    altcha: bool = False
    archive_appeal: Literal["shown", "warned", "hidden"] = "warned"
    favicon: PictureFile = ""
    logo: PictureFile = ""
    font: Line = ""
    trusted_proxies: TrustedProxies = (IPv4Network("127.0.0.1/32"), IPv6Network("::1/128"))
