"""The code of a language that an editor wrote: `ru`, `pt-BR`, or the language's name in a few languages. Pure.

Codes are those of BCP 47 that the Unicode CLDR has a name for, through Babel.
"""

import re
from functools import lru_cache

from babel import Locale

from digest.articles.language import declared_language

_CODE = re.compile(r"(?P<base>[A-Za-z]{2,3})(?P<rest>(?:[-_][A-Za-z0-9]{2,8})*)")
_NAMED_IN = ("en", "uk", "ru", "de", "fr", "es", "pl")
_OWN_NAMES = """
    ar az be bg bn cs da de el en es et fa fi fr he hi hr hu hy id it ja ka kk ko ky lt lv mk mn ms my nl no pl pt ro ru
    sk sl sq sr sv sw ta tg th tk tr tt ug uk ur uz vi zh
"""


@lru_cache(maxsize=64)
def language_code(typed: str) -> str:
    """Return the code of the language that is meant; "" where none is."""
    code = _CODE.fullmatch(typed)
    if code and (base := declared_language(code["base"])) in Locale.parse("en").languages:
        return base + code["rest"].replace("_", "-")
    name = typed.casefold()
    return next(
        (_names(language)[name] for language in _NAMED_IN if name in _names(language)), _own_names().get(name, "")
    )


@lru_cache(maxsize=16)
def _names(language: str) -> dict[str, str]:
    """Map the names of languages, as they are in `language`, to their codes."""
    named = sorted(Locale.parse(language).languages.items(), key=lambda item: -len(item[0]))  # of two, the short code
    return {name.casefold(): code for code, name in named if "_" not in code}


@lru_cache(maxsize=1)
def _own_names() -> dict[str, str]:
    """Map the names that languages have in themselves to their codes."""
    named = ((Locale.parse(code).get_display_name() or code, code) for code in _OWN_NAMES.split())
    return {name.casefold(): code for name, code in named}
