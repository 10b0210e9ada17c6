"""The site: every page answers, leads back to the text, and is safe whatever the articles hold."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from flows.dashboard.screens import LISTINGS, MENU
from flows.settings import Settings
from tests.conftest import run, settings_in
from tests.support.sizes import proof_size
from tests.support.visitor import Visitor, links

HOSTILE = (
    '=HYPERLINK("http://evil.example";"x") <script>alert(1)</script> \u202egnihtemos\u202c '
    "\x1b[31mred '\"><img src=x onerror=alert(2)> {{7*7}} "
)


@pytest.fixture(scope="session")
def site(sample_settings: Settings) -> Visitor:
    """The site over the sample corpus."""
    return Visitor(sample_settings.processed)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    """The site over articles whose every field was written to do harm."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "raw").mkdir()
    records = [
        {
            "id": f"{HOSTILE}{number}",
            "title": f"{HOSTILE}Bridge {number}",
            "author": f"{HOSTILE}Ann Lee",
            "outlet": f"{HOSTILE}Herald",
            "url": "javascript:alert(3)",
            "date": "2024-03-05",
            "text": f"{HOSTILE}\n“{HOSTILE}We will close the bridge,” Mayor Ana Sorel said.\n"
            f"About {number + 40} people were hurt, {HOSTILE} said Norpress Ltd.",
        }
        for number in range(3)
    ]
    lines = "\n".join(json.dumps(record) for record in records)
    (folder / "raw" / "evil.jsonl").write_text(lines, encoding="utf-8")
    (folder / "raw" / "<script>.html").write_text("<p>", encoding="utf-8")
    made = settings_in(folder)
    run(made)
    return Visitor(made.processed)


