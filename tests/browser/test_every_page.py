"""Every page there is, in the demo shop: readable in both themes, silent, and made for the screen it is meant for."""

import pytest
from playwright.sync_api import Browser
from sqlalchemy import update

from powderapp.base.clock import now
from powderapp.shop.models import Shop
from powderapp.web.transaction import ShopApp
from tests.browser.looking import Looker
from tests.browser.pages import LEAD_ELSEWHERE, PAGES, PARTS_OF_A_PAGE, addresses
from tests.browser.people import Desk
from tests.support.browser import Site

OWNER, PORTIONS = "Marta Quell", 4


def test_every_page_has_an_example(plain_app: ShopApp) -> None:
    rules = [rule for rule in plain_app.url_map.iter_rules() if "GET" in rule.methods]
    known = {*PAGES, *LEAD_ELSEWHERE, *PARTS_OF_A_PAGE}
    assert {rule.rule for rule in rules} - {"/static/<path:filename>"} == known


@pytest.mark.browser
@pytest.mark.parametrize("portion", range(PORTIONS))
def test_every_page_is_readable_in_both_themes_and_fits_its_screen(
    browser: Browser, demo_site: Site, portion: int
) -> None:
    demo_site.db.execute(update(Shop).values(owner_reset_at=now()))  # one more notice on top, so that less fits below
    context = browser.new_context()
    desk = Desk(context.new_page(), demo_site)
    desk.signed_in(OWNER)
    looker = Looker(desk.page)
    for path in list(addresses(demo_site.db))[portion::PORTIONS]:
        looker.look_at(demo_site.url + path)
    context.close()
    assert not looker.faults, "\n".join(looker.faults)
