"""The field for an address in forms: whoever was asked whether they meant another one, and did, sends that one.

The address stands in a form's body alone, never in the address of a page.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from subscribers.policy import slips
from subscribers.web.page import field


class TypedAddress(NamedTuple):
    """An address as it was typed, or chosen from a question; `asked_about` is the one that the question was about."""

    address: str
    asked_about: str

    @property
    def meant(self) -> str | None:
        """Return the address to ask about, if this looks like a slip and was not asked about already."""
        return None if self.address == self.asked_about else slips.meant(self.address)


def read_address_field(form: Mapping[str, Sequence[str]]) -> TypedAddress:
    """Read the address of a form; a yes to the question counts for the very address it was about."""
    address, asked_about = field(form, "address"), field(form, "asked_about")
    if field(form, "use") == "meant" and address == asked_about:
        address = asked_about = slips.meant(address) or address
    return TypedAddress(address, asked_about)
