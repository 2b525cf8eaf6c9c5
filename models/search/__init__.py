"""The search: an index of public listings and its query, one interface over FTS5 on SQLite and tsvector on PostgreSQL.

`models.words` makes the tokens and `models.vocabulary` knows what they mean in seven languages; the databases only keep and intersect them.
"""

from models.search import asking, engine, news, tokens
from models.search.filters import Filters
from models.search.finding import CANDIDATES, Query, Results, find
from models.search.indexing import (
    Reindexed,
    current,
    lapse,
    note_answers,
    progress,
    publish,
    publish_business,
    put_all,
    reindex,
    start_anew,
)
from models.search.publicly import publicly
from models.search.ranking import NOBODY, Reader
from models.search.reach import REQUESTS, Reach, Shelf, agreements, agreements_on, reach, reader, shelves, within
from models.search.reasons import Reason, reasons
from models.search.running import (
    Asked,
    again,
    asked_in,
    browse,
    counts,
    keep_news,
    look,
    own_run,
    query_of,
    results_of,
    short,
    shown,
    standing,
)
from models.search.table import TEXT_MAX, Document, Run

__all__ = [
    "CANDIDATES",
    "NOBODY",
    "REQUESTS",
    "TEXT_MAX",
    "Asked",
    "Document",
    "Filters",
    "Query",
    "Reach",
    "Reader",
    "Reason",
    "Reindexed",
    "Results",
    "Run",
    "Shelf",
    "again",
    "agreements",
    "agreements_on",
    "asked_in",
    "asking",
    "browse",
    "counts",
    "current",
    "engine",
    "find",
    "keep_news",
    "lapse",
    "look",
    "news",
    "note_answers",
    "own_run",
    "progress",
    "publicly",
    "publish",
    "publish_business",
    "put_all",
    "query_of",
    "reach",
    "reader",
    "reasons",
    "reindex",
    "results_of",
    "shelves",
    "short",
    "shown",
    "standing",
    "start_anew",
    "tokens",
    "within",
]
