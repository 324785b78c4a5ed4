"""The copies of pictures that letters show, to mail programs; each may be kept for ever: its name says what it is.

No cookie is looked at and nothing is counted: who opened a letter, and when, is nobody's business.
"""

import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

_NAME = re.compile(r"[0-9a-f]{16,64}\.(jpg|png)")
_TYPES = {"jpg": "image/jpeg", "png": "image/png"}
_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "cross-origin",  # web mail shows them on its own pages
}


def pictures(path: str, folder: Path) -> Route:
    """Make the route below `path` that answers with the files in `folder`; what has another name is not found."""

    async def answer(request: Request) -> Response:
        found = _NAME.fullmatch(request.path_params["name"])
        file = folder / found[0] if found else None
        if found is None or file is None or not file.is_file():
            return Response(status_code=404, headers={"Cache-Control": "no-store"})
        return FileResponse(file, media_type=_TYPES[found[1]], headers=_HEADERS)

    return Route(f"{path}/{{name}}", answer, methods=["GET"], name="picture")
