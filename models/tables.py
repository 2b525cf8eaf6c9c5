"""Every module with tables, imported in one place: what the migrations compare with."""

from models import (
    alerts,
    announcements,
    audit,
    bulk,
    businesses,
    conversations,
    deliveries,
    favourites,
    interests,
    members,
    missions,
    moderation,
    opportunities,
    regions,
    search,
    updates,
)

__all__ = [
    "alerts",
    "announcements",
    "audit",
    "bulk",
    "businesses",
    "conversations",
    "deliveries",
    "favourites",
    "interests",
    "members",
    "missions",
    "moderation",
    "opportunities",
    "regions",
    "search",
    "updates",
]
