"""One person, one mailbox: which spellings of an address lead to the same person, and how they are found. Pure.

A provider delivers `anna+news@gmail.com`, `a.n.n.a@gmail.com` and `anna@googlemail.com` to one mailbox, so whatever is
counted for a person (`caps.py`), and whoever must not be imported again, is found by the mailbox. Letters still go to
the address as its reader wrote it, and two spellings that were both confirmed stay two subscribers.

Sources: RFC 5233 for `+`; support.google.com/mail/answer/7436150 for Gmail; proton.me/support/addresses-and-aliases;
yandex.com/support/mail (aliases); support.apple.com/guide/icloud for me.com and mac.com;
fastmail.help/hc/en-us/articles/360060591053 for addresses by subdomain (all read 2026-11).
"""

import hmac
from dataclasses import dataclass

from subscribers.policy.addresses import index
from subscribers.policy.keyring import Keyring

_INDEX_BYTES = 16
_MAILBOX, _DOMAIN = b"mailbox\x00", b"domain\x00"
"""What is indexed; no address holds a zero byte, so none of these can be taken for an address's own index."""

_GMAIL, _PROTON, _YANDEX, _ICLOUD = "gmail.com", "proton.me", "yandex.ru", "icloud.com"
_SAME_DOMAIN = {
    "googlemail.com": _GMAIL,
    "protonmail.com": _PROTON,
    "protonmail.ch": _PROTON,
    "pm.me": _PROTON,
    "me.com": _ICLOUD,
    "mac.com": _ICLOUD,
    "ya.ru": _YANDEX,
    **{f"yandex.{country}": _YANDEX for country in ("com", "by", "kz", "ua", "uz", "com.tr", "com.ua")},
}
_SAME_CHARACTERS: dict[str, dict[int, int | None]] = {
    _GMAIL: {ord("."): None},
    _PROTON: dict.fromkeys(map(ord, ".-_")),
    _YANDEX: {ord("-"): ord(".")},
}
_BY_SUBDOMAIN = ("fastmail.com", "fastmail.fm", "fastmail.net", "fastmail.org", "fastmail.to", "fastmail.us")
"""Providers that deliver whatever is written to `anna.fastmail.com` to `anna@fastmail.com`."""
_COUNTRY = 2
_SHARED_ABOVE = frozenset(
    ("ac", "co", "com", "edu", "gob", "gov", "go", "info", "ltd", "msk", "ne", "net", "or", "org", "spb")
)
"""Labels under which a country's registry hands out domains, as in `example.org.ua`."""
_WELL_KNOWN = frozenset(
    """
    gmail.com proton.me yandex.ru icloud.com outlook.com hotmail.com hotmail.co.uk hotmail.de hotmail.fr
    hotmail.it live.com live.de live.fr live.co.uk msn.com passport.com yahoo.com yahoo.co.uk yahoo.de yahoo.fr
    yahoo.it yahoo.es yahoo.co.jp ymail.com aol.com mail.com email.com gmx.de gmx.net gmx.com gmx.at gmx.ch
    web.de t-online.de freenet.de posteo.de posteo.net mailbox.org arcor.de mail.ru bk.ru inbox.ru list.ru
    internet.ru rambler.ru ukr.net i.ua meta.ua bigmir.net tut.by mail.by inbox.lv apollo.lv mail.ee inbox.lt
    wp.pl onet.pl o2.pl interia.pl op.pl gazeta.pl seznam.cz centrum.cz email.cz post.cz azet.sk abv.bg mail.bg
    orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it alice.it bluewin.ch
    terra.com.br uol.com.br tuta.com tutanota.com tuta.io fastmail.com fastmail.fm hey.com zoho.com riseup.net
    disroot.org autistici.org mailfence.com qq.com 163.com 126.com sina.com naver.com daum.net hanmail.net
    mail.kz comcast.net verizon.net att.net btinternet.com
    """.split()  # noqa: SIM905 - a list of a hundred lines says no more
)
"""Providers at which very many people who have nothing to do with one another keep their mailboxes."""


def is_well_known(domain: str) -> bool:
    """Return whether a domain, in lower case, is one at which very many people have their mailboxes."""
    return domain in _WELL_KNOWN or domain in _SAME_DOMAIN


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """What an address is found by: itself, the mailbox it leads to, and its domain, None at a well-known provider."""

    address: bytes
    mailbox: bytes
    domain: bytes | None


def fingerprints(keyring: Keyring, address: str) -> Fingerprints:
    """Return the fingerprints of a normalised address."""
    domain = mailbox(address).rpartition("@")[2]
    return Fingerprints(
        index(keyring, address),
        mailbox_index(keyring, address),
        # below a provider's domain there is one person, or one owner
        None if domain in _WELL_KNOWN else _keyed(keyring, _DOMAIN + _owned_by_one(domain).encode()),
    )


def mailbox_index(keyring: Keyring, address: str) -> bytes:
    """Return the 16 bytes that all spellings of a normalised address have in common."""
    return _keyed(keyring, _MAILBOX + mailbox(address).encode())


def mailbox(address: str) -> str:
    """Return the one spelling that stands for all spellings of a normalised address; never written to."""
    local, _, domain = address.casefold().rpartition("@")
    for provider in _BY_SUBDOMAIN:
        if domain.endswith(f".{provider}"):
            local, domain = domain.removesuffix(f".{provider}"), provider
    domain = _SAME_DOMAIN.get(domain, domain)
    person = local.partition("+")[0] or local
    if domain in _SAME_CHARACTERS:
        person = person.translate(_SAME_CHARACTERS[domain]) or person
    return f"{person}@{domain}"


def _owned_by_one(domain: str) -> str:
    """Return the part of a domain that one owner has: whoever has `example.org` has all domains below it, too."""
    labels = domain.split(".")
    shared = len(labels[-1]) == _COUNTRY and labels[-2:-1] and labels[-2] in _SHARED_ABOVE
    return ".".join(labels[-3 if shared else -2 :])


def _keyed(keyring: Keyring, text: bytes) -> bytes:
    return hmac.digest(keyring.index, text, "sha256")[:_INDEX_BYTES]
