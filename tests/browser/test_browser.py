"""The site as a person meets it: in a real browser, by mouse and keyboard, light, dark and small.

Run by ``make test-browser``; needs Debian's or another Chromium on the path.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.settings import Settings

CHROMIUM = next(
    (path for name in ("chromium", "google-chrome") if (path := shutil.which(name))), None
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the path"),
]
PAGES = ("/", "/search?words=convoy", "/quotes", "/figures", "/names", "/stories", "/data")


@pytest.fixture(scope="module")
def address(sample_settings: Settings) -> Iterator[str]:
    """Where the site answers; a process of its own, as `broadsheet serve` starts it."""
    command = [sys.executable, "-m", "flows.cli", "serve", "--port", "0"]
    command += ["--processed", str(sample_settings.processed)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as serving:
        assert serving.stderr is not None
        said = serving.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found, said
        yield found[0]
        serving.terminate()
        assert serving.wait(timeout=20) == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page that fails the test when it asks another host for anything or logs an error."""
    context = browser.new_context(base_url=address)
    opened = context.new_page()
    strange: list[str] = []
    opened.on(
        "request",
        lambda one: strange.append(one.url) if not one.url.startswith((address, "data:")) else None,
    )
    opened.on("console", lambda one: strange.append(one.text) if one.type == "error" else None)
    yield opened
    assert strange == []
    context.close()


def test_search_click_and_the_marked_words_are_the_quote(page: Any) -> None:
    page.goto("/")
    page.get_by_placeholder("Search quotes").fill("convoy")
    page.keyboard.press("Enter")
    hit = page.locator("section", has_text="quotes").locator(".said a").first
    words = hit.inner_text()
    hit.click()

    marked = "".join(page.locator("mark.asked.quote").all_inner_texts())

    assert "".join(marked.split()) == "".join(words.split())
    anchor = page.evaluate("document.querySelector(':target').getBoundingClientRect().top")
    assert 0 <= anchor < page.viewport_size["height"]


def test_a_filter_is_kept_from_page_to_page_and_into_the_download(page: Any) -> None:
    page.goto("/quotes")
    page.get_by_label("Stance").select_option("denies")
    page.get_by_role("button", name="Filter").click()

    assert "stance=denies" in page.url
    with page.expect_download() as download:
        page.get_by_role("link", name=".csv").click()
    rows = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) - 1 >= int(page.locator(".count strong").inner_text())


def test_everything_is_reached_by_the_keyboard_alone(page: Any) -> None:
    page.goto("/quotes")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.tagName + document.activeElement.name"))
    assert {"INPUTwords", "INPUTname", "SELECTstance", "BUTTON"} <= reached


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [390, 1200])
def test_no_page_is_wider_than_the_window(page: Any, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_letters_stand_out_from_their_paper(
    browser: Any, address: str, path: str, scheme: str
) -> None:
    context = browser.new_context(base_url=address, color_scheme=scheme)
    page = context.new_page()
    page.goto(path)

    assert page.evaluate(_FAINT) == []
    context.close()


_FAINT = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const part = (x) => (x /= 255) <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const paper = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll("main *, header *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || element.closest("svg")) continue;
    const a = light(parse(getComputedStyle(element).color)), b = light(paper(element));
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) found.push([element.tagName, element.className, contrast]);
  }
  return found;
}"""
"""Elements with less contrast than WCAG 2 asks of small letters (4.5, success criterion 1.4.3)."""


@pytest.mark.parametrize("path", PAGES)
def test_every_field_picture_and_region_has_a_name(page: Any, path: str) -> None:
    page.goto(path)

    nameless = page.evaluate(
        """() => [
            ...document.querySelectorAll("input:not([type=hidden]), select, svg, nav, .wide")
        ]
        .filter((one) => !(one.labels?.length || one.getAttribute("aria-label")))
        .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert nameless == []


def test_a_printed_article_has_its_text_and_no_menu(page: Any) -> None:
    page.goto("/quotes")
    page.locator(".said a").first.click()
    page.emulate_media(media="print")

    assert page.locator("header nav").is_hidden()
    assert page.locator("article.text").is_visible()
