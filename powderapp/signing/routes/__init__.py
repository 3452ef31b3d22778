"""The pages of signing in: the first page of all, founding the shop, coming in and going out."""

from flask import Blueprint

bp = Blueprint("signing", __name__)

from powderapp.signing.routes import codes, devices, founding, me, password, pin, start  # noqa: E402, F401
