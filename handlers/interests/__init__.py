"""Proposals of cooperation in words: writing one, answering, the contacts after it, the inbox, and what people are told."""

from aiogram import Router

import handlers.interests.notices  # noqa: F401  # registers its renderers
from handlers.interests.answering import router as answering
from handlers.interests.inbox import router as inbox
from handlers.interests.sharing import router as sharing
from handlers.interests.writing import router as writing

router = Router(name=__name__)
router.include_routers(writing, answering, sharing, inbox)
