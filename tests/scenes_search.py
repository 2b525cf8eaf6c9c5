"""Scenes about what search gives beside results: saved searches and their news."""

from dataclasses import replace

from handlers import callbacks as to
from tests.listings import Draftless, lists, titled
from tests.walking import Stage, Walker


async def sharing(person: Walker, searched: str) -> None:
    await person.types(searched)
    await person.taps(to.Listing)
    await person.taps(to.ShareListing)
    person.keeps("share")
    await person.taps(to.ListingCode)
    await person.turns_to(to.Listing)
    person.keeps("share_code")
    await person.taps(to.Listing)
    await person.turns_to(to.ShareListing)


async def saved_searches(stage: Stage, person: Walker, searched: str, nowhere: str, region: str) -> None:
    """From an empty search to its news; `region` is a twin of the person's."""
    await person.opens()
    await person.taps(to.Settings)
    await person.taps(to.SavedSearches)
    person.keeps("saved_searches_none")
    await person.types(nowhere)
    await person.taps(to.SaveSearch)
    person.keeps("saved_search")
    await person.taps(to.SetPace, pace="i")
    person.keeps("saved_search_at_once")
    await person.taps(to.SetPace, pace="d")
    await person.types(searched)
    await person.taps(to.SaveSearch)
    await person.taps(to.SetPace, pace="w")
    person.keeps("saved_search_weekly")
    await person.taps(to.RunSaved)
    person.keeps("search_results_saved")
    await person.taps(to.SavedSearch)
    await person.taps(to.SetPace, pace="d")
    await person.taps(to.SavedSearches)
    person.keeps("saved_searches")
    await news_comes(stage, region)
    await person.turns_to(to.SavedSearches)
    person.keeps("notice_search_news")
    await person.taps(to.SavedSearches)
    await person.taps(to.SavedSearch)
    await person.taps(to.ForgetSearch)
    person.keeps("saved_search_delete")
    await person.taps(to.ForgetSearch, sure=True)
    person.keeps("saved_search_deleted")


NEWS = {
    "uk": (
        Draftless(title="Липовий мед для пекарень", summary="Липовий мед у відрах по 20 кг, щомісяця.", business="Вулик"),
        Draftless(title="Піролізна олія з шин", summary="Піролізна олія, 30 т на місяць.", business="Шина"),
    ),
    "en": (titled("Linden honey for bakeries", business="Hive"), titled("Pyrolysis oil from tyres", business="Tyre")),
}


async def news_comes(stage: Stage, region: str) -> None:
    """Two listings are published in a twin region, and the next morning comes."""
    async with stage.application.database.write(mark=False) as session:
        for what in NEWS[stage.language]:
            offer = replace(what, region=region, language=stage.language, title_en=None, summary_en=None)
            await lists(session, offer, now=stage.application.clock.now())
    await stage.application.worker.work()
    await stage.later(hours=24)
