"""What of an edition is looked at: whose letter, and as what; read from the parameters of a page's address. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from digest.delivery.variant import AppealMode, LetterOptions, Variant
from digest.letter.language import own_name

LOOKS = ("desktop", "phone", "text")


@dataclass(frozen=True, slots=True)
class PreviewOptions:
    """One letter, as one reader sees it; `language` is that of the fixed words."""

    language: str
    look: str = "desktop"
    appeal: AppealMode = AppealMode.SHOW
    discreet: bool = False
    dark: bool = False
    images: bool = True

    @property
    def variant(self) -> Variant:
        """Return the variant that is looked at."""
        return Variant(self.language, LetterOptions(appeal=self.appeal, discreet=self.discreet))

    def query(self) -> str:
        """Return the parameters that stand for these options."""
        return urlencode(
            {
                "language": self.language,
                "look": self.look,
                "appeal": self.appeal.value,
                "discreet": "yes" if self.discreet else "no",
                "scheme": "dark" if self.dark else "light",
                "images": "on" if self.images else "off",
            }
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things to look at: what it is called, the parameters that show it, whether it is shown now."""

    name: str
    query: str
    is_shown: bool


def read_options(parameters: Mapping[str, str], own_language: str, languages: Collection[str]) -> PreviewOptions:
    """Return the options that parameters stand for; what is missing or unknown is as usual."""
    language, look, appeal = (parameters.get(name, "") for name in ("language", "look", "appeal"))
    return PreviewOptions(
        language=language if language in languages else own_language,
        look=look if look in LOOKS else LOOKS[0],
        appeal=AppealMode(appeal) if appeal in list(AppealMode) else AppealMode.SHOW,
        discreet=parameters.get("discreet") == "yes",
        dark=parameters.get("scheme") == "dark",
        images=parameters.get("images") != "off",
    )


def choices(shown: PreviewOptions, languages: Collection[str], has_appeal: bool) -> Iterator[tuple[str, list[Choice]]]:
    """Yield what can be looked at instead, in rows of one kind each: its name, and the choices."""
    yield "Look", [_choice(look.capitalize(), shown, replace(shown, look=look)) for look in LOOKS]
    if shown.look != "text":
        yield "Colours", [_choice(name, shown, replace(shown, dark=dark)) for name, dark in _COLOURS]
        yield "Pictures", [_choice(name, shown, replace(shown, images=images)) for name, images in _PICTURES]
    if len(languages) > 1:
        yield "Language", [_choice(own_name(one), shown, replace(shown, language=one)) for one in languages]
    if has_appeal:
        yield "Appeal", [_choice(name, shown, replace(shown, appeal=mode)) for name, mode in _APPEALS]
    yield "Discreet", [_choice(name, shown, replace(shown, discreet=discreet)) for name, discreet in _DISCREET]


_COLOURS = (("Light", False), ("Dark", True))
_PICTURES = (("On", True), ("Off", False))
_APPEALS = (("Shown", AppealMode.SHOW), ("With a warning", AppealMode.WARN), ("Hidden", AppealMode.HIDE))
_DISCREET = (("No", False), ("Yes", True))


def _choice(name: str, shown: PreviewOptions, other: PreviewOptions) -> Choice:
    return Choice(name, other.query(), other == shown)
