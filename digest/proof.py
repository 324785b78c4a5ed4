"""Proof in the sandbox: hand a finished letter to the provider for checking, without anybody getting it."""

from digest.build import Built
from digest.delivery.model import Batch, Recipient
from digest.delivery.retry import Reply
from digest.ports import Transport

_NOBODY = ("0" * 22, "0" * 39)


def sandbox_proof(built: Built, transport: Transport, address: str) -> dict[str, Reply]:
    """Hand each variant of `built` to a transport in sandbox mode, as if to `address`; gives the reply per variant."""
    return {
        str(letter.variant): transport.hand_over(Batch(built.edition, 1, 1, letter, [Recipient(0, address, *_NOBODY)]))
        for letter in built.letters
    }
