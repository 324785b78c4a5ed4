"""How full a letter is, and what fills it: bytes a card, against what mail programs show before they cut. Pure."""

from dataclasses import dataclass

from digest.delivery.mail import Letter
from digest.letter.preflight import WARN_SHARE, SizeLimits, sizes

GMAIL_CLIPS_AT = 102_000
"""Bytes of HTML after which Gmail hides the rest; near that, undocumented, and hence our limits are lower."""


@dataclass(frozen=True, slots=True)
class Weight:
    """One card, by the address of its pick: its bytes of HTML, and its share of the letter in hundredths."""

    url: str
    html_bytes: int
    percent: int


@dataclass(frozen=True, slots=True)
class SizeMeter:
    """The size of a letter in bytes, as it is and as it travels, and the limits of the newsroom.

    `percent` is how much of the nearer limit is used; `level` is "well", "full" (a warning) or "over" (no letter).
    `frame_bytes` is what is no card. `cards` begin with the heaviest.
    """

    html_bytes: int
    encoded_bytes: int
    limits: SizeLimits
    percent: int
    level: str
    frame_bytes: int
    cards: tuple[Weight, ...]


def size_meter(letter: Letter, limits: SizeLimits) -> SizeMeter:
    """Measure a letter against `limits`."""
    measured = sizes(letter)
    used = max(measured.html_bytes / limits.html_bytes, measured.encoded_bytes / limits.encoded_bytes)
    whole = max(measured.html_bytes, 1)
    weights = [Weight(url, size, round(100 * size / whole)) for url, size in letter.bytes_per_pick]
    return SizeMeter(
        html_bytes=measured.html_bytes,
        encoded_bytes=measured.encoded_bytes,
        limits=limits,
        percent=round(100 * used),
        level="over" if used > 1 else "full" if used > WARN_SHARE else "well",
        frame_bytes=measured.html_bytes - sum(size for _, size in letter.bytes_per_pick),
        cards=tuple(sorted(weights, key=lambda weight: -weight.html_bytes)),
    )
