"""Numbers in the paths of pages: `{number:short}` in place of Starlette's `int`.

That one takes any row of digits: Python turns none above 4,300 into a number, nor SQLite one above 19 (an error each,
before anybody is asked who they are).
"""

from starlette.convertors import Convertor, register_url_convertor


class ShortNumber(Convertor[int]):
    """A whole number from 0, of at most six digits."""

    regex = "[0-9]{1,6}"

    def convert(self, value: str) -> int:
        """Return the number."""
        return int(value)

    def to_string(self, value: int) -> str:
        """Return it as a path writes it."""
        return str(value)


def register() -> None:
    """Make it known to routes."""
    register_url_convertor("short", ShortNumber())
