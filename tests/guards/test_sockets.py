"""Tests stay on this machine."""

import socket

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("shop.example", 443)])
def test_a_test_cannot_talk_to_another_machine(address):
    with socket.socket() as line, pytest.raises(RuntimeError, match="opened a socket"):
        line.connect(address)
