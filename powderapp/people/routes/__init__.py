"""The pages of people: signing in and out, founding the shop, who works here."""

from flask import Blueprint

bp = Blueprint("people", __name__)

from powderapp.people.routes import founding, settings, signing  # noqa: E402, F401
