"""Listings in, ranked ids out: `python -m bot index` and `query` as somebody else's judge runs them."""

import json
import os
import subprocess
import sys
from pathlib import Path

LISTINGS = [
    {"id": "a", "region": "UA-32", "language": "uk", "title": "Гречаний мед гуртом", "summary": "20 т меду на рік", "sector": "food"},
    {"id": "b", "region": "US-WA", "language": "en", "title": "Oak boards", "summary": "Sawn timber", "sector": "16"},
    {"id": "c", "region": "IT-52", "language": "it", "title": "Miele biologico", "summary": "di montagna", "sector": ""},
]
QUERIES = [
    {"id": 1, "region": "US-WA", "language": "en", "text": "honey"},
    {"id": 2, "region": "US-WA", "language": "en", "text": "hoeny"},
    {"id": 3, "region": "US-WA", "language": "en", "text": "honey", "scope": "twins"},
    {"id": 4, "region": "UA-32", "language": "uk", "text": '"; DROP'},
]


def bot(folder: Path, command: str, rows: list[dict[str, object]]) -> subprocess.CompletedProcess[str]:
    file = folder / f"{command}.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    environment = os.environ | {"DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'bulk.sqlite3'}"}
    return subprocess.run(
        [sys.executable, "-m", "bot", command, str(file)], capture_output=True, text=True, check=False, env=environment, timeout=120
    )


def test_listings_in_ranked_ids_out(tmp_path: Path) -> None:
    assert bot(tmp_path, "index", LISTINGS).returncode == 0
    assert bot(tmp_path, "index", LISTINGS[:1]).returncode == 0, "the same id again takes the place of the earlier one"

    answered = bot(tmp_path, "query", QUERIES)

    assert [json.loads(line) for line in answered.stdout.splitlines()] == [
        {"id": 1, "ids": ["a", "c"]},
        {"id": 2, "ids": ["a", "c"]},
        {"id": 3, "ids": ["a"]},
        {"id": 4, "ids": []},
    ]


def test_a_wrong_row_is_named(tmp_path: Path) -> None:
    refused = bot(tmp_path, "index", [{"id": "x", "region": "Atlantis", "title": "Honey"}])

    assert refused.returncode == 2
    assert "x: there is no region 'Atlantis'" in refused.stderr
