"""Approvals are kept for good, in the order in which they were given, each under its own edition."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from digest.app.container import Newsroom
from digest.edition.approval import Approval
from tests.standins.sample import EDITION, NOW


def test_every_approval_of_an_edition_is_kept_oldest_first(newsroom: Newsroom) -> None:
    kept = newsroom.approvals
    later = NOW + timedelta(hours=1)
    kept.approve(EDITION, "f" * 64, "Marta", later.astimezone(ZoneInfo("Europe/Riga")))
    kept.approve(EDITION, "e" * 64, "Jonas", NOW)
    kept.approve(EDITION, "f" * 64, "Marta", later)
    kept.approve("2026-12-04", "d" * 64, "Anna", NOW)
    assert kept.approvals(EDITION) == [
        Approval("f" * 64, "Marta", later),
        Approval("e" * 64, "Jonas", NOW),
        Approval("f" * 64, "Marta", later),
    ]
    assert [approval.by for approval in kept.approvals("2026-12-04")] == ["Anna"]


def test_an_edition_nobody_approved_has_none(newsroom: Newsroom) -> None:
    assert newsroom.approvals.approvals(EDITION) == []
