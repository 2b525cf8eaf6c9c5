"""What the handlers of `/sim/*` share: JSON in, JSON out, and refusals in words."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.errors import ImpossibleError

Json = dict[str, Any]
WAIT = 5.0


def answering(handler: Callable[[web.Request], Awaitable[Json]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """JSON out, and refusals in words."""

    async def respond(request: web.Request) -> web.Response:
        try:
            return web.json_response(await handler(request))
        except ImpossibleError as error:
            return web.json_response({"error": str(error)}, status=400)
        except web.HTTPException as error:
            return web.json_response({"error": error.reason}, status=error.status)
        except (KeyError, TypeError, ValueError) as error:
            return web.json_response({"error": f"cannot be read: {error}"}, status=400)

    return respond


async def read_json(request: web.Request) -> Json:
    if not request.can_read_body:
        return {}
    asked = await request.json()
    if not isinstance(asked, dict):
        raise ImpossibleError("a JSON object is expected")
    return asked


def read_text(asked: Json, name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not value:
        raise ImpossibleError(f"{name} is missing")
    return value


def read_seconds(request: web.Request) -> float:
    return min(float(request.query.get("wait", WAIT)), 60.0)


async def read_file(request: web.Request) -> tuple[web.FileField, str]:
    form = await request.post()
    file, caption = form.get("file"), form.get("caption", "")
    if not isinstance(file, web.FileField) or not isinstance(caption, str):
        raise ImpossibleError("multipart with a file is expected")
    return file, caption
