"""The reader's own links: each ends in a slot, which is replaced by the reader's token when the letter is handed over.

The letter is rendered once per variant, never per reader. The slot is one fixed text, the same in all links.
It consists of characters that HTML, URLs and quoted-printable leave alone, and nothing an editor or a page wrote may
contain it. No other per-reader text exists (promise 6: no tracking). One token serves all three links: it can only make
letters stop or change, and shows nothing of the reader.
"""

from dataclasses import dataclass

SLOT = "~reader~"
"""The slot: stands wherever the reader's token belongs."""

TOKEN_LENGTH = 39
"""Every token has this many characters (subscribers/policy/tokens.py), so that a splice never moves what follows it."""


@dataclass(frozen=True, slots=True)
class ReaderLinks:
    """Addresses on the reader pages under `base_url`; those of one reader end in the slot."""

    base_url: str
    edition: str

    @property
    def unsubscribe(self) -> str:
        """Return the address of the page to unsubscribe, and of the one-click POST (RFC 8058)."""
        return f"{self.base_url}/u/{SLOT}"

    @property
    def preferences(self) -> str:
        """Return the address of the page on which a reader asks for the link to their preferences and data."""
        return f"{self.base_url}/p/{SLOT}"

    @property
    def remind_later(self) -> str:
        """Return the address of the page that hides appeals for some weeks."""
        return f"{self.base_url}/r/{SLOT}"

    @property
    def browser(self) -> str:
        """Return the address of this edition as a page; the same for everybody."""
        return f"{self.base_url}/editions/{self.edition}"

    @property
    def sign_up(self) -> str:
        """Return the address of the page to sign up; the same for everybody."""
        return f"{self.base_url}/"
