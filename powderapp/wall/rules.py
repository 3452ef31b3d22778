"""What has room on a wall screen."""

from powderapp.parts.rules import Stage

CARDS, TILES = 6, 5
COLUMNS = (Stage.RECEIVED, Stage.PREP, Stage.TO_SPRAY, Stage.TO_CURE, Stage.CHECKING, Stage.READY)
"""What is sprayed or cured stands in the tiles above."""
