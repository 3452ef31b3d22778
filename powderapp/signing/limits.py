"""How often a secret may be guessed wrong, and how many requests are answered."""

from datetime import timedelta

from powderapp.base.throttle import Limit

PERSON_LIMIT = Limit(20, timedelta(hours=24))
DEVICE_LIMIT = Limit(60, timedelta(hours=1))
UNLOCK_LIMIT = Limit(5, timedelta(hours=24))
ACCOUNT_LIMIT = Limit(5, timedelta(minutes=15))
ADDRESS_LIMIT = Limit(20, timedelta(hours=1))
SECOND_STEP_LIMIT = Limit(5, timedelta(minutes=15))
SESSION_LIMIT, SESSION_BATCH = Limit(300, timedelta(minutes=1)), 20
REPORT_LIMIT = Limit(20, timedelta(minutes=1))
