"""The site in a real browser: search, colours, widths, keyboard, paper, no request away."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from selenium.webdriver import ActionChains, Keys

from knowledge import Content
from knowledge.site.frame import frame
from knowledge.site.pages import site
from knowledge.site.write import write
from tests import make
from tests.knowledge.site.browser import Browser, serving

DANGER = "claims/neem-oil-babies/"
PAGES = ("", "about/", "claims/", "safety/danger/", DANGER, "substances/vitamin-d/", "#q=nmn")
RESULTS = """
  const status = document.querySelector("[role=status]").textContent;
  const links = [...document.querySelectorAll("#results a")];
  return status && { links: links.map((link) => link.getAttribute("href")) };
"""
WIDTH = "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
BACKGROUND = "return getComputedStyle(document.body).backgroundColor"
FOCUSED = "return document.activeElement.id || document.activeElement.className"
TOO_WEAK = """
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = ([red, green, blue]) => {
    const line = (part) => part <= 0.03928 * 255
      ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * line(red) + 0.7152 * line(green) + 0.0722 * line(blue);
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour[3] !== 0) return colour;
    }
    return parse("rgb(255, 255, 255)");
  };
  const weak = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !element.getClientRects().length) continue;
    const [one, other] = [parse(getComputedStyle(element).color), behind(element)].map(luminance);
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5) weak.push([element.outerHTML.slice(0, 80), contrast]);
  }
  return weak;
"""
TOO_SMALL = """
  return [...document.querySelectorAll("main a, header a, input")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width && (box.height < 24 || box.width < 24);
  }).map((element) => element.outerHTML.slice(0, 100));
