"""The planner's numbers: who is served by whom, how many people and how much land, and what changed.

Everywhere here ``lookup`` holds the answers of one snapshot, ``as_of`` is the day, and ``region`` the 2-digit code of a
voivodeship, or empty for the country.
"""
