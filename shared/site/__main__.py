"""`python -m shared.site OUT`: the course as a folder of pages that open anywhere, by double click or over http."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from shared.site.build import INDEX, SiteFailed, build


def main(argv: Sequence[str] | None = None) -> int:
    """Build the site and print where it is; returns the exit code: 0, 1 if it failed, 130 when interrupted."""
    parser = argparse.ArgumentParser(prog="python -m shared.site", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("out", type=Path, metavar="OUT", help="a folder: new, empty, or built by this command before")
    parser.add_argument("--solutions", action="store_true", help="add the instructor's notebooks")
    parser.add_argument(
        "--python",
        type=Path,
        metavar="DIR",
        help="copy Pyodide from this folder, so that nothing comes from the internet",
    )
    options = parser.parse_args(argv)
    try:
        made = build(options.out, options.solutions, options.python)
    except SiteFailed as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error}\nNothing was written; the folder is unchanged.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted; the folder is unchanged.", file=sys.stderr)
        return 130
    size = sum(path.stat().st_size for path in options.out.rglob("*") if path.is_file()) / 1e6
    print(f"{options.out / INDEX}: {made} pages made, {size:.1f} MB in all.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
