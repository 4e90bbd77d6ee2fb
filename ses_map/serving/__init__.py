"""The server: granian, as ``ses-map serve`` starts it."""
