"""Run every benchmark and print the table of the README: ratios within one run, never absolute times alone."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import http_lookup
import page_bytes
import startup
import suggest


def main() -> None:
    """Measure and print."""
    size = page_bytes.measure()
    start = startup.measure()
    http = http_lookup.measure()
    hints = suggest.measure()
    print("| what | measured | budget |\n|---|---|---|")
    rows = (
        (
            "HTTP look-up by point, against an empty Flask view under the same gunicorn and wrk",
            f"{100 * http['ratio']:.0f} % of its requests/s ({http['lookup_rps']:.0f} against {http['empty_rps']:.0f})",
            "≥ 85 %",
        ),
        (
            "suggestions: time within which 99 of 100 come, against an empty view",
            f"{hints['ratio']:.1f} × ({hints['suggest_ms']:.2f} against {hints['empty_ms']:.2f} ms)",
            "≤ 3 ×",
        ),
        ("national page `/`, everything transferred (brotli)", f"{size['home_bytes'] / 1024:.0f} KB", "≤ 150 KB"),
        (
            "largest voivodeship page, everything transferred (brotli)",
            f"{size['largest_voivodeship_bytes'] / 1024:.0f} KB",
            "≤ 100 KB",
        ),
        (
            "national layer, against the same layer through default Folium (its HTML alone, brotli)",
            f"{size['layer_ratio']:.2f} of its bytes ({size['layer_bytes'] / 1024:.0f} against "
            f"{size['folium_bytes'] / 1024:.0f} KB)",
            "≤ 0.25",
        ),
        (
            "whole national page, against that HTML alone",
            f"{size['page_ratio']:.2f} ({size['home_bytes'] / 1024:.0f} against {size['folium_bytes'] / 1024:.0f} KB; "
            f"as saved: {size['folium_raw_bytes'] / 1024:.0f} KB)",
            "",
        ),
        (
            "`import ses_map.web` to the first answer",
            f"{start['seconds']:.2f} s, {start['megabytes']:.0f} MB",
            "≤ 2 s, 250 MB",
        ),
    )
    for what, measured, budget in rows:
        print(f"| {what} | {measured} | {budget} |")


if __name__ == "__main__":
    main()
