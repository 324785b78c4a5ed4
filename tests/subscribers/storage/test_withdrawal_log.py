"""The file of withdrawals survives a line that was cut off, tells nobody who left, and nobody else can read it."""

import re
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.paths import WITHDRAWAL_LOG
from subscribers.policy.model import SuppressionReason
from subscribers.services.suppression import suppress
from subscribers.services.unsubscribe import unsubscribe
from tests.standins.sample import NOW


@pytest.mark.parametrize(
    "damage",
    [
        "2026-11-27T05:00:00+00:00 unsubs",
        "2026-11-27T05:00:00+00:00 suppress aabbccddeeff00112233445566778899",
        "2026-11-27T05:00:00+00:00 suppress aabbccddeeff00112233445566778899 ",
        "2026-11-27T05:00:00+00:00 suppress aabbccddeeff001122334455 manual",
        "2026-11-27T05:00:00+00:00 erase aabbccddeeff00112233445566778899",
        "garbage",
        "x y z w v",
        "\x00\xff",
        "2026 erase zz",
    ],
)
def test_a_line_that_was_cut_off_stops_nothing(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], damage: str
) -> None:
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    with (folder / WITHDRAWAL_LOG).open("a", encoding="latin-1") as file:
        file.write(damage)
    with Newsroom(folder, {}) as again:
        unsubscribe(again.store, readers["boris"], "x", NOW)
        assert again.store.counts()["unsubscribed"] == 2
    lines = (folder / WITHDRAWAL_LOG).read_text(encoding="latin-1").splitlines()
    assert re.fullmatch(r"\S+ unsubscribe [0-9a-f]{24}", lines[-1]), "what comes after it has a line of its own"


def test_the_file_holds_no_address_and_is_private(newsroom: Newsroom, folder: Path, readers: dict[str, int]) -> None:
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    suppress(newsroom.store, readers["boris"], SuppressionReason.MANUAL, "x", NOW)
    text = (folder / WITHDRAWAL_LOG).read_text()
    assert len(text.splitlines()) == 2
    assert "@" not in text
    assert (folder / WITHDRAWAL_LOG).stat().st_mode & 0o077 == 0
