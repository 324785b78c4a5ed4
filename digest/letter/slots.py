"""The reader's own links: one fixed mark in the letter that is replaced by the reader's token when it is handed over.

The letter is rendered once per variant, never per reader. Where a reader's token belongs, the templates put a slot:
`/u/` and the mark. It consists of characters that HTML, URLs and quoted-printable leave alone, and nothing an editor or
a page wrote may contain it. No other per-reader text exists (promise 6: no tracking). One token serves all three links:
it can only make letters stop or change, and shows nothing of the reader.
"""

from dataclasses import dataclass

SLOT = "~reader~"
"""Stands wherever the reader's token belongs."""

TOKEN_LENGTH = 39
"""Every token has this many characters (subscribers/policy/tokens.py), so that a splice never moves what follows it."""


@dataclass(frozen=True, slots=True)
class ReaderLinks:
    """Addresses on the reader pages under `base_url`; those of one reader end in the slot."""

    base_url: str
    edition: str

    @property
    def unsubscribe(self) -> str:
        """Leave with one click."""
        return f"{self.base_url}/u/{SLOT}"

    @property
    def preferences(self) -> str:
        """Change language, pause, see or erase one's data."""
        return f"{self.base_url}/p/{SLOT}"

    @property
    def remind_later(self) -> str:
        """See no appeal for some weeks."""
        return f"{self.base_url}/r/{SLOT}"

    @property
    def browser(self) -> str:
        """Read this edition as a page; the same for everybody."""
        return f"{self.base_url}/editions/{self.edition}"
