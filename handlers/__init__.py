"""What is said. The routers in the order in which they are asked: the bot's table of contents."""

from aiogram import Router

from handlers import (
    administration,
    announcements,
    broadcasts,
    businesses,
    form,
    inline,
    interests,
    menu,
    missions,
    moderation,
    office,
    opportunities,
    outdated,
    search,
    search_index,
    start,
    twins,
)


def router() -> Router:
    """A new tree of routers (aiogram lets a router have one parent, so each application gets its own root)."""
    root = Router(name="pobratym")
    for part in PARTS:
        # A test builds several applications in one process.
        part.router._parent_router = None
        root.include_router(part.router)
    return root


PARTS = (
    inline,  # asked from any chat, also by people who never pressed Start
    start,  # whoever has not passed the entrance goes no further
    menu,  # commands and home: they leave whatever form is open
    announcements,  # the text of one is a whole message, with its formatting and its file
    form,  # an open form takes what is typed
    businesses,
    opportunities,
    search,  # free text is a search
    twins,
    interests,
    missions,
    moderation,
    office,
    administration,
    search_index,
    broadcasts,
    outdated,  # what nobody else knows
)
