"""[digest]: who publishes."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from digest.settings.fields import Address, Given, Section, ShownGiven, ShownLine, WebAddress, no_slash


def _no_path(value: str) -> str:
    if urlsplit(value).path:
        raise ValueError("the reader pages have a host of their own; write https://letter.example.org, without a path")
    return value


def _language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        raise ValueError("this is no language tag; write en, ru, uk, pt-BR ...")
    return value


class Digest(Section):
    """[digest] who publishes, and what the law requires letters to say about it."""

    title: ShownGiven
    language: Annotated[str, AfterValidator(_language)] = "en"
    base_url: Annotated[WebAddress, Field(min_length=1), AfterValidator(no_slash), AfterValidator(_no_path)]
    postal_address: ShownGiven
    contact: Annotated[Address, Field(min_length=1)]
    privacy_policy_url: Annotated[WebAddress, Field(min_length=1)]
    privacy_policy_version: Given
    tagline: ShownLine = ""
