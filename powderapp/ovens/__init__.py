"""A load is what is in one oven at one time; every powder in it must share a window of temperature and minutes.

Minutes count from the moment the part, not the air, is at temperature. What data sheets leave open is
assumed and marked.
"""
