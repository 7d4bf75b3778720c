"""Controls for a student's own data: a field for rows, and buttons that save and load a network.

Lessons 7 and 9 use these controls. They are missing on a page without Python.
"""

from collections.abc import Sequence
from html import escape

import marimo as mo

from shared.nn.mlp import MLP
from shared.nn.network import Params
from shared.nn.own_rows import EXAMPLE
from shared.nn.saved import LONGEST, from_json, to_json

Network = Params | MLP


def rows_form(example: str = EXAMPLE) -> mo.ui.form:
    """Return a text field for rows, filled with an example. Its value is None until the student presses the button."""
    field = mo.ui.text_area(example, rows=10, full_width=True, label="A line for each row: x1, x2, target")
    return mo.ui.form(field, submit_button_label="Train on these rows", bordered=False)


def save_button(network: MLP | Sequence[float], name: str) -> mo.download:
    """Return a button that downloads a network as the file `name`.json."""
    return mo.download(
        to_json(network).encode(), f"{name}.json", "application/json", label=f"Save {name.replace('-', ' ')}"
    )


def load_button() -> mo.ui.file:
    """Return a button that loads a file saved with `save_button`."""
    return mo.ui.file(filetypes=[".json"], kind="button", label="Load a network", max_size=LONGEST)


def loaded_network(upload: mo.ui.file) -> Network | None:
    """Return the network in the chosen file, or None if no file is chosen.

    Raises ValueError if the file contains no network.
    """
    data = upload.contents()
    if data is None:
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("This is not a text file. Choose a .json file that was saved in a lesson.") from None
    return from_json(text)


def complaint(error: ValueError) -> mo.Html:
    """Show the message of an error in a box."""
    return mo.callout(mo.Html(escape(str(error))), kind="danger")
