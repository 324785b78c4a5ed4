"""The bookmarklet: a bookmark that opens the desk's page for saving with the address of the page that is read. Pure.

It runs inside other people's pages, which see all of it and can change what it does: so it holds no secret, sends no
word of the page, and only opens a window. Whoever is logged in saves there with a button.
"""

import json
from urllib.parse import quote

_PLAIN = "!()*',;:+=?./~-_"
"""What stands in the address as it is; a browser decodes the rest before it runs it."""


def bookmarklet(page: str) -> str:
    """Return the address of the bookmark; `page` is where links are saved, an absolute address without a query.

    The window knows nothing of the page it was opened from (`noopener`), nor that page of the window.
    """
    target = json.dumps(f"{page}?url=")
    code = f"void window.open({target}+encodeURIComponent(location.href),'_blank','noopener')"
    return f"javascript:{quote(code, safe=_PLAIN)}"
