"""Announcements for those who write, approve and watch them: the composer, the second person, the progress, the report.

What their readers do stands in `handlers.broadcasts`; how a text becomes one message, in `handlers.broadcast`.
"""

from aiogram import Router

import handlers.announcements.notices  # noqa: F401  # registers its renderers
from handlers.announcements.audience import router as audience
from handlers.announcements.buttons import router as buttons
from handlers.announcements.chats import router as chats
from handlers.announcements.composer import router as composer
from handlers.announcements.copies import router as copies
from handlers.announcements.deciding import router as deciding
from handlers.announcements.lists import router as lists
from handlers.announcements.running import router as running
from handlers.announcements.texts import router as texts
from handlers.announcements.timing import router as timing

router = Router(name=__name__)
router.include_routers(texts, lists, composer, copies, buttons, audience, timing, deciding, running, chats)
