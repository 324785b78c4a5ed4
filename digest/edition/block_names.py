"""The blocks of a letter as a picks file names them, in `order:` and `without:`. Pure.

`digest.letter.view` maps the names to blocks, and a test compares the two.
"""

MOVABLE = (
    "note",
    "lead",
    "in_this_issue",
    "sponsor",
    "sections",
    "briefs",
    "number_of_the_week",
    "quote",
    "podcasts",
    "videos",
    "events",
    "most_read",
    "topics",
    "corrections",
)
"""Those between the masthead and the appeal, in their usual order."""
PICKED = ("lead", "sections")
"""What the letter is for: it cannot be left out."""
CLOSING = ("appeal", "mirrors", "forward")
LEAVABLE = ("banner", *(name for name in MOVABLE if name not in PICKED), *CLOSING)
"""Those that an edition can be without."""
_EVERY = ("banner", "masthead", *MOVABLE, *CLOSING, "footer")
UNMOVABLE = dict.fromkeys([name for name in _EVERY if name not in MOVABLE], "it cannot be moved; take it out of here")
UNLEAVABLE = dict.fromkeys(
    [name for name in _EVERY if name not in LEAVABLE], "it cannot be left out; take it out of here"
)
"""What is said of the other blocks in `order`, and in `without`."""


def block_name(written: str) -> str:
    """Return the name that is meant by `written`: in capitals, with spaces or dashes."""
    return "_".join(written.lower().replace("-", " ").replace("_", " ").split())
