"""Builds the static site: one page for each lesson and solution, an index, a glossary, a stylesheet and scripts.

The lessons run in parallel. A lesson runs only if a source of its page has changed. The new site replaces the output
folder only when all pages are ready. If a lesson fails, the old site stays.
"""

import hashlib
import os
import re
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path

from shared.course import STEMS, material
from shared.experiments.trainers import FILES, trainer_source
from shared.lesson import failure_guide
from shared.progress.bar import available_cores, progress_bar
from shared.site.python import FILE_PATTERN, check_folder, write_scripts
from shared.site.python import settings as python_settings
from shared.site.settings import DEFAULTS, Settings

INDEX, GLOSSARY = "index.html", "glossary.html"
DESKTOP_FILES = (".DS_Store", "Thumbs.db", "desktop.ini")  # created by desktop file managers
KEPT = (
    ".nojekyll",
    "CNAME",
    ".git",
    ".gitignore",
    "favicon.ico",
    "favicon.svg",
    "robots.txt",
)  # files in the output folder that stay there, because an instructor may have put them beside the pages
OUR_ICON = b"<!-- Written by shared.site."  # how the icon begins that each build writes
MADE_FROM = re.compile(r'<meta name="made-from" content="(\w+)">')
SOLUTION_LINK = re.compile(r'(<!-- solution -->)(?:<a href="[^"]*">Solution</a>)?')  # in the pages of lessons


class SiteFailed(Exception):
    """The site was not built; the message says why. The output folder is unchanged."""


def build(
    out: Path,
    solutions: bool = False,
    python: Path | None = None,
    lessons: Path | None = None,
    notebooks: Path | None = None,
    settings: Settings = DEFAULTS,
) -> int:
    """Write the site to the folder `out` and return how many pages were made again.

    python: a folder with Pyodide's files, which are copied. Without it, the pages load Python from the internet.
    lessons, notebooks: folders to use instead of the course's folders.
    Raises SiteFailed if no site can be built, and OSError if a file cannot be read or written.
    """
    lessons, notebooks = lessons or material("lessons"), notebooks or material("solutions")
    out = Path(out).resolve()
    _check_output_folder(out)
    _check_packages()
    if python:
        try:
            check_folder(python)
        except ValueError as error:
            raise SiteFailed(str(error)) from error
    sources = [lessons / f"{stem}.py" for stem in STEMS]
    if solutions:
        sources += [notebooks / f"{stem}.ipynb" for stem in STEMS]
    if missing := [path.name for path in sources if not path.is_file()]:
        raise SiteFailed(
            f"Not found: {', '.join(missing)}. Install the course again, or build the site in its repository."
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent, ignore_cleanup_errors=True) as scratch:
        new = Path(scratch, "site")
        new.mkdir()
        try:
            made = _write_pages(sources, out, new, solutions, settings)
            _write_index_and_assets(new, lessons, solutions, python, settings)
            _write_files(new, sources)
        except (ValueError, RuntimeError) as error:
            raise SiteFailed(f"{error}\nNothing was written; the folder is unchanged.") from error
        _replace_folder(out, new, Path(scratch, "old"))
    return made


def _check_output_folder(out: Path) -> None:
    """Raise SiteFailed if `out` is a file, or contains a file that this command has not written.

    The files in `KEPT` and `DESKTOP_FILES` are allowed.
    """
    if out.exists() and not out.is_dir():
        raise SiteFailed(f"{out} is a file, not a folder.")
    if Path.cwd().is_relative_to(out):  # the build replaces the folder, so the user would be in a deleted folder
        raise SiteFailed(
            f"You are in the folder {out}, and this command replaces it. Run the command in another folder."
        )
    if not out.exists() or {path.name for path in out.iterdir()} <= {*KEPT, *DESKTOP_FILES}:
        return
    if not (out / INDEX).is_file() or not MADE_FROM.search((out / INDEX).read_text("utf-8", "replace")):
        raise SiteFailed(f"{out} contains other files, not this site. Choose a new folder, or empty this folder first.")
    written = {f"{kind}{stem}.html" for stem in STEMS for kind in ("", "solution-")}
    written |= {INDEX, GLOSSARY, failure_guide.FILE, "style.css", "live.js", "write.js", "page.js", "search.js"}
    written |= {"python", "cards", "files", *KEPT}
    others = {path.name for path in out.iterdir()} - written
    stems = "|".join(STEMS)
    inside = {"cards": rf"({stems})\.png", "files": rf"({stems})\.(py|ipynb)", "python": FILE_PATTERN}
    for folder, names in inside.items():
        others |= {f"{folder}/{path.name}" for path in (out / folder).glob("*") if not re.fullmatch(names, path.name)}
    if lost := sorted(other for other in others if Path(other).name not in DESKTOP_FILES):
        raise SiteFailed(f"{out} also contains {', '.join(lost)}. A new site would delete this. Move it away first.")


def _check_packages() -> None:
    """Check the packages that only the site needs. If one is missing, raise SiteFailed and say how to install it."""
    for package in ("jinja2", "latex2mathml", "pygments"):
        if find_spec(package) is None:
            raise SiteFailed(f'{package} is missing. Install it with: pip install -e ".[site]"')


