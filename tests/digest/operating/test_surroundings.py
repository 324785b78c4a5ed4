"""What the doctor finds of the machine and the settings alone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.operating.doctor import Finding, InOrder, Level, Mild, examine
from digest.operating.surroundings import base_url_fault, clock_fault, editors_fault, rights_fault, room_fault

NOW = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "url", ["https://letter.lantern.org", "https://lantern.org/letter", "https://8.8.8.8", "https://фонарь.org"]
)
def test_readers_reach_a_public_https_address(url: str) -> None:
    assert base_url_fault(url) == InOrder(f"{url} (not asked for)")


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://letter.lantern.org",
            "https://localhost",
            "https://localhost:8400",
            "https://letter",
            "https://a.local",
        ),
        *("https://a.internal", "https://a.test", "https://letter.lantern.example", "https://127.0.0.1"),
        *("https://192.168.1.5", "https://[::1]", "https://[fe80::1]", "https://100.64.0.1"),
    ],
)
def test_readers_reach_no_other_address(url: str) -> None:
    fault = base_url_fault(url)
    assert isinstance(fault, str)
    assert "set `base_url` in [digest]" in fault


def test_a_clock_is_wrong_when_something_was_written_later_than_now() -> None:
    before = [NOW - timedelta(days=1), NOW + timedelta(seconds=30)]
    assert clock_fault(NOW, "Europe/Riga", before, None) == InOrder("2026-11-27 05:00 UTC, 07:00 in Europe/Riga")
    fault = clock_fault(NOW, "Europe/Riga", [*before, NOW + timedelta(hours=1)], None)
    assert isinstance(fault, str)
    assert fault.startswith("the clock shows 2026-11-27 05:00 UTC, but something was written here at 2026-11-27 06:00")


@pytest.mark.parametrize(("off", "is_wrong"), [(1, False), (-1, False), (3, True), (-3, True)])
def test_a_clock_is_wrong_when_that_of_the_esp_is_minutes_off(off: int, *, is_wrong: bool) -> None:
    fault = clock_fault(NOW, "UTC", [], NOW + timedelta(minutes=off))
    assert isinstance(fault, str) is is_wrong


def test_a_disk_that_fills_up_is_minded_and_one_that_is_full_is_an_error() -> None:
    assert room_fault(12_300_000_000) == InOrder("12.3 GB are free")
    assert isinstance(room_fault(900_000_000), Mild)
    assert isinstance(room_fault(1_000_000), str)


def test_what_may_not_be_written_is_named() -> None:
    assert rights_fault([]) == ""
    assert rights_fault([Path("/a"), Path("/b")]).startswith("/a, /b may not be written; run this as the user")


def test_nobody_who_hears_of_problems_is_something_to_mind() -> None:
    assert editors_fault(["marta@lantern.example"]) == ""
    assert "[editors.anna]" in editors_fault([])


def test_each_finding_is_ok_a_warning_or_an_error_says_why_and_what_to_do() -> None:
    def full() -> Mild:
        return Mild("little room; make some")

    found = list(
        examine(
            {"good": lambda: InOrder("as it should"), "bad": lambda: "it broke; mend it", "mild": full},
            {"advice": lambda: "it could be better; better it"},
        )
    )
    assert [(one.what, one.level, one.why, one.what_to_do) for one in found] == [
        ("good", Level.OK, "as it should", ""),
        ("bad", Level.ERROR, "it broke", "mend it"),
        ("mild", Level.WARNING, "little room", "make some"),
        ("advice", Level.WARNING, "it could be better", "better it"),
    ]
    assert Finding("x", unknown="see y").level is Level.WARNING
    assert found[1].as_dict() == {"what": "bad", "level": "error", "why": "it broke", "what_to_do": "mend it"}
