"""Downloads for ``fetch_prg.py``: one file at a time, whole or not at all."""

import hashlib
import http.client
import os
import re
import time
import urllib.error
import urllib.request
from pathlib import Path

HEADERS = {"User-Agent": "ses_map fetch_prg (Python urllib)"}
BACKOFF_S = 2.0  # the first pause between tries


class PrgError(Exception):
    """The data could not be fetched or are not what they should be; the message is one sentence for the user."""


def fetch_file(url: str, target: Path, timeout: float = 120.0, retries: int = 4) -> str:
    """Download `url` to `target` and return its SHA-256.

    The body goes to a temporary file, renamed once complete. A refusal (4xx) or a web page raises `PrgError` at once;
    server errors, lost connections and short bodies do after `retries` more tries with ever longer pauses.
    """
    reason = ""
    for attempt in range(retries + 1):
        if attempt:
            time.sleep(BACKOFF_S * 2 ** (attempt - 1))
        try:
            return _stream(url, target, timeout)
        except urllib.error.HTTPError as error:
            with error:
                told = re.search(rb"ExceptionText>(.*?)<", error.read(), re.DOTALL)
            words = told[1].decode("utf-8", "replace").split() if told else []
            reason = " ".join([f"status {error.code}", *words])
            if error.code < 500 and error.code != 429:
                break
        except (OSError, http.client.HTTPException) as error:
            reason = str(error) or type(error).__name__
    raise PrgError(f"Could not download {url}: {reason}.")


def _stream(url: str, target: Path, timeout: float) -> str:
    part = target.with_name(target.name + ".part")
    digest, size = hashlib.sha256(), 0
    try:
        request = urllib.request.Request(url, headers=HEADERS)
        with urllib.request.urlopen(request, timeout=timeout) as reply, part.open("wb") as out:
            if (kind := reply.headers.get_content_type()) in ("text/html", "application/json"):
                raise PrgError(f"{url} answered with {kind} instead of boundaries.")
            length = reply.headers.get("Content-Length")
            while chunk := reply.read(1 << 20):
                size += out.write(chunk)
                digest.update(chunk)
        if length is not None and size != int(length):
            raise http.client.HTTPException(f"the connection ended after {size} of {length} bytes")
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return digest.hexdigest()
