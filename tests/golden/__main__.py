"""Write the golden letters anew; look at the difference before committing it."""

from pathlib import Path

from digest.delivery.variant import Variant
from tests.standins.letters import letter

for language in ("en", "ru", "uk"):
    found = letter(Variant(language))
    for suffix, content in (("html", found.html), ("txt", found.text)):
        (Path(__file__).parent / f"letter.{language}.{suffix}").write_text(content, encoding="utf-8")
