"""The office desk in words: the queue, one item with its checks, the decisions, and what people are told of them."""

from handlers.moderation import notices, reasons
from handlers.moderation.router import router

__all__ = ["notices", "reasons", "router"]
