"""The HTML report: one file that needs nothing else, whose links lead somewhere, and that nothing recorded can break."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from mockconf.coverage.book import Book
from mockconf.coverage.cells import cells
from mockconf.coverage.examples import of_read
from pytest_mockconf import MockConf
from tests.coverage.books import MUTE, OLD, TWILIO, book, text_of
from tests.plugin.webhooks import APP, HOOK, Heard
from tests.wire import Wire

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}\"'&lt;"


class Page(HTMLParser):
    """What a page consists of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())

    @property
    def ids(self) -> list[str]:
        return [str(one["id"]) for _, one in self.elements if "id" in one]

    def cells(self, state: str | None = None) -> list[str]:
        return [
            str(one["data-text"])
            for one in self.all("li")
            if "data-text" in one and state in (None, one["data-state"])
        ]


@pytest.fixture
def recorded(wire: Wire, mockconf: MockConf) -> Book:
    """A suite with something of everything."""
    mockconf.mount(APP, Heard().app)
    wire.dial("Room", Label="alice", ConferenceStatusCallback=HOOK)
    wire.dial("Room", Muted="banana")
    mockconf.settle()
    return harvested(mockconf)


def harvested(mockconf: MockConf) -> Book:
    made, world = Book(), mockconf.world
    made.harvest(world.coverage, world.journal.exchanges, world.journal.deliveries, "test_it")
    return made


def test_it_asks_for_nothing_from_elsewhere(recorded: Book) -> None:
    page = Page(text_of(recorded, "html"))
    assert {one for one, _ in page.elements} & {"link", "img", "iframe", "object", "base"} == set()
    sources = [value for _, one in page.elements for name, value in one.items() if name == "src"]
    assert sources == []
    assert all(str(one["href"]).startswith("#") for one in page.all("a"))
    assert "url(" not in text_of(recorded, "html")
    assert "@import" not in text_of(recorded, "html")


def test_only_its_own_script_may_run(recorded: Book) -> None:
    html = text_of(recorded, "html")
    [script] = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    [policy] = [str(one["content"]) for one in Page(html).all("meta") if "http-equiv" in one]
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_the_tree_folds_without_a_script(recorded: Book) -> None:
    page = Page(text_of(recorded, "html"))
    assert len(page.all("details")) == len(page.all("summary")) > 18
    [tools] = page.all("form")
    assert "hidden" in tools  # shown by the script, without which it does nothing


def test_every_cell_stands_in_it_with_its_state(recorded: Book) -> None:
    page = Page(text_of(recorded, "html"))
    assert len(page.cells()) == len(cells(TWILIO))
    assert f"{TWILIO} createparticipant label between" in page.cells("covered")
    assert f"{TWILIO} createparticipant muted=true" in page.cells("never")
    assert f"{TWILIO} conference sid" in page.cells("unseen")


def test_every_link_leads_somewhere(recorded: Book) -> None:
    page = Page(text_of(recorded, "html"))
    assert len(page.ids) == len(set(page.ids))
    assert {str(one["href"])[1:] for one in page.all("a")} <= set(page.ids)


def test_a_covered_cell_links_to_its_exchange_and_the_exchange_back(recorded: Book) -> None:
    html = text_of(recorded, "html")
    cell = re.search(
        rf'id="(c\d+)" data-text="{TWILIO} createparticipant label between".*?href="#(x\w+)"',
        html,
        re.DOTALL,
    )
    assert cell
    [article] = re.findall(rf'<article id="{cell[2]}".*?</article>', html, re.DOTALL)
    assert f'href="#{cell[1]}"' in article
    assert "test_it" in article
    assert "<b>POST</b>" in article
    assert "<td>alice</td>" in article


def test_a_property_that_was_read_links_to_the_line_that_read_it() -> None:
    made = book(("FetchConference", {}, 200))
    row = of_read(TWILIO, "Conference", "app/rooms.py", 41, "test_it.py::test_it")
    made.observed.add((TWILIO, "Conference"))
    made.add((TWILIO, "Conference", "properties", "sid"), 1, lambda: row)
    html = text_of(made, "html")
    link = re.search(
        rf'data-text="{TWILIO} conference sid" data-state="covered".*?href="#(x\w+)"', html
    )
    assert link
    [article] = re.findall(rf'<article id="{link[1]}".*?</article>', html, re.DOTALL)
    assert "app/rooms.py:41" in article
    assert "test_it.py::test_it" in article
    assert '<pre class="answer">' not in article
    assert Page(html).cells("never").count(f"{TWILIO} conference status") == 1


