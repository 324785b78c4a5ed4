"""What readers of an edition get, from when it begins to go out: letters that nothing can change any more. Values only.

What was approved is what is sent: a template, a sender, a warning or a program that is changed while an edition goes
out changes nothing for those of its readers who have not got it yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from digest.delivery.mail import Letter
from digest.delivery.variant import LetterOptions, MailboxRules, Variant, nearest
from digest.errors import DigestError


@dataclass(frozen=True, slots=True)
class FrozenLetters:
    """The letters of one edition by variant, and what decides which of them a reader gets.

    `sections` are the names of the edition's sections, `mailboxes` the rule at which mailboxes letters warn or do not
    ask. For each language there is a letter for every combination of options with all sections. `replaced` counts the
    choices of sections whose letter would not have been sound: whoever made one gets the nearest.
    """

    edition: str
    sections: tuple[str, ...]
    mailboxes: MailboxRules
    letters: Mapping[Variant, Letter]
    replaced: int = 0

    def letter(self, language: str, options: LetterOptions) -> Letter:
        """Return the letter of a reader; of those who left out sections since it was frozen, the nearest one.

        Raises `DigestError` when there is none that is as safe as the reader wants it.
        """
        wanted = Variant(language, options.among(self.sections))
        found = nearest(wanted, self.letters)
        if found is None:
            remedy = "keep data/ as it is and go on with the version of the program that began it"
            raise DigestError(f"edition {self.edition} was begun without letters like `{wanted}`; {remedy}")
        return self.letters[found]
