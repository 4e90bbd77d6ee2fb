"""Watching the pages that the registry was read from: what changed, moved, vanished, or names other units.

``addresses`` knows what to read and what the registry took from it; ``fetching`` reads it politely (``requesting`` one
answer, ``bodies`` its bytes, ``robots`` the rules of a site, ``turns`` one request at a time per host, ``manners`` all
limits); ``reading`` makes lines of text of it (``html`` in a process of its own) and their fingerprint; ``sentences``
finds what is said about coverage and ``certainty`` tells what of it leaves no doubt; ``comparing`` holds it against the
last time (``state``) and ``claiming`` against the registry; ``reporting`` tells it. Only ``fetching`` and what it uses
know a network; nothing here knows the clock.
"""
