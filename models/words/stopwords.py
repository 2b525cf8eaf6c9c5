"""Words that say nothing about a listing: articles, prepositions, conjunctions. Short on purpose: "IT" and "no" are words here."""

STOPWORDS: dict[str, frozenset[str]] = {
    language: frozenset(those.split())
    for language, those in {
        "uk": "і й та а але або чи що як для з із зі зо в у во на до від од по при про за під над без через між це цей ця ці той та те ті "
        "який яка яке які його її їх наш наша наше наші ми ви вони він вона воно є бути не ні також тощо та",
        "en": "a an the and or of for in on at to from by with without as is are be we our us you your they their this that these those "
        "which who its into than",
        "it": "il lo la i gli le un uno una e ed o di del dello della dei degli delle a al allo alla ai agli alle da dal dallo dalla dai "
        "in nel nella nei nelle con su sul sulla per tra fra che è sono noi nostro nostra nostri nostre d l dell all un",
        "tr": "ve veya ya da de ile için bir bu şu o ki gibi olan olarak biz bizim siz sizin ama en daha",
        "pl": "i oraz a ale lub albo w we z ze na do od dla po przy o u za pod nad bez przez między to ten ta te ci tych jest są być się "
        "nasz nasza nasze który która które jak",
        "fi": "ja tai sekä on ovat että joka jotka se ne tämä nämä me te he meidän kanssa varten kuin",
    }.items()
}