"""


def searched(browser: Browser, address: str, query: str) -> list[str]:
    """Where the results lead that somebody sees who types this."""
    browser.opens(address)
    browser.driver.find_element("id", "query").send_keys(query)
    found: list[str] = browser.waits(RESULTS)["links"]
    return found


@pytest.mark.parametrize(
    "query", ["NMN", "nmn", "एनएमएन", "НМН", "烟酰胺单核苷酸", "نيكوتيناميد أحادي"]
)
def test_the_search_finds_a_substance_by_its_names(
    browser: Browser, address: str, query: str
) -> None:
    first, *rest = searched(browser, address, query)
    assert first == "substances/nmn/"
    assert all(link.startswith("claims/nmn-") for link in rest[:5])


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("nmn depression", "claims/nmn-depression/"),
        ("does NMN help against depression?", "claims/nmn-depression/"),
        ("curcuma", "substances/turmeric/"),
        ("cúrcuma", "substances/turmeric/"),
        ("vitamin d", "substances/vitamin-d/"),
    ],
)
def test_the_search_finds_what_was_meant(
    browser: Browser, address: str, query: str, first: str
) -> None:
    assert searched(browser, address, query)[0] == first


def test_a_result_leads_to_its_page(browser: Browser, address: str) -> None:
    searched(browser, address, "neem babies")
    browser.driver.find_element("css selector", "#results a").click()
    assert browser.driver.current_url.startswith(f"{address}claims/neem-")
    assert browser.waits("return document.querySelector('h1').textContent")


def test_what_is_not_found_is_not_called_safe(browser: Browser, address: str) -> None:
    assert searched(browser, address, "xyzzy") == []
    assert "does not mean that it is safe" in browser.runs(
        "return document.querySelector('[role=status]').textContent"
    )


def test_a_search_can_be_passed_on_and_is_not_sent_to_the_server(
    browser: Browser, address: str
) -> None:
    browser.opens(f"{address}#q={quote('एनएमएन')}")
    assert browser.waits(RESULTS)["links"][0] == "substances/nmn/"
    assert all(
        "q=" not in (urlsplit(one).query + urlsplit(one).path) for one in browser.asked_for()
    )


def test_emptying_the_search_brings_the_list_back(browser: Browser, address: str) -> None:
    searched(browser, address, "nmn")
    assert browser.runs("return document.getElementById('browse').hidden")
    browser.driver.find_element("id", "query").send_keys(Keys.BACKSPACE * 3)
    assert browser.waits("return !document.getElementById('browse').hidden")
    assert browser.runs("return location.hash") == ""


def test_without_scripts_there_is_the_plain_list_and_no_search(
    browser: Browser, address: str
) -> None:
    browser.scripts(on=False)
    browser.opens(address)
    assert not browser.driver.find_element("id", "query").is_displayed()
    browser.driver.find_element("link text", "NMN").click()
    assert browser.driver.current_url == f"{address}substances/nmn/"


def test_the_keyboard_reaches_the_search(browser: Browser, address: str) -> None:
    browser.opens(address)
    reached = []
    for _ in range(8):
        ActionChains(browser.driver).send_keys(Keys.TAB).perform()
        reached.append(browser.runs(FOCUSED))
    assert reached[0] == "skip"
    assert "query" in reached
    ActionChains(browser.driver).send_keys("nmn").perform()
    browser.driver.find_element("id", "query").send_keys("nmn")
    assert browser.waits(RESULTS)["links"][0] == "substances/nmn/"


def test_the_focus_is_seen_and_the_skip_link_leads_to_the_content(
    browser: Browser, address: str
) -> None:
    browser.opens(f"{address}{DANGER}")
    ActionChains(browser.driver).send_keys(Keys.TAB).perform()
    skip = browser.driver.find_element("class name", "skip")
    assert skip.location["x"] >= 0
    assert skip.value_of_css_property("outline-style") == "solid"
    ActionChains(browser.driver).send_keys(Keys.ENTER).perform()
    assert browser.runs(FOCUSED) == "main"


@pytest.mark.parametrize("path", PAGES)
def test_dark_mode_changes_the_colours(browser: Browser, address: str, path: str) -> None:
    browser.opens(address + path)
    light = browser.runs(BACKGROUND)
    browser.colours("dark")
    assert browser.runs(BACKGROUND) != light


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_every_text_stands_out_from_what_is_behind_it(
    browser: Browser, address: str, path: str, scheme: str
) -> None:
    browser.colours(scheme)
    browser.opens(address + path)
    if "#q" in path:
        browser.waits(RESULTS)
    assert browser.runs(TOO_WEAK) == []


@pytest.mark.parametrize("path", PAGES)
def test_on_a_narrow_phone_nothing_is_wider_than_the_screen(
    browser: Browser, address: str, path: str
) -> None:
    browser.size(360, 640)
    browser.opens(address + path)
    whole, seen = browser.runs(WIDTH)
    assert seen == 360
    assert whole <= seen
    assert float(browser.runs("return parseFloat(getComputedStyle(document.body).fontSize)")) >= 16


def test_the_longest_words_of_the_library_fit_on_a_narrow_phone(
    browser: Browser, address: str, library: Content
) -> None:
    def longest_word(id_: str, *texts: str) -> tuple[int, str]:
        return max(len(word) for text in texts for word in text.split()), id_

    claims = sorted(
        longest_word(f"claims/{c.id}/", c.headline, *c.facts, *(s.title for s in c.sources))
        for c in library.claims
        if c.published
    )
    browser.size(360, 640)
    for _, path in claims[-8:]:
        browser.opens(address + path)
        whole, seen = browser.runs(WIDTH)
        assert whole <= seen, path


@pytest.mark.parametrize("path", ["", "claims/", DANGER, "substances/nmn/"])
def test_what_is_tapped_is_large_enough(browser: Browser, address: str, path: str) -> None:
    browser.size(360, 640)
    browser.opens(address + path)
    assert browser.runs(TOO_SMALL) == []


@pytest.mark.parametrize("path", PAGES)
def test_no_request_leaves_the_host_and_the_browser_complains_of_nothing(
    browser: Browser, address: str, path: str
) -> None:
    browser.opens(address + path)
    if "#q" in path:
        browser.waits(RESULTS)
    asked = browser.asked_for()
    assert f"{address}static/site.css" in asked
    assert [one for one in asked if not one.startswith(address)] == []
    assert browser.heard() == []
    assert browser.runs("return document.cookie + localStorage.length + sessionStorage.length") == (
        "00"
    )


def test_a_script_that_somebody_slips_in_does_not_run(browser: Browser, address: str) -> None:
    browser.opens(f"{address}{DANGER}")
    browser.runs(
        "const line = document.createElement('p');"
        "line.innerHTML = '<img src=x onerror=\"document.title = 1\">';"
        "document.body.append(line);"
    )
    assert browser.waits_to_hear("Content Security Policy")
    assert browser.runs("return document.title") != "1"


def test_on_paper_there_is_no_navigation_and_every_source_shows_its_address(
    browser: Browser, address: str
) -> None:
    browser.colours("light", media="print")
    browser.opens(f"{address}{DANGER}")
    assert not browser.driver.find_element("css selector", ".top nav").is_displayed()
    shown = browser.runs(
        "return getComputedStyle(document.querySelector('.sources a'), '::after').content"
    )
    assert "http" in shown


@pytest.mark.parametrize(("due", "seen"), [("2020-01-01", True), ("2999-01-01", False)])
def test_a_review_that_became_overdue_after_the_making_says_so(
    browser: Browser, tmp_path: Path, due: str, seen: bool
) -> None:
    """By the reader's own date: on the day of the making neither was overdue."""
    made = frame(make.TODAY.replace(year=2019))
    review = make.REVIEW.__class__("somebody", make.TODAY, make.TODAY.fromisoformat(due))
    write(tmp_path / "site", site(make.content(make.claim(review=review)), made))
    with serving(tmp_path / "site") as served:
        browser.opens(f"{served}claims/nmn-depression/")
        assert browser.driver.find_element("class name", "overdue").is_displayed() is seen
