"""What the newsroom's people do by hand needs a reason, and every look is on record, where the reader sees it."""

import pytest

from digest.app.container import Newsroom
from subscribers.errors import SubscribersError
from subscribers.policy.model import Status, SuppressionReason
from subscribers.services.staff_access import StaffAccess
from subscribers.storage.access_log import accesses_to
from tests.standins.sample import NOW


def access(newsroom: Newsroom, reason: str = "asked  by letter") -> StaffAccess:
    return StaffAccess.for_reason(newsroom.store, reason, NOW)


@pytest.mark.parametrize("reason", ["", "  ", "anna@example.org asked"])
def test_without_a_reason_or_with_an_address_in_it_there_is_no_access(newsroom: Newsroom, reason: str) -> None:
    with pytest.raises(SubscribersError):
        access(newsroom, reason)


def test_each_look_is_on_record_before_anything_is_seen(newsroom: Newsroom, readers: dict[str, int]) -> None:
    anna, boris = readers["anna"], readers["boris"]
    shown = access(newsroom).show(anna, [])
    assert shown.facts["address"] == "anna@example.org"
    next(access(newsroom).list_with_addresses(None))
    next(access(newsroom).export())
    assert [(one.what, one.reason) for one in accesses_to(newsroom.store, anna)] == [
        (what, "asked by letter") for what in ("show", "list", "export")
    ]
    assert [one.what for one in accesses_to(newsroom.store, boris)] == ["list", "export"]


def test_the_list_holds_the_address_of_everybody_of_a_status(newsroom: Newsroom, readers: dict[str, int]) -> None:
    access(newsroom).erase(readers["anna"])
    everybody = dict(access(newsroom).list_with_addresses(None))
    assert sorted(everybody.values()) == ["", "boris@example.org", "chloe@example.org"]
    confirmed = access(newsroom).list_with_addresses(Status.CONFIRMED)
    assert [address for _, address in confirmed] == ["boris@example.org", "chloe@example.org"]


def test_who_is_erased_or_suppressed_by_hand_is_so_for_the_reason_given(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    ids = [newsroom.store.get(readers[name])[0].id for name in ("anna", "boris")]
    assert [access(newsroom).erase(readers["anna"]), access(newsroom).suppress(readers["boris"])] == ids
    erased, records = newsroom.store.get(readers["anna"])
    assert (erased.status, records[-1].source) == (Status.ERASED, "by hand: asked by letter")
    assert newsroom.store.get(readers["boris"])[0].suppressed is SuppressionReason.MANUAL
