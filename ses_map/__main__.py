"""Run the command line: ``python -m ses_map``."""

from ses_map.cli import main

if __name__ == "__main__":
    main(prog_name="ses-map")
