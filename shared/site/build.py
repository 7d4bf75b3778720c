"""Builds the static site: one page a lesson and solution, an index, a stylesheet and a script.

Each lesson runs once, on all cores, and only if something that its page is made from has changed. The output folder is
replaced only when all pages are ready: if a lesson fails, the old site stays.
"""

import hashlib
import os
import re
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from html import escape
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path

from shared.course import LESSONS, STEMS
from shared.progress.__main__ import bar, cores

ROOT = Path(__file__).resolve().parents[2]
INDEX = "index.html"
LEFT_BY_A_DESKTOP = (".DS_Store", "Thumbs.db", "desktop.ini")  # whoever looks into a folder leaves them there
MADE_FROM = re.compile(r'<meta name="made-from" content="(\w+)">')


class SiteFailed(Exception):
    """The site was not built; says why. What was there before is as it was."""


def build(out, solutions=False, wasm=False, lessons=ROOT / "lessons", notebooks=ROOT / "solutions"):
    """Write the site to the folder `out`; returns how many pages were made anew. SiteFailed says why it was not."""
    out = Path(out).resolve()
    _refuse_what_is_not_ours(out)
    _refuse_what_is_missing(wasm)
    sources = [lessons / f"{stem}.py" for stem in STEMS]
    if solutions:
        sources += [notebooks / f"{stem}.ipynb" for stem in STEMS]
    if missing := [path.name for path in sources if not path.is_file()]:
        raise SiteFailed(f"Not found: {', '.join(missing)}. The site is built from a checkout of the course.")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent, ignore_cleanup_errors=True) as scratch:
        new = Path(scratch, "site")
        new.mkdir()
        made = _write_pages(sources, out, new, solutions, wasm)
        _write_the_rest(new, lessons, solutions)
        if wasm:
            _write_the_browser_edition(sources, out, new)
        _take_the_place(new, out, Path(scratch, "before"))
    return made


def address(source):
    """The file name of the page made from a lesson or a solution."""
    return f"{source.stem}.html" if source.suffix == ".py" else f"solution-{source.stem}.html"


def _refuse_what_is_not_ours(out):
    if out.exists() and not out.is_dir():
        raise SiteFailed(f"{out} is a file, not a folder.")
    if not out.exists() or not any(out.iterdir()):
        return
    if not (out / INDEX).is_file() or not MADE_FROM.search((out / INDEX).read_text("utf-8", "replace")):
        raise SiteFailed(f"{out} holds something else. Name a new folder, or empty this one first.")
    ours = {f"{kind}{stem}.html" for stem in STEMS for kind in ("", "solution-")}
    ours |= {INDEX, "style.css", "live.js", "cards", "edit", *LEFT_BY_A_DESKTOP}
    if foreign := sorted({path.name for path in out.iterdir()} - ours):
        raise SiteFailed(f"{out} also holds {', '.join(foreign)}, which would be lost. Move it away first.")


def _refuse_what_is_missing(wasm):
    wanted = {"site": ("latex2mathml", "pygments"), "wasm": ("uv",) if wasm else ()}
    for extra, packages in wanted.items():
        for package in packages:
            if find_spec(package) is None and shutil.which(package) is None:
                raise SiteFailed(f'{package} is missing: pip install -e ".[{extra}]" brings it.')


def _write_pages(sources, out, new, solutions, wasm):
    """Make the pages whose sources have changed, and copy the others from `out`."""
    stale = []
    base = _fingerprint_of_the_package() + (b"solutions" if solutions else b"") + (b"wasm" if wasm else b"")
    keys = {source: hashlib.sha256(base + source.read_bytes()).hexdigest()[:16] for source in sources}
    for source, key in keys.items():
        before = out / address(source)
        found = before.is_file() and MADE_FROM.search(before.read_text("utf-8"))
        if found and found[1] == key:
            shutil.copyfile(before, new / address(source))
        else:
            stale.append(source)
    stale.sort(key=lambda source: source.suffix != ".py")  # lessons take longest
    workers = min(cores(), len(stale))
    with bar(len(stale), "pages") as advance, ProcessPoolExecutor(max(workers, 1), get_context("spawn")) as pool:
        pages = {pool.submit(_made, source, keys[source], solutions, wasm): source for source in stale}
        for done in as_completed(pages):
            text, failed = done.result()
            if failed:
                pool.shutdown(wait=False, cancel_futures=True)
                raise SiteFailed(failed)
            (new / address(pages[done])).write_text(text, "utf-8", newline="\n")
            advance()
    return len(stale)


