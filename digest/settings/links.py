"""[links]: what is put behind the addresses that a letter links to."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from digest.settings.fields import Given, Section, comma_pairs


def _name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]{0,39}", value):
        raise ValueError("this is no name of a parameter; write one such as `utm_source`")
    return value


def _value(value: str) -> str:
    if re.search(r"[{}@%<>~]|\[|\]", value.replace("{edition}", "")):
        raise ValueError("it is the same for every reader; write plain words, and `{edition}` for the edition's date")
    return value


Parameters = dict[Annotated[str, AfterValidator(_name)], Annotated[Given, AfterValidator(_value)]]


class Links(Section):
    """[links] what is put behind the addresses that a letter links to."""

    parameters: Annotated[Parameters, BeforeValidator(comma_pairs), Field(max_length=10)] = Field(default_factory=dict)
