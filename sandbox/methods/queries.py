"""Answers to taps and to inline queries."""

from sandbox.errors import bad_request
from sandbox.methods.call import Call

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
INLINE_LIFETIME = 30


def answer_callback_query(call: Call) -> bool:
    """The toast or alert of a tap; a query is answered once."""
    query = call.world.open_query(call.bot, call.known("callback_query_id"))
    if query is None:
        raise bad_request(TOO_OLD)
    url = call.get("url")
    if url and not url.startswith((f"https://t.me/{call.bot.username}?", f"tg://resolve?domain={call.bot.username}")):
        raise bad_request("URL_INVALID")
    text = call.get("text") or None
    answer = {"text": text, "alert": bool(call.get("show_alert")), "url": url}
    call.world.answered(query, answer)
    if text:
        toast = {"text": text, "alert": answer["alert"], "message_id": query.message.id if query.message else None}
        query.person.toasts.append(toast)
        call.world.log.emit("toast", person=query.person.id, **toast)
    return True


def answer_inline_query(call: Call) -> bool:
    """Up to fifty results with identifiers that differ."""
    query = call.world.open_query(call.bot, call.known("inline_query_id"), INLINE_LIFETIME)
    if query is None or query.message is not None:
        raise bad_request(TOO_OLD)
    results = call.known("results")
    if len(results) > 50:
        raise bad_request("RESULTS_TOO_MUCH")
    if len({result["id"] for result in results}) != len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        _check_content(call, result)
    call.world.answered(query, {name: call.get(name) for name in ("results", "button", "next_offset", "cache_time", "is_personal")})
    return True


def _check_content(call: Call, result: dict[str, object]) -> None:
    """Texts of results are parsed when they are given, as by Telegram."""
    content = result.get("input_message_content")
    if isinstance(content, dict) and "message_text" in content:
        own = Call(call.world, call.bot, call.method, {**content, "text": content["message_text"]})
        own.text()
