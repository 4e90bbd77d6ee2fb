"""The peer of the look-up benchmark: a Flask application whose one view does nothing."""

from flask import Flask

app = Flask(__name__)


@app.get("/api/v1/lookup")
def empty() -> str:
    """Answer with nothing."""
    return ""
