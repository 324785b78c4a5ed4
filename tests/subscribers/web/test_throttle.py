"""The limit per network: loose, by the hour, and forgetful."""

from datetime import datetime, timedelta

from subscribers.web.throttle import USUAL, WITHOUT_PROOF, Throttle
from subscribers.web.visitor import read_address
from tests.standins.sample import NOW


def allows(throttle: Throttle, host: str, proven: bool, now: datetime) -> bool:
    return throttle.count(read_address(host), proven, now).allowed


def test_a_network_has_its_limit_and_a_lower_one_without_proof() -> None:
    throttle = Throttle()
    assert [allows(throttle, "93.184.215.7", True, NOW) for _ in range(USUAL + 2)] == [True] * USUAL + [False] * 2
    assert [allows(throttle, "93.184.216.7", False, NOW) for _ in range(WITHOUT_PROOF + 1)] == [
        True
    ] * WITHOUT_PROOF + [False]


def test_neighbours_share_a_limit_and_however_it_is_written_an_address_is_the_same() -> None:
    throttle = Throttle()
    for host in ("93.184.215.1", "93.184.215.2", "::ffff:93.184.215.3", "93.184.215.4", "93.184.215.5", "93.184.215.6"):
        assert allows(throttle, host, False, NOW)
    assert not allows(throttle, "93.184.215.200", False, NOW)
    for host in (
        "2a00:1450:1::1",
        "2a00:1450:1:ffff::1",
        "2a00:1450:1::2",
        "2a00:1450:1::3",
        "2a00:1450:1::4",
        "2a00:1450:1::5",
    ):
        assert allows(throttle, host, False, NOW)
    assert not allows(throttle, "2a00:1450:1:2::9", False, NOW)
    assert allows(throttle, "2a00:1450:2::1", False, NOW)


def test_whoever_has_no_public_address_is_limited_with_all_others_like_it() -> None:
    throttle = Throttle()
    hosts = ("10.0.0.1", "127.0.0.1", "fd00::1", "", "unknown", "172.18.0.1", "100.64.0.1", "192.168.1.1, 10.0.0.1")
    allowed = [allows(throttle, host, True, NOW) for _ in range(USUAL) for host in hosts]
    assert allowed.count(True) == USUAL
    assert allows(throttle, "93.184.215.7", True, NOW)


def test_sign_ups_are_numbered_within_their_network_under_a_name_that_tells_nothing() -> None:
    throttle = Throttle()
    first, second = (throttle.count(read_address(f"93.184.215.{number}"), True, NOW) for number in (1, 2))
    other = throttle.count(read_address("93.184.216.1"), True, NOW)
    assert (first.network, first.number, second.number, other.number) == (second.network, 1, 2, 1)
    assert other.network != first.network
    assert Throttle().count(read_address("93.184.215.1"), True, NOW).network != first.network


def test_memory_does_not_grow_with_the_networks_of_an_attacker() -> None:
    throttle = Throttle(most_networks=10)
    for number in range(100):
        assert allows(throttle, f"2a00:{number:x}::1", True, NOW)
    assert len(throttle._counts) == 10


def test_an_hour_later_nothing_is_known_any_more() -> None:
    throttle = Throttle()
    for _ in range(100):
        allows(throttle, "93.184.215.7", True, NOW)
    before = dict(throttle._counts)
    assert allows(throttle, "93.184.215.7", True, NOW + timedelta(hours=1))
    assert len(throttle._counts) == 1
    assert not before.keys() & throttle._counts.keys(), "the key changed with the hour"
    assert b"93.184" not in repr(throttle.__dict__).encode()
