"""The colours of a newsroom as rules of the pages' one style sheet, so that its pages look like its letters. Pure.

They are the variables of templates/web/style.css, which has those of a newsroom that chose nothing.
"""

from digest.letter.theme import PLAIN, Theme


def page_colours(theme: Theme) -> str:
    """Return rules to stand below the style sheet; nothing where the newsroom chose no colours."""
    if (theme.accent, theme.paper) == (PLAIN.accent, PLAIN.paper):
        return ""
    light = {
        "paper": theme.paper,
        "accent": theme.accent,
        "accent-on-paper": theme.accent_on_paper,
        "on-accent": theme.on_accent,
        "tint": theme.tint,
    }
    dark = {
        "paper": "#121315",
        "accent": theme.dark_accent,
        "accent-on-paper": theme.dark_accent,
        "on-accent": theme.on_dark_accent,
        "tint": theme.dark_tint,
    }
    return f":root {{ {_rules(light)} }}\n@media (prefers-color-scheme: dark) {{\n  :root {{ {_rules(dark)} }}\n}}\n"


def _rules(colours: dict[str, str]) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())
