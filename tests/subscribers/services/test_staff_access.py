"""What the newsroom's people do by hand needs a reason, and every look is on record, where the reader sees it."""

import pytest

from digest.app.container import Newsroom
from subscribers.errors import SubscribersError
from subscribers.policy.addresses import index
from subscribers.policy.model import Status, SuppressionReason
from subscribers.services.staff_access import StaffAccess
from subscribers.services.suppression import suppress_index
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


def test_what_was_suppressed_by_hand_is_lifted_by_hand_for_the_reason_given(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    own = access(newsroom)
    for name in ("anna", "boris"):
        own.suppress(readers[name])
    assert own.unsuppress(readers["anna"])
    assert own.unsuppress_address("Boris@Example.org ")
    for name in ("anna", "boris"):
        person, records = newsroom.store.get(readers[name])
        assert (person.suppressed, records[-1].source) == (None, "by hand: asked by letter")
    own.erase(readers["chloe"])
    with pytest.raises(
        SubscribersError, match=r"^this subscriber's address is erased; only its owner can sign up again$"
    ):
        own.unsuppress(readers["chloe"])
    with pytest.raises(SubscribersError, match="that is not taken for an address"):
        own.unsuppress_address("nonsense")


def test_an_address_that_is_nobodys_on_the_list_can_be_lifted(newsroom: Newsroom) -> None:
    fingerprint = index(newsroom.store.keyring, "stranger@example.org")
    suppress_index(newsroom.store, fingerprint, SuppressionReason.HARD_BOUNCE, "event of a single mail", NOW)
    assert access(newsroom).unsuppress_address("stranger@example.org")
    with pytest.raises(SubscribersError, match="nothing to lift"):
        access(newsroom).unsuppress_address("stranger@example.org")
