"""Which passphrases will do, and how one is made. Pure.

Few rules, after NIST SP 800-63B-4, 3.1.1.2 (length counts, signs of every kind do not), and none that makes anybody
write it on a note.
"""

from collections.abc import Callable, Sequence

from digest.counted import counted

FEWEST, FEWEST_DIFFERENT, MOST = 12, 5, 1_000
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
_GROUPS, _OF = 5, 4
"""20 of 31 signs: 99 bits."""


def passphrase_fault(passphrase: str, name: str, title: str) -> str:
    """Return why an editor called `name` of a digest of that `title` needs another passphrase; empty where it will do.

    What everybody knows does not count: neither the name nor the words of the title.
    """
    left = passphrase.casefold()
    for known in (*title.split(), name):
        left = left.replace(known.casefold(), "")
    if any(ord(sign) < ord(" ") for sign in passphrase) or len(passphrase) > MOST:
        return f"a passphrase is one line of at most {MOST:,} signs; take a shorter one"
    is_short, different = len(left) < FEWEST, len(set(left))
    if not is_short and different >= FEWEST_DIFFERENT:
        return ""
    what = "is too short" if is_short else f"has only {counted(different, 'different sign')}"
    return (
        f"this passphrase {what}: whoever steals the database tries millions of such ones a day; take at least "
        f"{FEWEST} signs, {FEWEST_DIFFERENT} of them different, beside your name and the words of the digest's title, "
        f"such as four or five words"
    )


def generated(choose: Callable[[Sequence[str]], str]) -> str:
    """Return a passphrase that nobody guesses, out of signs that `choose` takes by chance."""
    return "-".join("".join(choose(_SIGNS) for _ in range(_OF)) for _ in range(_GROUPS))
