"""Answers to taps and to inline queries."""

from typing import Any

from sandbox.errors import bad_request
from sandbox.methods.call import Call
from sandbox.methods.markup import inline
from sandbox.methods.sending import attached, contact_card, photo, place

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
INLINE_LIFETIME = 30

Result = dict[str, Any]


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
    query.made = {result["id"]: made for result in results if (made := _made(call, result)) is not None}
    call.world.answered(query, {name: call.get(name) for name in ("results", "button", "next_offset", "cache_time", "is_personal")})
    return True


def _made(call: Call, result: Result) -> tuple[Result, Result | None] | None:
    """The message that a result becomes when it is chosen, parsed when it is offered, as by Telegram; None if that is not modelled."""
    own = Call(call.world, call.bot, call.method, result, call.files, call.violations)
    markup = inline(own, None, result["reply_markup"]) if result.get("reply_markup") else None
    given = result.get("input_message_content")
    if given is None and "photo_file_id" in result:
        content = photo(own, result["photo_file_id"]) | own.caption()
    elif given is None and "document_file_id" in result:
        content = attached(own, result["document_file_id"]) | own.caption()
    else:
        written = _written(call, given or result)
        if written is None:
            return None
        content = written
    return content, markup


def _written(call: Call, given: Result) -> Result | None:
    """An InputMessageContent (or a result with the same fields) as a message's content."""
    if "message_text" in given:
        return Call(call.world, call.bot, call.method, {**given, "text": given["message_text"]}).text()
    own = Call(call.world, call.bot, call.method, given)
    if "latitude" in given:
        return place(own)
    return contact_card(own) if "phone_number" in given else None