def test_half_of_a_character_breaks_nothing(mockconf: MockConf) -> None:
    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [b'{"a": "\\ud800"}']

    mockconf.mount(APP, app)
    mockconf.conference("Support", status_callback=HOOK).join()
    made, world = Book(), mockconf.world
    made.harvest(world.coverage, [], world.journal.deliveries, "test_it[\udfff]")
    html = text_of(made, "html")
    html.encode()
    assert "{\n  &#34;a&#34;: &#34;?&#34;\n}" in html
    assert "test_it[?]" in html


def test_an_exchange_shows_what_was_found_in_it(recorded: Book) -> None:
    # The wrong call is the first that left the label out.
    assert "warning boolean-spelling: Muted: it is read as false" in text_of(recorded, "html")


def test_a_callback_is_shown_with_its_form(recorded: Book) -> None:
    html = text_of(recorded, "html")
    assert "callback ConferenceStatusCallback 204" in Page(html).text
    assert "<td>conference-start</td>" in html


@pytest.mark.parametrize("field", ["Label", "CallReason"])
def test_nothing_recorded_breaks_out(wire: Wire, mockconf: MockConf, field: str) -> None:
    text = HOSTILE.replace("/", "\u2215") if field == "Label" else HOSTILE
    wire.dial(f"Room {text}"[:128], **{field: text})
    html = text_of(harvested(mockconf), "html")
    page = Page(html)
    assert len(page.all("script")) == html.count("<script") == 1
    assert page.all("img") == []
    assert not [name for _, one in page.elements for name in one if name.startswith("on")]
    assert text in "".join(page.texts)
    assert "49" not in re.findall(r"<td>(.*?)</td>", html)


def test_a_hostile_test_id_and_path_break_nothing_either(mockconf: MockConf, wire: Wire) -> None:
    wire.dial("Room")
    made, world = Book(), mockconf.world
    made.harvest(world.coverage, world.journal.exchanges, [], HOSTILE)
    page = Page(text_of(made, "html"))
    assert len(page.all("script")) == 1
    assert HOSTILE in "".join(page.texts)


def test_a_json_answer_is_laid_out(recorded: Book) -> None:
    html = text_of(recorded, "html")
    answers = re.findall(r'<pre class="answer">(.*?)</pre>', html, re.DOTALL)
    laid_out = answers[0].replace("&#34;", '"')
    assert laid_out == json.dumps(json.loads(laid_out), indent=2, ensure_ascii=False)


def test_what_is_lost_is_marked_and_can_be_filtered_for() -> None:
    before = book(("UpdateParticipant", MUTE, 200))
    html = text_of(book(("UpdateParticipant", {}, 200)), "html", baseline=before)
    page = Page(html)
    assert page.cells("lost") == [f"{TWILIO} updateparticipant muted=true"]
    assert "lost" in [one["value"] for one in page.all("input") if one["type"] == "radio"]
    without = Page(text_of(before, "html"))
    assert "lost" not in [one["value"] for one in without.all("input") if one["type"] == "radio"]


def test_only_what_is_lost_can_be_shown() -> None:
    before = book(("UpdateParticipant", MUTE, 200))
    after = book(("UpdateParticipant", {}, 200))
    assert len(Page(text_of(after, "html", baseline=before, only_lost=True)).cells()) == 1
    nothing = Page(text_of(before, "html", baseline=before, only_lost=True))
    assert "Nothing was lost." in nothing.text


def test_nothing_exercised_says_so() -> None:
    assert "Nothing was exercised." in Page(text_of(Book(), "html")).text


def test_the_same_run_makes_the_same_page() -> None:
    made = book(("FetchConference", {}, 200), dialect=OLD)
    assert text_of(made, "html") == text_of(made, "html")
