"""Refusals: those that Telegram would give to a bot, and those that the sandbox gives to its own user."""

from typing import Any


class ApiError(Exception):
    """The Bot API's answer to a call that failed: `code`, `description` and, for some, `parameters`.

    Example::

        raise bad_request("chat not found")      # 400 Bad Request: chat not found
        raise forbidden("user is deactivated")   # 403 Forbidden: user is deactivated
    """

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class NotModelledError(ApiError):
    """501: something the sandbox does not know how to do. It always fails the test: a silent True would lie."""

    def __init__(self, what: str) -> None:
        super().__init__(501, f"Not Implemented: the sandbox does not model {what}")


class ImpossibleError(Exception):
    """A person tried what Telegram's app would not let them do: no such button, a chat they have blocked."""


def bad_request(words: str, **parameters: Any) -> ApiError:
    """400 with Telegram's wording: the first letter is lowered unless the text is a code in capitals."""
    return ApiError(400, f"Bad Request: {lowered(words)}", **parameters)


def forbidden(words: str) -> ApiError:
    return ApiError(403, f"Forbidden: {lowered(words)}")


def lowered(words: str) -> str:
    capitals = len(words) > 1 and (words[1] == "_" or "A" <= words[1] <= "Z")
    return words if capitals or not words else words[0].lower() + words[1:]
