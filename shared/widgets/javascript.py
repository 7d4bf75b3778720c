"""The JavaScript and the stylesheet of the widgets as text, for anywidget.

This module does not import anywidget. So the static site and the tests can use the text without a widget.
"""

import re
from pathlib import Path

FOLDER = Path(__file__).with_name("js")
STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")

_IMPORT = re.compile(r'^import [^;]*? from "\./(\w+)\.mjs";\n', re.MULTILINE)


def one_module(name: str = "widget", folder: Path = FOLDER) -> str:
    """Join `name`.mjs and all modules that it imports. The text has one `export default` and no imports.

    All modules then share one scope, so a top-level name may be defined only once.
    """
    text = "\n".join(_with_imported(name, folder, set()))
    return re.sub(r"^export (?!default )", "", text, flags=re.MULTILINE)


def _with_imported(name: str, folder: Path, seen: set[str]) -> list[str]:
    """Return the texts of all modules that `name` imports, then the text of `name` itself.

    Leave out the modules whose names are in `seen`. Add the names of the returned modules to `seen`.
    """
    if name in seen:
        return []
    seen.add(name)
    text = (folder / f"{name}.mjs").read_text(encoding="utf-8")
    imported = [part for other in _IMPORT.findall(text) for part in _with_imported(other, folder, seen)]
    return [*imported, _IMPORT.sub("", text)]
