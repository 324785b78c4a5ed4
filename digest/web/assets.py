"""Files that all pages share, such as `/style.css`: they hold nothing of anybody and may be kept for a day."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def asset(path: str, media_type: str, text: str) -> Route:
    """Make the route that answers with `text`."""

    async def answer(_request: Request) -> Response:
        return Response(
            text, media_type=media_type, headers={"Cache-Control": "max-age=86400", "X-Content-Type-Options": "nosniff"}
        )

    return Route(path, answer, methods=["GET"], name=path.strip("/"))
