"""A batch whose readers have different letter options goes out in parts, one hand-over each. Pure.

The options of a reader are known only once their consent is read (a rule about mailboxes is stored nowhere), so batches
are not cut by it. Each part has its own consent, its own attempt and its own answer.
"""

from collections.abc import Sequence

from digest.delivery.batch import Recipient
from digest.delivery.variant import USUAL, LetterOptions

Part = Sequence[Recipient]


def split(recipients: Sequence[Recipient]) -> list[Part]:
    """Return the recipients of a batch grouped by their letter options; the usual ones go last.

    Those who differ are few, and the answer to the last part is the batch's own: it needs no row for each reader.
    """
    if all(recipient.options == USUAL for recipient in recipients):
        return [recipients] if recipients else []
    found: dict[LetterOptions, list[Recipient]] = {}
    for recipient in recipients:
        found.setdefault(recipient.options, []).append(recipient)
    return [found[options] for options in sorted(found, key=lambda options: (options == USUAL, options))]
