"""Refusals, in the words the Bot API itself uses."""

from typing import Any

Json = dict[str, Any]

CONFLICT_POLL = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
CONFLICT_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
CONFLICT_SET_WEBHOOK = "Conflict: terminated by setWebhook request"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"

_PREFIXES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}


class ApiError(Exception):
    """A call the server refuses: an HTTP status, a description and optional parameters."""

    def __init__(self, status: int, description: str, parameters: Json | None = None) -> None:
        """Keep the three parts of the answer."""
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters or {}

    def body(self) -> Json:
        """Return the JSON body of the answer."""
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> ApiError:
    """Return a 400 whose reason is put into Telegram's usual form."""
    return ApiError(400, f"{_PREFIXES[400]}: {_uncapitalised(reason)}")


def forbidden(reason: str) -> ApiError:
    """Return a 403 whose reason is put into Telegram's usual form."""
    return ApiError(403, f"{_PREFIXES[403]}: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """Return the flood-control answer."""
    return ApiError(
        429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after}
    )


def _uncapitalised(reason: str) -> str:
    # Constants such as BUTTON_DATA_INVALID and names such as HTTP keep their capitals.
    if len(reason) > 1 and (reason[1] == "_" or reason[1].isupper()):
        return reason
    return reason[:1].lower() + reason[1:]
