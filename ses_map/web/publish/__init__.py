"""Three views of what ``ses_map.datasets`` declares: ``api`` (JSON, CSV), ``ogc`` (features), ``opendata`` (files).

``stored`` turns declared columns into rows and schemas of the first two; ``opendata.dataset`` does so for the third.
"""
