"""The report printed by a browser: one page of A4, without what only a screen needs."""

import re

import pytest
from playwright.sync_api import expect

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata


@pytest.mark.parametrize("area", ["", "mazowieckie", "slaskie", "dolnoslaskie"])
def test_a_browser_prints_it_on_one_page(visit, area):
    with visit() as reader:
        reader.go(f"/planowanie/raport?voivodeship={area}&date=2026-11-24", ready=False)
        expect(reader.page.locator(".sheet-map img")).to_have_js_property("complete", True)
        printed = reader.page.pdf(prefer_css_page_size=True, print_background=True)
        reader.page.emulate_media(media="print")

        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
        assert not reader.page.locator(".no-print").is_visible() and reader.page.locator(".sheet-map img").is_visible()
