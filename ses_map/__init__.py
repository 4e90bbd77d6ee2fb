"""Which social-economy support centre (OWES) serves my area: ses_map answers by code, with dates and sources.

The layers, from the edge down to the nouns, are listed in ``README.md`` beside this file.
"""


def __getattr__(name: str) -> str:
    """Return the version to who asks for it: to look it up takes longer than all else that starts a process."""
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("ses-map")
    except PackageNotFoundError:  # run from a checkout that nobody installed
        return "0+checkout"
