"""Words that would do harm as markup, as a template or as a format; and whether a page took them for text."""

from html.parser import HTMLParser

TAG, SCRIPT = '"><img src=x onerror=X()>', "<script>X()</script>"
CANARIES = [TAG, SCRIPT, "{{3607*3803}}", "' data-hx-post='/x", "%s ${3607*3803} \\"]


class Markup(HTMLParser):
    """Collects what a canary would have become."""

    def __init__(self) -> None:
        super().__init__()
        self.alien: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One more element."""
        known = dict(attrs)
        if known.get("src") == "x" or "/x" in (known.get("data-hx-post"), known.get("hx-post")) or "onerror" in known:
            self.alien.append(tag)
        if tag == "script" and "src" not in known:
            self.alien.append(tag)


def assert_harmless(html: str) -> None:
    """No canary became an element, an attribute or a sum."""
    markup = Markup()
    markup.feed(html)
    assert markup.alien == []
    assert str(3607 * 3803) not in html
