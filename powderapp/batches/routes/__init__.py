"""The pages of spraying: the colour queue, the start of a batch, the batch, its boxes, the scale, who took what."""

from flask import Blueprint

bp = Blueprint("batches", __name__)

from powderapp.batches.routes import boxes, cancel, index, queue, scale, shares, show, starting, weigh  # noqa: E402, F401
