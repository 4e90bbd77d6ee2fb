"""A static copy of the site: every page as a file, so that any web server or CDN answers without Python.

The pages are asked of the real application and only their addresses are changed. ``addresses`` knows which file answers
which address, ``rewriting`` changes the pages, ``extra`` holds the two pages that only a copy has, ``lists`` the open
data, ``search_index`` the index of the search, ``papers`` the notes for the web server, ``folder`` what happens on the
disk, and ``site`` puts them together.
"""
