"""`python -m shared.site OUT` writes the course's pages into a folder. Open them by double click or from a server."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from shared.progress.bar import ends_with_its_reader
from shared.site.build import INDEX, SiteFailed, build
from shared.site.settings import DEFAULTS, Settings


@ends_with_its_reader
def main(argv: Sequence[str] | None = None) -> int:
    """Build the site and print the path of its index page. Return 0 for success, 1 for a failure, 130 for an interrupt.

    Raises SystemExit if an argument is wrong.
    """
    parser = argparse.ArgumentParser(prog="python -m shared.site", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("out", type=Path, metavar="OUT", help="a new folder, an empty folder, or an older site")
    parser.add_argument("--solutions", action="store_true", help="add the instructor's notebooks")
    parser.add_argument(
        "--python",
        type=Path,
        metavar="DIR",
        help="copy Pyodide from this folder, so that the pages load nothing from the internet",
    )
    parser.add_argument("--name", default=DEFAULTS.name, help="the name of this edition (default: Nine Numbers)")
    parser.add_argument("--author", default="", metavar="NAME", help="who publishes this edition")
    parser.add_argument("--course", default="", metavar="TEXT", help='its course: "Machine learning, spring 2027"')
    parser.add_argument("--notebooks", default="", metavar="URL", help="the address where students write code")
    parser.add_argument("--source", default="", metavar="URL", help="the address of the source code")
    options = parser.parse_args(argv)
    try:
        settings = Settings(*(getattr(options, field) for field in Settings._fields)).checked()
    except ValueError as error:
        parser.error(str(error))
    try:
        made = build(options.out, options.solutions, options.python, settings=settings)
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
    print(f"{options.out / INDEX}: {made} pages made; the site has {size:.1f} MB.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
