"""The server: granian, as ``ses-map serve`` starts it (``python -m ses_map.serving``), with settings from ``SES_MAP_*``."""
