"""The reader's own links: fixed marks in the letter that are replaced by tokens when it is handed over.

The letter is rendered once per variant, never per reader. Where a reader's token belongs, the templates put a slot: `/u/` and a
mark. The marks consist of characters that HTML, URLs and quoted-printable leave alone, and nothing an editor or a page
wrote may contain one. No other per-reader text exists (promise 6: no tracking).
"""

import re
from dataclasses import dataclass

TOKEN_LENGTH = 39
"""Every token has this many characters (subscribers/tokens.py), so that a splice never moves what follows it."""

UNSUBSCRIBE = "~unsubscribe-token~"
PREFERENCES = "~preferences-token~"
REMIND = "~remind-later-token~"
SLOTS = (UNSUBSCRIBE, PREFERENCES, REMIND)

FIND = re.compile("|".join(map(re.escape, SLOTS)))


@dataclass(frozen=True, slots=True)
class ReaderLinks:
    """Addresses on the reader pages under `base_url`; those of one reader end in a slot."""

    base_url: str
    edition: str

    @property
    def unsubscribe(self) -> str:
        """Leave with one click."""
        return f"{self.base_url}/u/{UNSUBSCRIBE}"

    @property
    def preferences(self) -> str:
        """Change language, pause, see or erase one's data."""
        return f"{self.base_url}/p/{PREFERENCES}"

    @property
    def remind_later(self) -> str:
        """See no appeal for some weeks."""
        return f"{self.base_url}/r/{REMIND}"

    @property
    def browser(self) -> str:
        """Read this edition as a page; the same for everybody."""
        return f"{self.base_url}/editions/{self.edition}"