def _write_pages(sources: list[Path], out: Path, new: Path, solutions: bool, settings: Settings) -> int:
    """Copy each page from `out` if its sources have not changed. Make the other pages, and return their number."""
    options = _hash_of_package() + repr(settings).encode()
    keys = {source: _key(source, options) for source in sources}
    changed = []
    for source, key in keys.items():
        old = out / _address(source)
        found = MADE_FROM.search(old.read_text("utf-8")) if old.is_file() else None
        if found and found[1] == key:
            _write(new / _address(source), _linked(old.read_text("utf-8"), source, solutions))
        else:
            changed.append(source)
    changed.sort(key=_address, reverse=True)  # solutions, then lessons: the last lessons take longest
    workers = max(1, min(available_cores(), len(changed)))
    with progress_bar(len(changed), "pages") as advance, ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        calls = [pool.submit(_make_page, source, keys[source], settings) for source in changed]
        try:
            for source, call in zip(changed, calls):
                _write(new / _address(source), _linked(call.result(), source, solutions))
                advance()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return len(changed)


def _key(source: Path, options: bytes) -> str:
    """Return a hash of everything on which a page depends. Lesson 6 shows the programs of its solution."""
    shown = [*map(trainer_source, FILES)] if source.stem == "06_trainer" else []
    return hashlib.sha256(options + source.read_bytes() + "".join(shown).encode()).hexdigest()[:16]


def _address(source: Path) -> str:
    """Return the file name of the page made from a lesson or a solution."""
    return f"{'' if source.suffix == '.py' else 'solution-'}{source.stem}.html"


def _linked(html: str, source: Path, solutions: bool) -> str:
    """Return a lesson's page. If `solutions` is true, it has a link to the solution. A solution's page does not change.

    This function also removes an old link. So a build with solutions can copy the pages of a build without solutions,
    and the other way round.
    """
    link = f'<a href="solution-{source.stem}.html">Solution</a>' if solutions else ""
    return SOLUTION_LINK.sub(rf"\1{link}", html)


def _make_page(source: Path, key: str, settings: Settings) -> str:
    """Return the HTML of one page. This function runs in a separate process."""
    from shared.site import page, render

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # hide what the lesson prints
    made = render.lesson_page(source) if source.suffix == ".py" else render.solution_page(source)
    return page.render_page(made, key, settings)


def _hash_of_package() -> bytes:
    """Return a hash of everything that all pages depend on: the files of `shared` and the versions of packages."""
    versions = map(version, ("marimo", "jinja2", "latex2mathml", "matplotlib", "numpy", "pygments"))
    digest = hashlib.sha256(" ".join(versions).encode())
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.digest()


def _write_index_and_assets(new: Path, lessons: Path, solutions: bool, python: Path | None, settings: Settings) -> None:
    """Write the index, glossary, failure guide, stylesheet, scripts, Python, icon, and pictures of the cards."""
    from shared.site import page, render

    cards = {stem: render.gallery_card(lessons / f"{stem}.py") for stem in STEMS}
    (new / "cards").mkdir()
    for stem, card in cards.items():
        shutil.copyfile(lessons / card["image"], new / "cards" / f"{stem}.png")
    descriptions = {stem: card["description"] for stem, card in cards.items()}
    made_from = _hash_of_package().hex()[:16]
    _write(new / INDEX, page.render_index(descriptions, solutions, made_from, settings))
    _write(new / GLOSSARY, page.render_page(render.glossary_page(), made_from, settings))
    _write(new / failure_guide.FILE, page.render_guide(made_from, settings))
    _write(new / "style.css", page.stylesheet())
    _write(new / "live.js", page.script())
    _write(new / "write.js", page.write_script(python_settings(python)))
    (new / "python").mkdir()
    write_scripts(new / "python", [lessons / f"{stem}.py" for stem in STEMS], python)
    _write(new / "page.js", page.comfort_script())
    _write(new / "favicon.svg", page.favicon())


def _write_files(new: Path, sources: list[Path]) -> None:
    """Write the notebooks that students can download, and the texts of all pages for the search."""
    from shared.site import page, render
    from shared.site.sections import search_index

    (new / "files").mkdir()
    for source in sources:
        shutil.copyfile(source, new / "files" / source.name)
    links = [render.link_to(source.stem, source.suffix != ".py") for source in sources]
    links += [page.Link(GLOSSARY, "Words of the course"), page.Link(failure_guide.FILE, failure_guide.TITLE)]
    pages = [(link.address, link.title, (new / link.address).read_text("utf-8")) for link in links]
    _write(new / "search.js", search_index(pages))


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="\n")


def _replace_folder(out: Path, new: Path, old: Path) -> None:
    """Rename `out` to `old` and `new` to `out`. The files in `KEPT` stay in `out`, except an icon from a build.

    If a step fails, try to restore `out`, and raise SiteFailed. Also restore `out` after an interrupt.
    """
    moved: list[str] = []
    try:
        if out.exists():
            out.rename(old)
            for name in KEPT:
                kept = old / name
                if kept.exists() and not (kept.suffix == ".svg" and kept.read_bytes().startswith(OUR_ICON)):
                    (new / name).unlink(missing_ok=True)
                    kept.rename(new / name)
                    moved.append(name)
        new.rename(out)
    except (OSError, KeyboardInterrupt) as error:
        with suppress(OSError):
            for name in moved:
                (new / name).rename(old / name)
            if old.exists() and not out.exists():
                old.rename(out)
        if isinstance(error, KeyboardInterrupt):
            raise
        raise SiteFailed(f"{out} could not be replaced: {error}. Is the folder open in another program?") from error
