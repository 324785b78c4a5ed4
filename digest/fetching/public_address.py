"""Which IP addresses belong to the public internet: only these are asked for pages of other people.

The networks are those of IANA's special-purpose registries for IPv4 and IPv6 (as of November 2026) and those that were
given up; they stand here because what `ipaddress` calls global differs from one Python to the next.
"""

import ipaddress

_NOT_PUBLIC_4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",  # relays from IPv6 to IPv4, given up by RFC 7526
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All that is given out to networks; `::1`, `fe80::`, `fec0::`, `100::` and `5f00::` are outside of it."""
_NOT_PUBLIC_6 = tuple(
    map(
        ipaddress.IPv6Network,
        (
            "2001::/23",  # protocols' own, such as Teredo, which has an IPv4 address in it
            "2001:db8::/32",
            "2002::/16",  # 6to4, which has an IPv4 address in it
            "3fff::/20",
        ),
    )
)
_ISATAP = (bytes.fromhex("00005efe"), bytes.fromhex("02005efe"))
"""How the second half of an address begins that has an IPv4 address in it (RFC 5214), in whatever network."""
_WITH_IPV4 = tuple(map(ipaddress.IPv6Network, ("::ffff:0:0/96", "64:ff9b::/96")))
"""The two forms in which a public machine is met: as it is on the socket, and where a network knows IPv6 alone."""


def is_link_local(address: str) -> bool:
    """Return whether an IP address is one of the own network link, where clouds answer with the machine's secrets."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return (mapped or found).is_link_local


def is_public(address: str) -> bool:
    """Return whether an IP address belongs to the public internet; False for one that means something on one machine.

    One that embeds an IPv4 address is judged by that, where networks still use such a form, and is none otherwise.
    """
    if "%" in address:
        return False
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv4Address):
        return not any(found in network for network in _NOT_PUBLIC_4)
    if any(found in network for network in _WITH_IPV4):
        return is_public(str(ipaddress.IPv4Address(found.packed[12:])))
    return (
        found in _GLOBAL_UNICAST
        and not any(found in network for network in _NOT_PUBLIC_6)
        and found.packed[8:12] not in _ISATAP
    )
