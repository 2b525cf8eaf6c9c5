"""The Bot API over HTTP: envelope, decoding, faults and rates around the method table."""

import asyncio
import json
import logging
import re
import socket
import struct
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from sandbox import schema
from sandbox.errors import ApiError, NotModelledError, bad_request
from sandbox.faults import REFUSED, Fault
from sandbox.files import LARGEST_UPLOAD
from sandbox.methods import METHODS, Call, Upload
from sandbox.polling import get_updates
from sandbox.state import State
from sandbox.world import Bot, CallRecord

Json = dict[str, Any]
_LOGGER = logging.getLogger(__name__)

LIMIT_TEXTS = {
    r".*\.callback_data": "BUTTON_DATA_INVALID",
    r"reply_markup\..*\.style": "can't parse inline keyboard button: invalid button style specified",
    r".*\.copy_text\.text": "BUTTON_COPY_TEXT_INVALID",
    r"commands\[\d+\]\.command": "Command length must not exceed 32",
    r"commands\[\d+\]\.description": "Command description length must not exceed 256",
    r"secret_token": "secret token is too long",
    r"text": "MESSAGE_TOO_LONG",
}
MISSING_TEXTS = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}
BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center></body>\r\n</html>\r\n"
)


_UNDONE = {"reset": "connection reset before anything was done", "bad_gateway": "502 Bad Gateway"}


class BotApi:
    """Handlers of `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, state: State) -> None:
        self.state = state

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One call. Everything but getUpdates is answered without waiting for anything."""
        try:
            bot = self._bot(request.match_info["token"])
            method = _method(request.match_info["method"])
            raw = await _parameters(request)
        except ApiError as error:
            return failed(error)
        except web.HTTPRequestEntityTooLarge:
            return failed(ApiError(413, "Request Entity Too Large"))
        self.state.activity.touch()
        faults = self.state.faults.strike(bot.id, method, raw.get("chat_id")) if self.state.faults.scheduled else []
        if method == "getUpdates":
            return await self._polled(request, bot, raw, faults)
        self.state.activity.open_calls += 1
        try:
            return await self._answered(request, bot, method, raw, faults)
        finally:
            self.state.activity.open_calls -= 1
            self.state.activity.touch()

    def _bot(self, token: str) -> Bot:
        bot = self.state.bot(token)
        if bot is None:
            well_formed = token.partition(":")[0].isdigit() and ":" in token
            raise ApiError(401, "Unauthorized" if well_formed else "Unauthorized: invalid token specified")
        return bot

    async def _answered(self, request: web.Request, bot: Bot, method: str, raw: Json, faults: list[Fault]) -> web.StreamResponse:
        broken = await self._before(faults)
        decoded, record = self._decoded(bot, method, raw)
        if broken in _UNDONE:
            return self._broken(request, record, broken)
        response = self._executed(bot, method, decoded, raw, record, _refusal(faults))
        return _reset(request) if broken == "answer_lost" else response

    def _broken(self, request: web.Request, record: CallRecord, kind: str) -> web.Response:
        """The call comes to nothing: a reset, or a gateway's page."""
        record.ok, record.injected, record.description = False, True, _UNDONE[kind]
        self._log(record)
        if kind == "reset":
            return _reset(request)
        return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")

    def _log(self, record: CallRecord) -> None:
        self.state.world.log.calls.append(record)
        self.state.world.log.emit("call", call=record.view())

    async def _before(self, faults: list[Fault]) -> str:
        """Waits what is to be waited; the way in which the connection or the answer breaks."""
        for fault in faults:
            if fault.kind == "delay":
                await asyncio.sleep(fault.seconds)
        if faults:
            self.state.world.log.emit("faults", faults=self.state.faults.view())
        return next((fault.kind for fault in faults if fault.kind in {*_UNDONE, "answer_lost"}), "")

    def _decoded(self, bot: Bot, method: str, raw: Json) -> tuple[schema.Decoded, CallRecord]:
        decoded = schema.decode(method, raw)
        world = self.state.world
        shown = {name: _shown(value) for name, value in (raw | decoded.values).items()}
        record = CallRecord(world.log.next(), world.clock.now(), bot.id, method, shown)
        record.violations = [str(complaint) for complaint in decoded.complaints]
        return decoded, record

    def _executed(
        self, bot: Bot, method: str, decoded: schema.Decoded, raw: Json, record: CallRecord, refusal: ApiError | None
    ) -> web.Response:
        try:
            _injected(refusal, record)
            result = self._run(bot, method, decoded, raw, record)
        except ApiError as error:
            record.ok, record.error_code, record.description = False, error.code, error.description
            return failed(error)
        except Exception as error:
            # A fault of the sandbox itself must not look like Telegram's; the test fails by the violation.
            _LOGGER.exception("%s failed", method)
            record.ok, record.error_code, record.description = False, 500, "Internal Server Error"
            record.violations.append(f"the sandbox failed: {error!r}")
            return failed(ApiError(500, "Internal Server Error"))
        else:
            record.result_summary = _summary(result)
            return _answer(result)
        finally:
            self._log(record)

    def _run(self, bot: Bot, method: str, decoded: schema.Decoded, raw: Json, record: CallRecord) -> Any:
        _refuse(decoded.complaints)
        handler = METHODS.get(method)
        if handler is None:
            raise NotModelledError(f"method {method}")
        try:
            self.state.limits.check(bot.id, method, decoded.values.get("chat_id"))
        except ApiError:
            record.injected = True
            raise
        call = Call(self.state.world, bot, method, decoded.values, _uploads(raw), record.violations)
        result = handler(call)
        record.violations += [f"the sandbox's answer is wrong: {complaint}" for complaint in schema.check_answer(method, result)]
        return result

    def answered_by_webhook(self, bot: Bot, name: str, raw: Json) -> None:
        """A method that the bot gave as its answer to an update."""
        method = schema.BY_LOWER_CASE.get(name.lower())
        if method is not None:
            decoded, record = self._decoded(bot, method, raw)
            self._executed(bot, method, decoded, raw, record, None)

    async def _polled(self, request: web.Request, bot: Bot, raw: Json, faults: list[Fault]) -> web.StreamResponse:
        broken = await self._before(faults)
        decoded, record = self._decoded(bot, "getUpdates", raw)
        if broken in _UNDONE:
            return self._broken(request, record, broken)
        try:
            _injected(_refusal(faults), record)
            _refuse(decoded.complaints)
            body = await get_updates(self.state, bot, decoded.values, request)
        except ApiError as error:
            record.ok, record.error_code, record.description = False, error.code, error.description
            self._log(record)
            return failed(error)
        if broken == "answer_lost":
            return _reset(request)
        return web.Response(body=body, content_type="application/json")

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A file's bytes by the path that getFile gave."""
        try:
            bot = self._bot(request.match_info["token"])
        except ApiError as error:
            return failed(error)
        path = request.match_info["path"]
        handle = next((each for each in self.state.world.files.values() if each.path == path and each.bot_id == bot.id), None)
        if handle is None:
            return failed(ApiError(404, "Not Found"))
        return web.Response(body=handle.blob.content, content_type="application/octet-stream")


