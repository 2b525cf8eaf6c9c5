"""What is said. The routers in the order in which they are asked: the bot's table of contents."""

from aiogram import Router

from handlers import (
    administration,
    businesses,
    form,
    inline,
    interests,
    menu,
    moderation,
    office,
    opportunities,
    outdated,
    search,
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
    form,  # an open form takes what is typed
    businesses,
    opportunities,
    search,  # free text is a search
    twins,
    interests,
    moderation,
    office,
    administration,
    outdated,  # what nobody else knows
)
