"""A powder is a product in the catalogue: maker, code, colour, finish and the figures of its data sheet.

Buy prices are compared per square metre at the target film, never per kilogram. Where the density is missing 1.5 is
taken and the result is marked as an estimate. RAL colours on a screen are approximate; see `ral-NOTICE.txt`.
"""
