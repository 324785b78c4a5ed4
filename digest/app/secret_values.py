"""Secrets of the newsroom: from the environment, or from a file that it or the settings name."""

import re
from collections.abc import Mapping
from pathlib import Path

from digest.errors import DigestError
from digest.settings.faults import FILE

CHAT_SECRET = "TELL_WEBHOOK_URL"  # noqa: S105 - the name of a variable


def read_secret(environment: Mapping[str, str], folder: Path, name: str, file: str) -> str:
    """Return a secret: from the variable `name`, else from the file that `name`_FILE names, else from `file`.

    Files are named as seen from the newsroom's `folder`. Raises `DigestError`.
    """
    value = environment.get(name, "").strip()
    place = environment.get(f"{name}_FILE", "") or file
    if not value and place:
        try:
            value = (folder / place).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise DigestError(
                f"the file {place} with the secret {name} cannot be read; see that it exists and is yours"
            ) from None
    if not re.fullmatch(r"[ -~]+", value):
        raise DigestError(f"there is no usable {name}; set it, or {name}_FILE, in the environment (never in {FILE})")
    return value


def names_secret(environment: Mapping[str, str], name: str, file: str) -> bool:
    """Return whether anything says where a secret is: the variable `name`, the variable `name`_FILE, or `file`."""
    return bool(environment.get(name) or environment.get(f"{name}_FILE") or file)


def read_secret_file(folder: Path, file: str, what: str) -> str:
    """Return the secret that `file`, as seen from the newsroom's `folder`, holds; `what` it is, in words.

    Raises `DigestError`, whose message never holds any of it.
    """
    try:
        value = (folder / file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise DigestError(f"the file {file} with {what} cannot be read; see that it exists and is yours") from None
    if not re.fullmatch(r"[!-~]+", value):
        raise DigestError(f"the file {file} does not hold {what}; write it there alone, on one line")
    return value
