"""Business missions in words: the lists, the card, applying, one's own application, organising and choosing, what people are told.

And what surrounds them: calendar files, links and codes, the pool of those who are ready, the entrance, how it was, figures and tables.
"""

from aiogram import Router

import handlers.missions.announced
import handlers.missions.notices  # noqa: F401  # register what they say
from handlers.missions.applying import router as applying
from handlers.missions.calendar import router as calendar
from handlers.missions.card import router as card
from handlers.missions.choosing import router as choosing
from handlers.missions.entrance import router as entrance
from handlers.missions.figures import router as figures
from handlers.missions.lists import router as lists
from handlers.missions.mine import router as mine
from handlers.missions.opinions import router as opinions
from handlers.missions.organising import router as organising
from handlers.missions.participants import router as participants
from handlers.missions.readiness import router as readiness
from handlers.missions.share import router as share
from handlers.missions.ticket import router as ticket

router = Router(name=__name__)
router.include_routers(lists, card, applying, mine, organising, choosing)
router.include_routers(calendar, share, readiness, ticket, entrance, opinions, figures, participants)