ADDRESSES = [
    *(address for address, _ in MENU),
    "/search?words=bridge", "/coverage?words=the", "/data?table=quotes", "/versions",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_answers_with_one_heading_and_needs_nobody_else(
    site: Visitor, address: str
) -> None:
    page = site.page(address)

    assert page.count("<h1") == 1
    assert re.findall(r"""<script|\son\w+=|\sstyle=|(?:src|href)=["']?(?:https?:)?//""", page) == []


def test_a_word_leads_over_the_hit_to_the_marked_quote(site: Visitor) -> None:
    hits = site.page("/search?words=convoy")
    address = next(link for link in links(hits, "/articles/") if "quote=" in link)
    anchor = address.partition("#")[2]

    page = site.page(address)

    assert f'<a id="{anchor}"></a><mark class="quote asked' in page
    assert "convoy" in " ".join(re.findall(r'<mark class="quote asked[^>]*>([^<]*)', page))


def test_a_name_leads_to_the_sums_of_money_beside_it(site: Visitor) -> None:
    [name, *_] = links(site.page("/names?words=Skarholm+Lines"), "/names/")
    [money, *_] = [link for link in links(site.page(name), "/figures?named=") if "money" in link]
    page = site.page(money)

    assert "Only sentences that name" in page
    assert links(page, "/articles/")
    assert f'href="{name}"' in page


def test_a_list_of_one_name_says_whose_it_is_and_gives_it_up(site: Visitor) -> None:
    entity = links(site.page("/names?words=Rusk"), "/names/")[0].rpartition("/")[2]
    page = site.page(f"/quotes?entity={entity}&stance=denies")

    assert "Only of <a" in page
    assert "/quotes?stance=denies" in links(page, "/quotes")
    assert links(site.page(f"/names/{entity}"), f"/quotes?entity={entity}")


def test_sources_lead_to_the_relay_and_to_the_quotes_that_came_through_it(site: Visitor) -> None:
    page = site.page("/relays")
    quotes = links(page, "/quotes?outlet=")

    assert links(page, "/names/")
    for link in quotes:
        assert re.search(r"<strong>[1-9]", site.page(link)), link


def test_an_issue_leads_to_its_article_and_no_table_shows_ids(site: Visitor) -> None:
    page = site.page("/issues")

    for link in links(page, "/articles/"):
        assert site.ask(link).status_code == 200
    assert links(page, "/articles/")
    assert "article id" not in page


def test_copies_without_a_difference_say_so(site: Visitor) -> None:
    pages = [site.page(link) for link in links(site.page("/stories"), "/stories/")]

    for page in pages:
        assert ("Word for word the same." in page) is not ("<ins>" in page or "<del>" in page)
    assert any("Word for word" in page for page in pages)


def test_every_link_of_the_lists_leads_to_a_page(site: Visitor) -> None:
    pages = [site.page(address) for address, _ in MENU]
    found = {link.partition("#")[0] for page in pages for link in links(page, "/")}
    followed = [link for link in sorted(found) if not link.startswith("/articles/")]
    followed += sorted(link for link in found if link.startswith("/articles/"))[:10]

    for link in followed[:30]:
        assert site.ask(link).status_code == 200, link


def test_all_parts_of_a_split_quote_are_marked(tmp_path: Path) -> None:
    made = settings_in(tmp_path)
    made.raw.mkdir()
    text = "“The bridge is safe,” Mayor Ana Sorel said, “and it will stay open.”\n"
    (made.raw / "note.txt").write_text(text, encoding="utf-8")
    run(made)
    visitor = Visitor(made.processed)
    [address] = [link for link in links(visitor.page("/quotes"), "/articles/") if "quote" in link]

    page = visitor.page(address)

    parts = [unescape(part) for part in re.findall(r'<mark class="quote asked"[^>]*>([^<]*)', page)]
    assert ("bridge is safe" in parts[0], "stay open" in parts[-1]) == (True, True)


def test_the_text_of_an_article_is_shown_whole(site: Visitor, sample_settings: Settings) -> None:
    with duckdb.connect(sample_settings.processed / "broadsheet.duckdb", read_only=True) as opened:
        rows = opened.execute("select article_id, text from articles order by 1").fetchall()
    for article_id, text in rows[:15]:
        page = site.page(f"/articles/{article_id}")
        shown = page[page.index('<article class="text">') : page.index("</article>")]
        words = unescape(re.sub(r"<[^>]+>", "", shown))
        assert "".join(words.split()) == "".join(text.split()), article_id


@pytest.mark.parametrize("name", LISTINGS)
def test_a_list_downloads_as_what_it_shows(site: Visitor, name: str) -> None:
    total = int(re.search(r"<strong>([\d,]+)</strong>", site.page(f"/{name}?words=a"))[1])  # type: ignore[index]

    rows = json.loads(site.ask(f"/{name}.json?words=a").content)
    table = site.ask(f"/{name}.csv?words=a").content
    frame = pl.read_parquet(io.BytesIO(site.ask(f"/{name}.parquet?words=a").content))

    assert table.startswith(b"\xef\xbb\xbf")
    read = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")))
    assert (len(rows), len(read), frame.height) == (total, total, total)
    assert site.ask(f"/{name}.xlsx?words=a").content.startswith(b"PK")


def test_each_row_of_a_download_links_to_its_article(site: Visitor) -> None:
    rows = json.loads(site.ask("/quotes.json").content)

    assert {row["link"] for row in rows} == {
        f"http://127.0.0.1/articles/{row['article_id']}" for row in rows
    }


@pytest.mark.parametrize("name", LISTINGS)
def test_the_sql_of_a_list_gives_its_rows_in_any_client(
    site: Visitor, sample_settings: Settings, name: str
) -> None:
    page = site.page(f"/{name}?words=the")
    sql = unescape(re.search(r"<code>(set variable.*?)</code></pre>", page, re.DOTALL)[1])  # type: ignore[index]

    with duckdb.connect(sample_settings.processed / "broadsheet.duckdb", read_only=True) as opened:
        rows = opened.execute(sql).fetchall()

    assert len(rows) == len(json.loads(site.ask(f"/{name}.json?words=the").content))


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/quotes?outlte=x", 400, "did you mean"),
        ("/quotes?since=banana", 400, "since must be a day such as 2024-03-30"),
        ("/quotes?page=0", 400, "page must be a whole number"),
        ("/quotes?page=9999999999999999999999", 400, "page must be a whole number"),
        ("/quotes?page=99999", 200, "the list ends before page 99999"),
        ("/quotes?words=zzqqyy", 200, "take one away"),
        ("/quotes?words=%00", 400, "U+0000"),
        ("/quotes?stance=%27;drop%20table%20x--", 200, "take one away"),
        ("/quotes.exe", 404, "csv, json, parquet, xlsx"),
        ("/articles/nowhere", 404, "no article"),
        ("/articles/..%2f..%2fetc%2fpasswd", 404, "no such page"),
        ("/names/nobody", 404, "No entity"),
        ("/stories/none", 404, "No story"),
        ("/data?table=quots", 400, "did you mean"),
        ("/elsewhere", 404, "There is no such page"),
    ],
)
def test_what_cannot_be_answered_is_said(
    site: Visitor, address: str, status: int, said: str
) -> None:
    answer = site.ask(address)

    assert answer.status_code == status
    assert said in unescape(answer.text)


