"""Slips of the finger in the domain of an address: `gmial.con` for `gmail.com`. Pure.

A hint and never a refusal: a domain that nobody here knows may be somebody's own. So only what lies one slip beside a
provider's name, or beside its end, is asked about, and nothing that is a provider itself. A slip is a letter too many,
too few, another one, or two in the wrong order (the optimal string alignment of Damerau and Levenshtein).
"""

from subscribers.policy.mailboxes import is_well_known

_OFTEN = tuple(
    """
    gmail.com mail.ru ukr.net yandex.ru yahoo.com outlook.com hotmail.com icloud.com protonmail.com proton.me
    rambler.ru googlemail.com yandex.by yandex.com list.ru inbox.ru internet.ru meta.ua bigmir.net tutanota.com
    fastmail.com hotmail.co.uk yahoo.co.uk hotmail.de hotmail.fr yahoo.de yahoo.fr t-online.de freenet.de posteo.de
    seznam.cz libero.it laposte.net riseup.net
    """.split()  # noqa: SIM905 - a list of thirty lines says no more
)
"""What people mean, the most frequent first."""
_ALSO_REAL = frozenset(("gmail.net", "gmail.ru", "proton.ch", "proton.com", "yandex.net"))
"""Real domains beside the well-known providers' that lie close to one."""
_SLIPPED_ENDS = frozenset(("com", "net", "ru", "me"))
"""Other ends are countries with few letters: a provider's domain in one country is a slip from that in another."""
_REAL_ENDS = frozenset(("re", "ro", "rs", "rw", "su", "gu", "au", "eu", "hu", "lu", "mu", "nu", "vu", "cu", "run"))
"""Ends that are one slip from `ru` and exist."""
_COMMON_WORDS = frozenset(("mail", "list", "inbox", "internet", "meta", "rambler"))
"""Names that anybody may have, or have one letter of differently: `main.ru`, `mail.rs`."""
_SWAP = 2


def meant(address: str) -> str | None:
    """Return the address that was meant, if its domain looks like a slip; None where it does not.

    The part before the @ stays as it was typed. `address` may be any text.
    """
    local, at, domain = address.strip().rpartition("@")
    domain, typed = domain.casefold().replace(",", ".").strip("."), domain.casefold()
    if not (at and local) or is_well_known(typed) or domain in _ALSO_REAL:
        return None
    found = domain if is_well_known(domain) else next((often for often in _OFTEN if _is_slip(domain, often)), None)
    return f"{local}@{found}" if found else None


def _is_slip(domain: str, often: str) -> bool:
    (name, _, end), (own_name, _, own_end) = domain.partition("."), often.partition(".")
    without_stop = domain == often.replace(".", "")
    return without_stop or (_is_name(name, own_name) and _is_end(end, own_end, own_name))


def _is_name(name: str, own: str) -> bool:
    swapped = sorted(name) == sorted(own)
    alike = name[:1] == own[:1] and own not in _COMMON_WORDS  # `tmail.com` and `small.com` are no slips
    return name == own or (_is_one_slip(name, own) and (swapped or alike))


def _is_end(end: str, own: str, name: str) -> bool:
    real = name in _COMMON_WORDS and end in _REAL_ENDS
    return end == own or (own in _SLIPPED_ENDS and not real and _is_one_slip(end, own))


def _is_one_slip(one: str, other: str) -> bool:
    """Return whether one slip makes two different texts the same."""
    short, long = sorted((one, other), key=len)
    if len(long) > len(short):
        shortened = (long[:place] + long[place + 1 :] for place in range(len(long)))
        return len(long) == len(short) + 1 and short in shortened
    wrong = [place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    swapped = len(wrong) == _SWAP and wrong[0] + 1 == wrong[1]
    crossed = swapped and (one[wrong[0]], one[wrong[1]]) == (other[wrong[1]], other[wrong[0]])
    return len(wrong) == 1 or crossed
