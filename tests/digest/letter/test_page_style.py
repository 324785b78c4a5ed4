"""The pages have the newsroom's colours, by the names that their style sheet knows, in the light and in the dark."""

import re

from digest.app.paths import program_templates
from digest.letter.page_style import page_colours
from digest.letter.theme import PLAIN, Theme

NAME = re.compile(r"--([a-z-]+): (#[0-9a-f]{3,6});")
SHEET = (program_templates() / "web" / "style.css").read_text(encoding="utf-8")


def both(style: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the colours of a style sheet, light and dark."""
    light, _, dark = style.partition("@media")
    return dict(NAME.findall(light)), dict(NAME.findall(dark.partition("}")[0]))


def test_a_newsroom_that_chose_nothing_has_the_style_sheet_as_it_is() -> None:
    assert page_colours(PLAIN) == ""
    light, dark = both(SHEET)
    assert (light["accent"], light["paper"]) == (PLAIN.accent, PLAIN.paper)
    assert light["accent-on-paper"] == PLAIN.accent_on_paper
    assert dark["on-accent"] == dark["sheet"] == PLAIN.on_dark_accent


def test_every_colour_that_follows_from_the_accent_is_set_anew_in_the_light_and_in_the_dark() -> None:
    theme = Theme("#0b5394", "#eef3f8")
    for given, chosen in zip(both(SHEET), both(page_colours(theme)), strict=True):
        assert set(chosen) == {"paper", "accent", "accent-on-paper", "on-accent", "tint"} <= set(given)
    light, dark = both(page_colours(theme))
    assert (light["accent"], light["paper"], light["on-accent"]) == ("#0b5394", "#eef3f8", "#ffffff")
    assert (dark["accent"], dark["paper"]) == (theme.dark_accent, both(SHEET)[1]["paper"])
