"""What guessing costs whoever has stolen a dump: asked in a process of its own, where nothing was made cheaper."""

import subprocess
import sys

from argon2 import Type, extract_parameters

ASKED = """
from powderapp.people import hashing
print(hashing.hash_password("seven green gates"), hashing.PIN_COST)
"""


def test_a_password_costs_at_least_what_is_advised_and_a_pin_16_mb():
    password, pin_cost = subprocess.check_output([sys.executable, "-c", ASKED], text=True).split()
    cost = extract_parameters(password)
    assert cost.type is Type.ID
    assert (cost.memory_cost, cost.time_cost) >= (19 * 1024, 2), "RFC 9106 and OWASP: 19 MiB, two rounds"
    assert 128 * 8 * int(pin_cost) == 16 * 1024**2
