"""Slips in the domain of an address: asked about where one is near, and never at a provider's own domain."""

import random

import pytest

from subscribers.policy.mailboxes import is_well_known
from subscribers.policy.slips import meant
from tests.standins.chance import rounds

_SLIPS = {
    "gmail.com": "gmial.con gmial.com gamil.com gmai.com gmaill.com gnail.com gmail.co gmail.cm gmail.con gmail.comm "
    "gmail.cmo gmail.ocm gmailcom gmail,com gmali.com mgail.com GMAIL.CON gmail.com. g.mail",
    "mail.ru": "mial.ru mail.ry mail.ri mail.r mail.ur amil.ru mailru",
    "ukr.net": "ukr.nte ukr.ner ukr.met ukt.net urk.net ukrnet",
    "yandex.ru": "yandex.ri yandx.ru yanedx.ru yandes.ru yandeks.ru",
    "hotmail.com": "hotmial.com hotmal.com hotmail.con hotmai.com",
    "hotmail.co.uk": "hotmial.co.uk",
    "yahoo.com": "yaho.com yahooo.com yahoo.con yhaoo.com",
    "outlook.com": "outlok.com outlook.con oulook.com",
    "icloud.com": "iclod.com icloud.con icoud.com",
    "protonmail.com": "protonmial.com protonmail.con",
    "proton.me": "protn.me proton.mee",
}
_NO_GUESS = {"g.mail", "yandeks.ru"}
"""Slips that are two: nobody is asked about them."""
_REAL = (
    "gmail.com googlemail.com ymail.com gmx.de gmx.net gmx.com mail.com email.com hotmail.co.uk hotmail.de hotmail.fr "
    "yahoo.co.uk yahoo.de yahoo.fr yahoo.es mail.ru mail.by mail.kz mail.ee mail.bg mail.de mail.rs mail.ro mai.ru "
    "main.ru nail.ru bk.ru ya.ru yandex.ua yandex.by yandex.com list.ru last.ru inbox.ru inbox.lv inbox.lt i.ua ukr.net "
    "me.com mac.com pm.me proton.me protonmail.ch tuta.com live.com live.co.uk outlook.de outlook.fr yahoo.dk tmail.com "
    "hmail.com small.com example.org lantern.example meta.ua meta.com o2.pl op.pl wp.pl web.de riseup.net icloud.org"
)


@pytest.mark.parametrize(
    ("typed", "domain"), [(typed, domain) for domain, several in _SLIPS.items() for typed in several.split()]
)
def test_a_domain_one_slip_beside_a_providers_is_asked_about(typed: str, domain: str) -> None:
    assert meant(f"Dora.K@{typed}") == (None if typed in _NO_GUESS else f"Dora.K@{domain}")


@pytest.mark.parametrize("domain", _REAL.split())
def test_a_real_domain_that_looks_alike_is_left_alone(domain: str) -> None:
    assert meant(f"dora@{domain}") is None


@pytest.mark.parametrize("text", ["", "@", "dora", "@gmial.com", "dora@", "a@@", "x" * 5_000, "dora@" + "." * 500])
def test_what_is_no_address_is_no_slip(text: str) -> None:
    assert meant(text) is None


def test_what_is_proposed_is_a_provider_and_is_not_asked_about_again() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz."
    chance = random.Random(7)
    for _ in range(rounds(500)):
        domain = list(chance.choice(["gmail.com", "mail.ru", "ukr.net", "hotmail.co.uk", "protonmail.com"]))
        domain[chance.randrange(len(domain))] = chance.choice(letters)
        proposed = meant(f"dora@{''.join(domain)}")
        if proposed is not None:
            assert is_well_known(proposed.partition("@")[2])
            assert meant(proposed) is None
