"""[sender]: whose name stands above a letter."""

from typing import Annotated

from pydantic import Field

from digest.settings.fields import Address, Section, ShownGiven


class Sender(Section):
    """[sender] what stands in From and Reply-To."""

    name: ShownGiven
    address: Annotated[Address, Field(min_length=1)]
    reply_to: Address = ""
