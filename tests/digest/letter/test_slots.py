"""The slot fits a reader's token, and the links of a reader end in it."""

from digest.letter.slots import SLOT, TOKEN_LENGTH, ReaderLinks

LINKS = ReaderLinks("https://letter.lantern.example", "2026-11-27")


def test_only_the_readers_own_links_hold_the_slot() -> None:
    assert [LINKS.unsubscribe, LINKS.preferences, LINKS.remind_later] == [
        f"https://letter.lantern.example/{page}/{SLOT}" for page in "upr"
    ]
    assert LINKS.browser == "https://letter.lantern.example/editions/2026-11-27"


def test_a_link_with_a_token_fits_a_header_line() -> None:
    assert len(LINKS.unsubscribe.replace(SLOT, "t" * TOKEN_LENGTH)) < 78
