"""The main job on the demo shop, from the counter to the customer, with numbers worked out by hand."""

import pytest
from playwright.sync_api import expect

from tests.browser.main_job import MainJob
from tests.browser.people import Desk, Tablet

pytestmark = pytest.mark.browser


def test_a_job_of_three_lines_goes_from_the_counter_to_the_customer(keyboard_desk: Desk, tablet: Tablet) -> None:
    job = MainJob(keyboard_desk, tablet)
    job.check_in()
    job.arrive_in_two_trips()
    job.prepare()
    job.prime_the_gates()
    job.cure_the_primer()
    job.spray_gates_and_pickets_blue()
    job.cure_refused_with_low_bake_then_mixed()
    job.check_and_fail_one()
    job.hand_over_a_part()
    job.do_the_one_again()
    job.hand_over_the_rest()

    expect(keyboard_desk.page.get_by_text("Collected").first).to_be_visible()
    job.compare_with_numbers_worked_out_by_hand()
