"""Every module with tables, imported in one place: what the migrations compare with."""

from models import (
    alerts,
    audit,
    bulk,
    businesses,
    conversations,
    deliveries,
    favourites,
    interests,
    members,
    moderation,
    opportunities,
    regions,
    search,
    updates,
)

__all__ = [
    "alerts",
    "audit",
    "bulk",
    "businesses",
    "conversations",
    "deliveries",
    "favourites",
    "interests",
    "members",
    "moderation",
    "opportunities",
    "regions",
    "search",
    "updates",
]
