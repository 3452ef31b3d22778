"""The demo shop: an empty database becomes a believable fortnight of work, made by the operations the app itself uses.

The clock is an argument of every operation (`by.at(moment)`), so the work of eleven working days that end now is done
in seconds: day by day, each in a transaction of its own, so that the progress bar moves. `story` says which orders came
in and how far each one got; `sheet` takes their parts, colours and prices from an old spreadsheet. Only an empty shop
becomes a demo, and only a demo can be left: `leave_demo()` in the database empties everything.
"""
