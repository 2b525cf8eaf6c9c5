"""Business missions in words: the lists, the card, applying, one's own application, organising and choosing, what people are told."""

from aiogram import Router

import handlers.missions.notices  # noqa: F401  # registers its renderers
from handlers.missions.applying import router as applying
from handlers.missions.card import router as card
from handlers.missions.choosing import router as choosing
from handlers.missions.lists import router as lists
from handlers.missions.mine import router as mine
from handlers.missions.organising import router as organising

router = Router(name=__name__)
router.include_routers(lists, card, applying, mine, organising, choosing)
