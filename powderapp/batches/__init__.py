"""A batch is one powder sprayed at one booth in one session: boxes weighed in and out, tasks, a clock.

Use is split over the tasks by area x film x parts sprayed; the grams always add up to what the scale said.
"""
