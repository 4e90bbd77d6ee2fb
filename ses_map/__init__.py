"""Which social-economy support centre (OWES) serves my area: ses_map answers by code, with dates and sources.

The layers, from the edge down to the nouns, are listed in ``README.md`` beside this file.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("ses-map")
except PackageNotFoundError:  # run from a checkout that nobody installed
    __version__ = "0+checkout"
