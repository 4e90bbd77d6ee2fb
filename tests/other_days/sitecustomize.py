"""Python imports this at its start where this folder is in ``PYTHONPATH``: it moves the process's clock.

``OTHER_DAY`` is the moment at which the clock of the calendar begins to tick; clocks that measure stay as they are.
Servers, their workers and commands inherit both variables. PostgreSQL, nginx and Chromium keep the time of the machine.
(libfaketime would reach these as well, but Debian's of 2022 breaks ``time.sleep`` of Python 3.11.)
"""

import os

if moment := os.environ.get("OTHER_DAY"):
    try:
        import time_machine
    except ImportError as error:  # site would print any other exception and go on, on the day of the machine
        raise SystemExit(f"OTHER_DAY: {error}") from None
    time_machine.travel(moment).start()
