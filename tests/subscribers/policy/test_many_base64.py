"""Base64url of many byte strings is that of the standard library."""

import base64
import random

import pytest

from subscribers.policy.many_base64 import texts


@pytest.mark.parametrize("length", [1, 2, 3, 16, 29, 30, 31])
@pytest.mark.parametrize("count", [1, 2, 1_000])
def test_each_is_that_of_the_standard_library_whatever_stands_beside_it(length: int, count: int) -> None:
    draw = random.Random(length * count)
    strings = [bytes(length), b"\xff" * length, *(draw.randbytes(length) for _ in range(count))]
    alone = [base64.urlsafe_b64encode(one).decode().rstrip("=") for one in strings]
    assert texts(strings, len(alone[0])) == alone


def test_no_strings_have_no_texts() -> None:
    assert texts([], 39) == []
