"""Search: what people type → the place, unit or centre that it means.

``index`` holds every name, ``query`` takes a text apart, ``inflect`` undoes Polish cases, ``finding`` decides;
``offices`` and ``spots`` say where centres and entities are.
"""
