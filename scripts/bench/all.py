"""Run every benchmark and print the table of the README: ratios within one run, never absolute times alone."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import batch
import http_lookup
import page_bytes
import startup
import suggest


def answers() -> list[tuple[str, str, str]]:
    """Measure how fast the service answers, against an empty view of the same server."""
    http = http_lookup.measure()
    hints = suggest.measure()
    many = batch.measure()
    return [
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
        (
            "batch look-up of 10,000 points, against the bare index call and the JSON of its answers",
            f"{many['ratio']:.1f} × ({many['batch_ms']:.0f} against {many['index_ms'] + many['json_ms']:.0f} ms)",
            "≤ 3 ×",
        ),
    ]


def pages() -> list[tuple[str, str, str]]:
    """Measure what a visit transfers, and what the same layer costs through default Folium."""
    size = page_bytes.measure()
    return [
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
    ]


def workers() -> list[tuple[str, str, str]]:
    """Measure what one worker costs."""
    start = startup.measure()
    return [
        (
            "`import ses_map.web` to the first answer",
            f"{start['seconds']:.2f} s, {start['megabytes']:.0f} MB",
            "≤ 2 s, 250 MB",
        ),
    ]


def main() -> None:
    """Measure and print."""
    print("| what | measured | budget |\n|---|---|---|")
    for what, measured, budget in (*answers(), *pages(), *workers()):
        print(f"| {what} | {measured} | {budget} |")


if __name__ == "__main__":
    main()
