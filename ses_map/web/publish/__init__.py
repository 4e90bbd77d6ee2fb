"""Datasets as others read them: the API, OGC API – Features, open data."""
