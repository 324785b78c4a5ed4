"""Which machines are public, in every form in which an address is written."""

import pytest

from digest.fetching.public_address import is_link_local, is_public


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "172.31.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "224.0.0.1", "100.64.0.1", "192.0.0.170",
     "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "240.0.0.1", "255.255.255.255",
     "::", "::1", "fe80::1", "fec0::1", "fc00::1", "fd00::1", "ff02::1", "100::1", "100:0:0:1::1", "5f00::1", "3fff::1", "2001:db8::1",
     "2001::1", "2001:2::1", "2001:20::1", "4000::1", "fe80::1%eth0", "2606:4700:4700::1111%1"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "form",
    ["::ffff:{}", "::ffff:0:{}", "64:ff9b::{}", "64:ff9b:1::{}", "::{}", "2606:4700::5efe:{}", "2606:4700::200:5efe:{}", "fe80::5efe:{}"],
)  # fmt: skip
@pytest.mark.parametrize("inner", ["127.0.0.1", "10.0.0.1", "169.254.169.254"])
def test_a_private_machine_is_seen_inside_of_an_ipv6_address(form: str, inner: str) -> None:
    assert not is_public(form.format(inner))


@pytest.mark.parametrize("address", ["2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2"])
def test_tunnels_are_not_public_whatever_they_lead_to(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1", "2a00::1"]
)
def test_addresses_that_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "fe80::1%eth0", "::ffff:169.254.169.254"])
def test_addresses_of_the_own_network_link(address: str) -> None:
    assert is_link_local(address)
    assert not is_public(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1", "fd00::1", "93.184.215.14", "2606:2800:220::1"])
def test_other_private_and_public_addresses_are_none_of_it(address: str) -> None:
    assert not is_link_local(address)
