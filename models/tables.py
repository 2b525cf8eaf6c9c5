"""Every module with tables, imported in one place: what the migrations compare with."""

from models import audit, businesses, conversations, deliveries, interests, members, moderation, opportunities, regions, search, updates

__all__ = [
    "audit",
    "businesses",
    "conversations",
    "deliveries",
    "interests",
    "members",
    "moderation",
    "opportunities",
    "regions",
    "search",
    "updates",
]
