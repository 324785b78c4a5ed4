"""What a doctor finds of the machine and of the settings alone: rights, room, clock, addresses; nothing is opened."""

import ipaddress
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from digest.operating.doctor import InOrder, Mild

_FEW_BYTES = 1_000_000_000
_TOO_FEW_BYTES = 50_000_000
_AHEAD = timedelta(minutes=2)
"""How far the clocks of two machines may be apart."""
_NOT_PUBLIC = ("localhost", "local", "internal", "lan", "home.arpa", "test", "example", "invalid")
"""Names that lead nowhere outside of one network (RFC 2606, 6761, 6762, 8375)."""


def privacy_fault(data: Path) -> str:
    """Return a warning when others of this machine can read the folder that holds all secrets, else nothing.

    One that is not there, as in a fresh clone, is private when it is made.
    """
    open_to_others = data.exists() and data.stat().st_mode & 0o077
    return "data/ can be read by other users of this machine; run `chmod 700 data`" if open_to_others else ""


def placement_fault(key_file: Path, folders: Sequence[Path]) -> str:
    """Return a warning when the keys lie in one of the `folders` that a backup of the readers holds, else nothing."""
    if not any(key_file.resolve().is_relative_to(folder.resolve()) for folder in folders):
        return ""
    return (
        f"{key_file} lies in the folder that is backed up, and whoever has a copy of both can read every address; "
        "move it elsewhere and name the place in `file` in [keys]"
    )


def rights_fault(unwritable: Sequence[Path]) -> str:
    """Return which of the files that a send writes may not be written; empty when all may."""
    if not unwritable:
        return ""
    named = ", ".join(map(str, unwritable))
    return f"{named} may not be written; run this as the user that owns the newsroom, on a disk that is not read-only"


def room_fault(free_bytes: int) -> str | InOrder | Mild:
    """Return that the disk is full, or fills up."""
    if free_bytes < _TOO_FEW_BYTES:
        return f"{free_bytes / 1e6:,.0f} MB are free on the disk of the newsroom; make room, or nothing can be written"
    if free_bytes < _FEW_BYTES:
        return Mild(f"{free_bytes / 1e6:,.0f} MB are free on the disk of the newsroom; make room before there is none")
    return InOrder(f"{free_bytes / 1e9:,.1f} GB are free")


def clock_fault(now: datetime, zone: str, written: Sequence[datetime], elsewhere: datetime | None) -> str | InOrder:
    """Return that the clock is wrong: before something that was `written` already, or not that of `elsewhere`.

    That is what another machine says that was asked anyway; None where none was.
    """
    last = max(written, default=now)
    if last - now > _AHEAD:
        return (
            f"the clock shows {_time(now)}, but something was written here at {_time(last)}; set the clock of this "
            "machine, by NTP"
        )
    if elsewhere and abs(elsewhere - now) > _AHEAD:
        return (
            f"the clock shows {_time(now)}, that of the ESP {_time(elsewhere)}; set the clock of this machine, by NTP"
        )
    return InOrder(f"{_time(now)}, {now.astimezone(ZoneInfo(zone)):%H:%M} in {zone}")


def _time(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def base_url_fault(base_url: str) -> str | InOrder:
    """Return why readers could not open the links of letters; their pages are not asked for."""
    parts = urlsplit(base_url)
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme == "https" and _is_public(host):
        return InOrder(f"{base_url} (not asked for)")
    return (
        f"readers cannot leave by {base_url}, which is no public https address; set `base_url` in [digest] to where "
        "`digest serve` is reached from outside"
    )


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not any(f".{host}".endswith(f".{end}") for end in _NOT_PUBLIC)


def editors_fault(editors: Sequence[str]) -> str:
    """Return that nobody hears of problems."""
    if editors:
        return ""
    return "nobody hears when a letter is held, missed or sent; name each in digest.toml, as [editors.anna]"
