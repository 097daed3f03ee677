"""getUpdates and the webhook's methods."""

import re
from typing import Any
from urllib.parse import urlsplit

from ..calls import Call
from ..errors import CONFLICT_SET_WEBHOOK, CONFLICT_WEBHOOK, ApiError, bad_request
from .registry import Described, Encoded, method

MAX_TIMEOUT = 50
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@method("getUpdates")
async def get_updates(call: Call) -> Any:
    """Return pending updates, waiting for one if asked to."""
    bot = call.bot
    if bot.webhook.url:
        raise ApiError(409, CONFLICT_WEBHOOK)
    bot.queue.allow(call.get("allowed_updates"))
    offset = call.get("offset", 0)
    limit = min(max(call.get("limit", 100), 1), 100)
    timeout = min(max(call.get("timeout", 0), 0), MAX_TIMEOUT)
    bot.poll.end()
    updates = bot.queue.take(offset, limit)
    if not updates and timeout:
        await bot.poll.wait(timeout, call.disconnected)
        updates = bot.queue.take(offset, limit)
    return Encoded(f"[{','.join(update.encoded for update in updates)}]")


@method("setWebhook")
async def set_webhook(call: Call) -> Any:
    """Push updates to an address from now on."""
    url = call.get("url", "")
    if not url:
        return await delete_webhook(call)
    parts = urlsplit(url)
    secret = call.get("secret_token", "")
    if not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    # The real server insists on https; without certificates a local bot has only http.
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    bot = call.bot
    bot.poll.end(CONFLICT_SET_WEBHOOK)
    bot.queue.allow(call.get("allowed_updates"))
    if call.get("drop_pending_updates"):
        bot.queue.clear()
    same = bot.webhook.url == url
    await bot.webhook.set(url, call.parameters, certificate="certificate" in call.files)
    return Described(True, "Webhook is already set" if same else "Webhook was set")


@method("deleteWebhook")
async def delete_webhook(call: Call) -> Any:
    """Push updates no more."""
    was_set = bool(call.bot.webhook.url)
    await call.bot.webhook.remove()
    if call.get("drop_pending_updates"):
        call.bot.queue.clear()
    return Described(True, "Webhook was deleted" if was_set else "Webhook is already deleted")


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> Any:
    """Tell about the webhook and the pending updates."""
    return call.bot.webhook.info()
