"""Where updates go: setWebhook, deleteWebhook, getWebhookInfo (getUpdates itself waits, and is in `sandbox.bot_api`)."""

import re
from typing import Any

from sandbox.errors import bad_request
from sandbox.methods.call import Call

_SECRET = re.compile(r"[A-Za-z0-9_-]*")


def set_webhook(call: Call) -> bool:
    """An address with https is what Telegram asks for; http is let through to loopback, where nobody has a certificate."""
    url = call.known("url")
    if not url:
        return delete_webhook(call)
    local = re.match(r"http://(127\.0\.0\.1|localhost|\[::1\])[:/]", url)
    if not local and not re.match(r"https://[^/\s]+\.[^/\s]+", url):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not _SECRET.fullmatch(call.get("secret_token") or ""):
        raise bad_request("secret token contains unallowed characters")
    _drop(call)
    call.bot.updates.allow(call.get("allowed_updates"))
    call.bot.webhook = {
        "url": url,
        "secret_token": call.get("secret_token"),
        "max_connections": call.get("max_connections", 40),
        "allowed_updates": call.get("allowed_updates"),
    }
    call.bot.updates.terminated_by = "setWebhook request"
    call.bot.updates.poll += 1
    call.bot.updates.ring()
    return True


def delete_webhook(call: Call) -> bool:
    _drop(call)
    call.bot.webhook = {}
    call.bot.updates.ring()
    return True


def _drop(call: Call) -> None:
    if call.get("drop_pending_updates"):
        call.bot.updates.clear()


def get_webhook_info(call: Call) -> dict[str, Any]:
    hook = call.bot.webhook
    told: dict[str, Any] = {
        "url": hook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(call.bot.updates.waiting),
    }
    optional = ("max_connections", "allowed_updates", "last_error_date", "last_error_message")
    return told | {name: hook[name] for name in optional if hook.get(name)}
