"""`GET /style.css`: the one stylesheet of all pages; it holds nothing of anybody and may be kept for a day."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def stylesheet(text: str) -> Route:
    """Make the route that answers with `text`."""

    async def style(_request: Request) -> Response:
        return Response(text, media_type="text/css", headers={"Cache-Control": "max-age=86400", "X-Content-Type-Options": "nosniff"})

    return Route("/style.css", style, methods=["GET"])
