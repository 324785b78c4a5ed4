"""How a newsroom's letters look: one accent, the paper round them, two kinds of type, a logo. Pure.

All other colours follow: a tint of the accent behind what asks for support, and lighter ones for dark screens. Every
pair of ink and ground has a contrast of 4.5 at least; the settings hold accent and paper to that.
"""

from dataclasses import dataclass

from digest.colours import INK, LEAST_CONTRAST, SHEET, contrast, lightened, mixed, tint
from digest.edition.field_types import OwnPage

_DARK_SHEET = "#1b1d20"
"""As templates/email/style.jinja says."""
_DARK_TINT_SHARE = 0.14
_DARK_CONTRAST = 6.0


@dataclass(frozen=True, slots=True)
class Logo:
    """The picture that stands for the letter's name; `width` and `height` as shown, in pixels."""

    url: OwnPage
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Theme:
    """What a newsroom chose; `accent` and `paper` as `#rrggbb`, fonts as CSS lists them, without quotes."""

    accent: str = "#9b1318"
    paper: str = "#f4f0e8"
    font: str = "Georgia,serif"
    label_font: str = "Arial,sans-serif"
    logo: Logo | None = None

    @property
    def tint(self) -> str:
        """Return the ground of what asks for support."""
        return tint(self.accent)

    @property
    def on_accent(self) -> str:
        """Return the colour of words on a button."""
        return SHEET if contrast(SHEET, self.accent) >= LEAST_CONTRAST else INK

    @property
    def accent_on_paper(self) -> str:
        """Return the colour of links that stand on the paper itself: the accent where it can be read there."""
        return self.accent if contrast(self.accent, self.paper) >= LEAST_CONTRAST else INK

    @property
    def on_dark_accent(self) -> str:
        """Return the colour of words on a button on dark screens."""
        return _DARK_SHEET

    @property
    def dark_tint(self) -> str:
        """Return the ground of what asks for support on dark screens."""
        return mixed(self.accent, _DARK_SHEET, _DARK_TINT_SHARE)

    @property
    def dark_accent(self) -> str:
        """Return the accent of dark screens, which can be read on every ground there."""
        return lightened(self.accent, self.dark_tint, _DARK_CONTRAST)


PLAIN = Theme()
"""How letters look where a newsroom chose nothing."""
