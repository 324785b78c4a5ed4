"""Which files are mutated, and which tests are asked about each. A file not named here is asked of its mirrored tests."""

from pathlib import Path

ROOT = Path(__file__).parents[2]

_SENDING = ["tests/digest/sending", "tests/digest/mailing"]
_LOG = ["tests/digest/storage", "tests/digest/sending"]
TARGETS: dict[str, list[str]] = {
    "subscribers/policy/consent.py": ["tests/subscribers/policy", "tests/subscribers/services"],
    "subscribers/policy/tokens.py": ["tests/subscribers/policy", "tests/subscribers/web/test_token_matrix.py"],
    "subscribers/policy/caps.py": ["tests/subscribers/policy", "tests/subscribers/services/test_signup.py"],
    "digest/delivery/retry.py": ["tests/digest/delivery", "tests/digest/sending/test_send.py"],
    "digest/delivery/parts.py": ["tests/digest/delivery"],
    "digest/delivery/counts.py": ["tests/digest/delivery"],
    "digest/calendar/frequency.py": ["tests/digest/calendar"],
    "digest/sending/*.py": _SENDING,
    "digest/storage/delivery_log.py": _LOG,
    "digest/storage/edition_lease.py": _LOG,
    "digest/storage/settlements.py": _LOG,
    "digest/storage/mail_queue.py": ["tests/digest/mailing", "tests/digest/storage"],
    "digest/subscribers_gateway/*.py": ["tests/digest/subscribers_gateway", *_SENDING],
}
"""Consent, tokens, delivery, sending and retry: the lines that keep the strongest promises."""


def chosen(wanted: list[str]) -> dict[str, list[str]]:
    """Return the files to mutate with their tests: those `wanted`, else all targets; globs are allowed."""
    known = {
        str(file.relative_to(ROOT)): tests
        for pattern, tests in TARGETS.items()
        for file in sorted(ROOT.glob(pattern))
        if file.name != "__init__.py"
    }
    if not wanted:
        return known
    files = [str(file.relative_to(ROOT)) for pattern in wanted for file in sorted(ROOT.glob(pattern))]
    return {file: known.get(file) or [mirrored(file)] for file in files}


def mirrored(file: str) -> str:
    """Return the test file that mirrors a module, or its folder where there is none."""
    path = Path("tests") / file
    mirror = path.with_name(f"test_{path.name}")
    return str(mirror if (ROOT / mirror).exists() else path.parent)
