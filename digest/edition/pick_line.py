"""The line of a pick as it can be pasted into a picks file, with words for the editor behind it as a comment. Pure."""

from collections.abc import Sequence

from digest.characters import one_line

INDENT = "      "
"""Where the entries of `picks:` stand in a section that is written as `digest new` writes it."""
_LONGEST = 160


def pick_line(url: str, words: Sequence[str] = (), *, is_left_out: bool = False, indent: str = INDENT) -> str:
    """Return a line that picks the page at `url`, and says `words` to whoever reads the file; empty ones go.

    A pick that `is_left_out` is a comment, which does nothing wherever it is pasted.
    """
    comment = ", ".join(word for one in words if (word := one_line(one)))
    mark = "# - " if is_left_out else "- "
    return f"{indent}{mark}{url}" + (f"  # {_short(comment)}" if comment else "")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
