"""HTML as Telegram reads it: exact texts, exact offsets, exact complaints."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.entities import ParseError, format_text, parse_html, utf16_length
from sandbox.errors import ApiError

READ = [
    # plain text and references
    ("Medova Hora", "Medova Hora", []),
    ("Salt & pepper", "Salt & pepper", []),
    ("A &amp; B &lt;C&gt; &quot;D&quot;", 'A & B <C> "D"', []),
    ("&lt&gt", "<>", []),
    ("&nbsp;&copy;&apos;", "&nbsp;&copy;&apos;", []),
    ("&#65;&#x42;&#x1F91D;", "AB🤝", []),
    ("&#0;&#1114111;&#;", "&#0;&#1114111;&#;", []),
    ("R&D", "R&D", []),
    ("1 > 0", "1 > 0", []),
    # one tag each
    ("<b>мед</b>", "мед", [("bold", 0, 3)]),
    ("<strong>мед</strong>", "мед", [("bold", 0, 3)]),
    ("<i>x</i>", "x", [("italic", 0, 1)]),
    ("<em>x</em>", "x", [("italic", 0, 1)]),
    ("<u>x</u>", "x", [("underline", 0, 1)]),
    ("<ins>x</ins>", "x", [("underline", 0, 1)]),
    ("<s>x</s>", "x", [("strikethrough", 0, 1)]),
    ("<strike>x</strike>", "x", [("strikethrough", 0, 1)]),
    ("<del>x</del>", "x", [("strikethrough", 0, 1)]),
    ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1)]),
    ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
    ("<code>x</code>", "x", [("code", 0, 1)]),
    ("<pre>x</pre>", "x", [("pre", 0, 1)]),
    ('<pre><code class="language-python">x</code></pre>', "x", [("pre", 0, 1, "python")]),
    ('<code class="language-python"><pre>x</pre></code>', "x", [("pre", 0, 1, "python")]),
    ('<pre>a<code class="language-python">x</code></pre>', "ax", [("pre", 0, 2)]),
    ('<code class="language-python">x</code>', "x", [("code", 0, 1)]),
    ("<blockquote>x</blockquote>", "x", [("blockquote", 0, 1)]),
    ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
    ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "👍", [("custom_emoji", 0, 2, "5368324170671202286")]),
    # links
    ('<a href="https://example.org/a?b=1&amp;c=2">x</a>', "x", [("text_link", 0, 1, "https://example.org/a?b=1&c=2")]),
    ("<a href='https://Example.ORG'>x</a>", "x", [("text_link", 0, 1, "https://example.org/")]),
    ("<a href=example.org>x</a>", "x", [("text_link", 0, 1, "http://example.org/")]),
    ('<a href="not an address">x</a>', "x", []),
    ('<a href="javascript:alert(1)">x</a>', "x", []),
    ("<a>example.org</a>", "example.org", [("text_link", 0, 11, "http://example.org/")]),
    ('<a href="tg://user?id=77">Ann</a>', "Ann", [("text_mention", 0, 3, 77)]),
    ('<a href="tg://user?id=78">Ann</a>', "Ann", []),
    # shape
    ("<B>x</B>", "x", [("bold", 0, 1)]),
    ("<b >x</b\n>", "x", [("bold", 0, 1)]),
    ("<b class=x id='1'>x</b>", "x", [("bold", 0, 1)]),
    ("<b>x</>", "x", [("bold", 0, 1)]),
    ("<b></b>x", "x", []),
    ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    ("<i><b>x</b></i>", "x", [("bold", 0, 1), ("italic", 0, 1)]),
    ("<b>a<b>b</b>c</b>", "abc", [("bold", 0, 3)]),
    ("<b>a</b><b>b</b>", "ab", [("bold", 0, 2)]),
    ("<code>a<b>b</b></code>", "ab", [("code", 0, 2)]),
    ("<blockquote>a <b>b</b></blockquote>", "a b", [("blockquote", 0, 3), ("bold", 2, 1)]),
    # UTF-16, trimming, control characters
    ("🤝<b>🤝</b>x", "🤝🤝x", [("bold", 2, 2)]),
    ("<b>x  \n</b>\n ", "x", [("bold", 0, 1)]),
    ("  \n x", "x", []),
    ("<b>  x</b>", "  x", [("bold", 0, 3)]),
    ("a\tb\rc<b>d</b>", "a bc" + "d", [("bold", 4, 1)]),
    # what Telegram finds by itself
    ("<b>see example.com</b>", "see example.com", [("bold", 0, 15), ("url", 4, 11)]),
    ("<code>/start</code> /help", "/start /help", [("code", 0, 6), ("bot_command", 7, 5)]),
    ("write to ann@example.com, @pobratym_bot", "write to ann@example.com, @pobratym_bot", [("email", 9, 15), ("mention", 26, 13)]),
]

REFUSED = [
    ("<div>", 'Unsupported start tag "div" at byte offset 0'),
    ("мед<DIV>", 'Unsupported start tag "div" at byte offset 6'),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("a <b", "Unclosed start tag at byte offset 2"),
    ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b><i>x</i>", 'Can\'t find end tag corresponding to start tag "b"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("🤝<b><i>x</b></i>", 'Unmatched end tag at byte offset 11, expected "</i>", found "</b>"'),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<a href>x</a", "Unclosed end tag at byte offset 9"),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
    ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
    ("<a href", 'Unclosed start tag "a" at byte offset 0'),
    ("<a href=ab:c>x</a>", "Unexpected end of name token at byte offset 8"),
    ('<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<b/ >x</b>", 'Unsupported start tag "b/" at byte offset 0'),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<tg-emoji emoji-id='x'>x</tg-emoji>", "Invalid custom emoji identifier specified"),
    ("&#xD83D;", "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"),
]


def known(user: int) -> dict[str, object] | None:
    return {"id": user, "is_bot": False, "first_name": "Ann"} if user == 77 else None


def short(entity: dict[str, object]) -> tuple[object, ...]:
    user = entity.get("user")
    extra = (
        user["id"]
        if isinstance(user, dict)
        else next((entity[name] for name in ("language", "url", "custom_emoji_id") if name in entity), None)
    )
    return (entity["type"], entity["offset"], entity["length"], *([extra] if extra else []))


@pytest.mark.parametrize(("source", "text", "entities"), READ)
def test_read(source: str, text: str, entities: list[tuple[object, ...]]) -> None:
    formatted = format_text(source, "HTML", None, resolve=known)
    assert (formatted.text, [short(entity) for entity in formatted.entities]) == (text, entities)


@pytest.mark.parametrize(("source", "complaint"), REFUSED)
def test_refused(source: str, complaint: str) -> None:
    with pytest.raises(ApiError) as error:
        format_text(source, "HTML", None)
    assert error.value.description == f"Bad Request: can't parse entities: {complaint}"


@pytest.mark.parametrize(
    ("source", "description"),
    [
        ("", "message text is empty"),
        ("<b></b>", "text must be non-empty"),
        (" \n ", "text must be non-empty"),
        ("\0", "text must be non-empty"),
    ],
)
def test_empty(source: str, description: str) -> None:
    with pytest.raises(ApiError) as error:
        format_text(source, "HTML", None)
    assert error.value.description == f"Bad Request: {description}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start@pobratym_bot x", [("bot_command", 0, 19)]),
        ("a/start 1/2 </b> //x", []),
        ("#мед #1 ##x a#b", [("hashtag", 0, 4), ("hashtag", 9, 2)]),
        ("$USD $usd", [("cashtag", 0, 4)]),
        ("@ab @abcd a@bcd", [("mention", 4, 5)]),
        ("(see https://example.org/a_(b)).", [("url", 5, 25)]),
        ("3.5 example.zzz http://localhost end.", []),
        ("https://www.example.org?x=1, then", [("url", 0, 27)]),
        ("мед.укр", [("url", 0, 7)]),
    ],
)
def test_found(text: str, found: list[tuple[object, ...]]) -> None:
    assert [short(entity) for entity in format_text(text, None, None).entities] == found


def test_given_entities_win_over_found_ones() -> None:
    link = {"type": "text_link", "offset": 0, "length": 11, "url": "https://example.org/"}
    assert format_text("example.com", None, [link]).entities == [link]


MARKUP = st.lists(
    st.sampled_from(
        ["<b>", "</b>", "<i>", "</i>", "<code>", "</code>", "<a href='x.org'>", "</a>", "<", ">", "&", "&lt;", "&#x41;", "/", "'", '"', "="]
    )
    | st.text(max_size=6),
    max_size=12,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(MARKUP)
def test_any_text_is_read_or_refused_and_offsets_lie_inside(source: str) -> None:
    try:
        text, raw = parse_html(source)
    except ParseError:
        return
    assert all(entity["offset"] + entity["length"] <= utf16_length(text) for entity in raw)
    formatted = format_text(source, "HTML", None, allow_empty=True)
    size = utf16_length(formatted.text)
    for entity in formatted.entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= size
