"""Handing a listing on: the link, a chat, a picture; and what its link leads to."""

import io

import pytest
import segno
from PIL import Image

from handlers import qr
from models import atlas
from models.businesses import Business, PublicState
from models.database import Database
from models.opportunities import Opportunity
from sandbox.person import Person
from sandbox.server import Sandbox
from tests.conftest import Running
from tests.listings import HONEY
from tests.people import arrives
from tests.test_search import hold, listed

LINK = "https://t.me/pobratym_bot?start=l_1"


async def opens_share(person: Person, number: int) -> None:
    await person.opens(f"l_{number}")
    await person.taps("Share")


async def test_ways_to_hand_it_on(telegram: Sandbox, database: Database) -> None:
    (honey,) = await listed(database, HONEY)
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.sends("honey")
    await ann.taps("1")

    await ann.taps("Share")

    seen = await ann.sees(
        "Гречаний мед гуртом · KV-0001", LINK, "only those who have a published business", buttons=["Copy the link", "QR code"]
    )
    assert "Lisova Pasika" not in seen["text"]
    assert await ann.taps("Copy the link") == LINK
    assert await ann.taps("Send to a chat") == "KV-0001", "an inline query for this very listing"
    assert [result["id"] for result in await ann.asks_inline("KV-0001")] == [str(honey.id)]
    await ann.taps("Back to the listing")
    await ann.taps("Results")
    await ann.sees("honey · my twins · 1 found")


async def test_without_inline_mode_the_link_is_shared(running: Running, telegram: Sandbox, database: Database) -> None:
    await listed(database, HONEY)
    await running.stop()
    telegram.bot.supports_inline = False
    await running.start()
    ann = await arrives(telegram, "Ann", "US-WA")
    await opens_share(ann, 1)

    assert (await ann.taps("Send to a chat") or "").startswith(
        "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fpobratym_bot%3Fstart%3Dl_1&text="
    )


async def test_code_is_a_picture_with_a_way_back(telegram: Sandbox, database: Database) -> None:
    await listed(database, HONEY)
    ann = await arrives(telegram, "Ann", "US-WA")
    await opens_share(ann, 1)

    await ann.taps("QR code")

    seen = await ann.sees("KV-0001", LINK, "a phone's camera opens the listing", buttons=["Back to the listing", "Home"])
    assert seen["photo"]
    await ann.taps("Back to the listing")
    await ann.sees("Offers: 20 т", buttons=["Propose cooperation", "Share"])
    await telegram.idle()
    photo = ann.chat.messages[seen["message_id"]]
    assert photo.markup is None, "only one message has buttons"


async def test_code_of_what_is_gone(telegram: Sandbox, database: Database) -> None:
    (honey,) = await listed(database, HONEY)
    ann = await arrives(telegram, "Ann", "US-WA")
    await opens_share(ann, 1)
    await hold(database, honey)

    await ann.taps("QR code")
    await ann.sees("not public any more", buttons=["Search", "Home"])
    await ann.opens("l_1")
    await ann.sees("not public any more", buttons=["Search", "Home"])


async def test_the_picture_says_the_link() -> None:
    picture = Image.open(io.BytesIO(await qr.png(LINK))).convert("1")
    code = segno.make_qr(LINK, error="q")

    size = code.symbol_size(scale=1, border=qr.QUIET_MODULES)[0]
    assert picture.size == (size * qr.MODULE_PIXELS, size * qr.MODULE_PIXELS)
    middle = qr.MODULE_PIXELS // 2
    black = [
        [not picture.getpixel((x * qr.MODULE_PIXELS + middle, y * qr.MODULE_PIXELS + middle)) for x in range(size)] for y in range(size)
    ]
    assert black == [[bool(module) for module in row] for row in code.matrix_iter(border=qr.QUIET_MODULES)]


ENTRANCE = {
    "en": ("Where does your business work?", "Washington", "I agree", "not public any more", "Propose cooperation", "Search"),
    "uk": ("Де працює ваше підприємство?", "Вашингтон (штат)", "Погоджуюся", "більше не опубліковано", "Запропонувати співпрацю", "Пошук"),
}


@pytest.mark.parametrize("language", ENTRANCE)
@pytest.mark.parametrize("listing", ["public", "closed meanwhile", "expired", "of a hidden business", "unknown"])
async def test_link_of_somebody_who_never_pressed_start(
    running: Running, telegram: Sandbox, database: Database, language: str, listing: str
) -> None:
    """Through the entrance to the card, also after a restart on the way; and to a polite word where there is none."""
    where, region, agree, gone, propose, search = ENTRANCE[language]
    (honey,) = await listed(database, HONEY)
    eve = telegram.person("Eve", language=language)

    await eve.opens("l_404" if listing == "unknown" else f"l_{honey.id}")
    await eve.sees(where)
    await eve.sends(atlas.by_code("US-WA").name(language))
    await eve.taps(region)
    await telegram.idle()
    await running.restart()
    async with database.write() as session:
        if listing == "closed meanwhile":
            (await session.get_one(Opportunity, honey.id)).state = PublicState.ARCHIVED
        elif listing == "expired":
            (await session.get_one(Opportunity, honey.id)).state = PublicState.EXPIRED
        elif listing == "of a hidden business":
            (await session.get_one(Business, honey.business_id)).state = PublicState.FLAGGED
    await eve.taps(agree)

    if listing == "public":
        await eve.sees("KV-0001", buttons=[propose])
    else:
        await eve.sees(gone, buttons=[search])
    await eve.opens()
    await eve.sees("Eve")