def _made(source, key, solutions, wasm):
    """In a process of its own: the page's text, or why there is none."""
    from shared.site import render

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a lesson prints is not for the terminal
    try:
        if source.suffix != ".py":
            return render.written(render.solution_page(source), key), None
        edit = f"edit/{source.stem}.html" if wasm else None
        return render.written(render.lesson_page(source, solutions), key, edit), None
    except (render.LessonFailed, ValueError) as error:
        return None, f"{error}\nNothing was written; the folder is as it was."


def _fingerprint_of_the_package():
    """A hash of everything beside its own source that a page is made from: this package and the versions of others."""
    from importlib.metadata import version

    digest = hashlib.sha256(" ".join(map(version, ("marimo", "latex2mathml", "numpy", "pygments"))).encode())
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.digest()


def _write_the_rest(new, lessons, solutions):
    """The index, the stylesheet, the script and the cards' pictures."""
    from shared.site import render

    items, cards = [], new / "cards"
    cards.mkdir()
    for stem, title in ((lesson.stem, lesson.heading) for lesson in LESSONS):
        card = render.card_of(lessons / f"{stem}.py")
        shutil.copyfile(lessons / card["image"], cards / f"{stem}.png")
        solution = f'<p><a href="solution-{stem}.html">Solution</a></p>' if solutions else ""
        items.append(
            f'<li><img src="cards/{stem}.png" alt="" loading="lazy"><div><h2><a href="{stem}.html">'
            f"{escape(title)}</a></h2><p>{escape(card['description'])}</p>{solution}</div></li>"
        )
    body = (
        "<h1>Nine Numbers</h1><p>A neural network from scratch, small enough to hold in your head: nine numbers that "
        f'learn XOR.</p><ol class="lessons">{"".join(items)}</ol>'
        "<p>The pictures are alive in these pages. To write code and have it checked, open the course itself, a folder "
        "of notebooks. Ask your instructor for the link to the notebooks.</p>"
    )
    index = render.written(render.Page("A neural network from scratch", body), _fingerprint_of_the_package().hex()[:16])
    for name, text in ((INDEX, index), ("style.css", render.style()), ("live.js", render.script())):
        (new / name).write_text(text, "utf-8", newline="\n")


def _write_the_browser_edition(sources, out, new):
    """The folder `edit`; taken from `out` if nothing that it is made from has changed."""
    from shared.site import wasm

    lessons = [source for source in sources if source.suffix == ".py"]
    key = hashlib.sha256(_fingerprint_of_the_package())
    for lesson in lessons:
        key.update(lesson.read_bytes())
    made_from = Path("edit", "made-from.txt")
    before = out / made_from
    if before.is_file() and before.read_text("utf-8") == key.hexdigest():
        shutil.copytree(out / "edit", new / "edit")
        return
    (new / "edit").mkdir()
    try:
        with bar(len(lessons), "notebooks") as advance:
            wasm.export(lessons, new / "edit", advance)
    except RuntimeError as error:
        raise SiteFailed(f"{error}\nNothing was written; the folder is as it was.") from error
    (new / made_from).write_text(key.hexdigest(), "utf-8")


def _take_the_place(new, out, before):
    """`new` becomes `out`; if that fails, `out` is what it was."""
    try:
        if out.exists():
            out.rename(before)
        new.rename(out)
    except OSError as error:
        with suppress(OSError):
            if before.exists() and not out.exists():
                before.rename(out)
        raise SiteFailed(f"{out} could not be replaced: {error}. Is it open somewhere?") from error