def _refusal(faults: list[Fault]) -> ApiError | None:
    return next((fault.error() for fault in faults if fault.kind in REFUSED), None)


def _injected(refusal: ApiError | None, record: CallRecord) -> None:
    if refusal is not None:
        record.injected = True
        raise refusal


def _refuse(complaints: list[schema.Complaint]) -> None:
    """Telegram ignores what it does not know; it refuses what it cannot read or what is too long."""
    for complaint in complaints:
        if complaint.kind == schema.UNKNOWN:
            continue
        if complaint.kind == schema.LIMIT:
            raise bad_request(_limit_text(complaint.path) or str(complaint))
        missing = MISSING_TEXTS.get(complaint.path) if complaint.words.startswith("required") else None
        raise ApiError(400, f"Bad Request: {missing or complaint}")


def _limit_text(path: str) -> str | None:
    return next((text for pattern, text in LIMIT_TEXTS.items() if re.fullmatch(pattern, path)), None)


def _method(name: str) -> str:
    """The method as the documentation spells it; Telegram takes any case."""
    method = schema.BY_LOWER_CASE.get(name.lower())
    if method is None:
        raise ApiError(404, "Not Found: method not found")
    return method


async def _parameters(request: web.Request) -> Json:
    """Parameters from the query, a form or JSON; files as Upload."""
    parameters: Json = dict(request.query) if request.query_string else {}
    reader = _BODIES.get(request.content_type)
    # Telegram reads the body of a GET too, and some libraries send one.
    if request.can_read_body and reader is not None:
        parameters.update(await reader(request))
    return parameters


async def _form(request: web.Request) -> Json:
    return dict(parse_qsl((await request.read()).decode(errors="replace"), keep_blank_values=True))


async def _json(request: web.Request) -> Json:
    try:
        content = json.loads(await request.read() or b"{}")
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(content, dict):
        raise bad_request("object expected")
    return content


async def _multipart(request: web.Request) -> Json:
    parameters = {name: value if isinstance(value, str) else _upload(value) for name, value in (await request.post()).items()}
    if any(len(upload.content) > LARGEST_UPLOAD for upload in _uploads(parameters).values()):
        raise ApiError(413, "Request Entity Too Large")
    return parameters


_BODIES = {"application/x-www-form-urlencoded": _form, "application/json": _json, "multipart/form-data": _multipart}


def _upload(value: Any) -> Upload | str:
    if isinstance(value, web.FileField):
        return Upload(value.filename, value.file.read(), value.content_type)
    return bytes(value).decode(errors="replace")


def _uploads(raw: Json) -> dict[str, Upload]:
    return {name: value for name, value in raw.items() if isinstance(value, Upload)}


def _shown(value: Any) -> Any:
    return f"<{value.filename}, {len(value.content)} bytes>" if isinstance(value, Upload) else value


def _summary(result: Any) -> str:
    if isinstance(result, dict) and "message_id" in result:
        return f"message {result['message_id']}"
    text = json.dumps(result, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:117]}..."


def _answer(result: Any) -> web.Response:
    body = json.dumps({"ok": True, "result": result}, ensure_ascii=False).encode(errors="surrogatepass")
    return web.Response(body=body, content_type="application/json")


def failed(error: ApiError) -> web.Response:
    """The envelope of a refusal."""
    told: Json = {"ok": False, "error_code": error.code, "description": error.description}
    headers = {}
    if error.parameters:
        told["parameters"] = error.parameters
    if "retry_after" in error.parameters:
        headers["Retry-After"] = str(error.parameters["retry_after"])
    return web.json_response(told, status=error.code, headers=headers)


def _reset(request: web.Request) -> web.Response:
    """Break the connection as a failing network does: the client sees a reset."""
    transport = request.transport
    if transport is not None:
        connection = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()
