"""The limit per network: loose, by the hour, and forgetful."""

from datetime import timedelta

from subscribers.web.throttle import USUAL, WITHOUT_PROOF, Throttle
from tests.standins.sample import NOW


def test_a_network_has_its_limit_and_a_lower_one_without_proof() -> None:
    throttle = Throttle()
    assert [throttle.allows("93.184.215.7", True, NOW) for _ in range(USUAL + 2)] == [True] * USUAL + [False] * 2
    assert [throttle.allows("93.184.216.7", False, NOW) for _ in range(WITHOUT_PROOF + 1)] == [True] * WITHOUT_PROOF + [
        False
    ]


def test_neighbours_share_a_limit_and_however_it_is_written_an_address_is_the_same() -> None:
    throttle = Throttle()
    for host in ("93.184.215.1", "93.184.215.2", "::ffff:93.184.215.3", "93.184.215.4", "93.184.215.5", "93.184.215.6"):
        assert throttle.allows(host, False, NOW)
    assert not throttle.allows("93.184.215.200", False, NOW)
    for host in (
        "2a00:1450:1::1",
        "2a00:1450:1:ffff::1",
        "2a00:1450:1::2",
        "2a00:1450:1::3",
        "2a00:1450:1::4",
        "2a00:1450:1::5",
    ):
        assert throttle.allows(host, False, NOW)
    assert not throttle.allows("2a00:1450:1:2::9", False, NOW)
    assert throttle.allows("2a00:1450:2::1", False, NOW)


def test_what_is_no_public_address_is_not_limited() -> None:
    throttle = Throttle()
    assert all(
        throttle.allows(host, False, NOW)
        for host in ("10.0.0.1", "127.0.0.1", "fd00::1", "", "unknown")
        for _ in range(100)
    )


def test_an_hour_later_nothing_is_known_any_more() -> None:
    throttle = Throttle()
    for _ in range(100):
        throttle.allows("93.184.215.7", True, NOW)
    before = dict(throttle._counts)
    assert throttle.allows("93.184.215.7", True, NOW + timedelta(hours=1))
    assert len(throttle._counts) == 1
    assert not before.keys() & throttle._counts.keys(), "the key changed with the hour"
    assert b"93.184" not in repr(throttle.__dict__).encode()