def test_a_dataset_without_a_version_says_what_to_do(tmp_path: Path) -> None:
    answer = Visitor(tmp_path).ask("/quotes")

    assert answer.status_code == 503
    assert "broadsheet run" in answer.text


def test_a_newer_version_is_shown_without_a_restart(tmp_path: Path) -> None:
    made = settings_in(tmp_path)
    made.raw.mkdir()
    (made.raw / "one.txt").write_text("The mayor said the bridge is safe.\n", encoding="utf-8")
    run(made)
    visitor = Visitor(made.processed)
    assert "version 1<" in visitor.page("/")

    (made.raw / "two.txt").write_text("The minister said the road is closed.\n", encoding="utf-8")
    run(made)

    assert "version 2<" in visitor.page("/")
    assert "the road is closed" in visitor.page("/quotes")


def test_the_site_is_only_read(site: Visitor) -> None:
    assert [
        site.ask("/quotes", method=method).status_code for method in ("POST", "PUT", "DELETE")
    ] == [405] * 3


def test_a_strange_name_for_this_machine_is_refused(site: Visitor) -> None:
    assert site.ask("/", host="evil.example").status_code == 400


def test_every_answer_forbids_scripts_frames_and_other_hosts(site: Visitor) -> None:
    for address in ("/", "/quotes.csv", "/nowhere", "/style.css"):
        headers = site.ask(address).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert "script" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_articles_that_were_written_to_do_harm_do_none(hostile: Visitor) -> None:
    pages = [hostile.page(address) for address in ADDRESSES]
    found = {link.partition("#")[0] for page in pages for link in links(page, "/")}
    pages += [
        hostile.page(link) for link in sorted(found) if link.startswith(("/articles/", "/names/"))
    ]

    assert any("&lt;script&gt;" in page for page in pages)
    for page in pages:
        assert "<script" not in page
        assert "<img" not in page
        assert "javascript:" not in page
        assert "\x1b" not in page
        assert "\u202e" not in page


def test_no_cell_of_a_download_is_a_formula(hostile: Visitor) -> None:
    table = hostile.ask("/articles.csv").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(table, newline="")) for cell in row]

    assert [cell for cell in cells if cell.startswith("'=HYPERLINK")] != []
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))] == []


_TEXT = st.text(max_size=30)
_NAME = st.sampled_from(
    ["words", "name", "outlet", "stance", "kind", "unit", "since", "until", "page", "entity",
     "type", "code", "severity", "table", "copy", "quote", "figure"]
) | _TEXT  # fmt: skip
_PATH = st.sampled_from(
    [*(address for address, _ in MENU), "/articles/", "/names/", "/stories/", "/quotes.csv",
     "/figures.json", "/names.xlsx", "/style.css", "/versions"]
)  # fmt: skip


def _asked(visitor: Visitor, path: str, more: str, query: dict[str, str]) -> None:
    encoded = urlencode({**query}, errors="replace")
    tail = urlencode({"": more}, errors="replace")[1:] if path.endswith("/") else ""
    assert visitor.ask(f"{path}{tail}?{encoded}").status_code < 500


@hypothesis_settings(max_examples=25, deadline=None)
@given(path=_PATH, more=_TEXT, query=st.dictionaries(_NAME, _TEXT, max_size=3))
def test_no_address_breaks_the_site(
    site: Visitor, path: str, more: str, query: dict[str, str]
) -> None:
    _asked(site, path, more, query)


@pytest.mark.proof
@hypothesis_settings(max_examples=proof_size("ADDRESSES", 2_000), deadline=None)
@given(path=_PATH, more=_TEXT, query=st.dictionaries(_NAME, _TEXT, max_size=3))
def test_no_address_of_thousands_breaks_the_site(
    site: Visitor, path: str, more: str, query: dict[str, str]
) -> None:
    _asked(site, path, more, query)


def test_serving_says_where_and_ends_well_when_asked(sample_settings: Settings) -> None:
    command = [sys.executable, "-m", "flows.cli", "serve", "--port", "0"]
    command += ["--processed", str(sample_settings.processed)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as serving:
        assert serving.stderr is not None
        address = re.search(r"http://127\.0\.0\.1:(\d+)/", serving.stderr.readline())
        assert address
        with urlopen(address[0], timeout=60) as answer:
            assert (answer.status, answer.headers["server"]) == (200, None)
        taken = subprocess.run(
            [*command[:4], "--port", address[1], *command[6:]], capture_output=True, text=True
        )
        serving.terminate()
        assert serving.wait(timeout=60) == 0
    assert taken.returncode == 3
    assert f"--port {int(address[1]) + 1}" in taken.stderr
