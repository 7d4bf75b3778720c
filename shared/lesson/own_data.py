"""Controls for a student's own data in a lesson: to type rows, and to save or load a network.

Lessons 7 and 9 use it. On a page without Python the controls are left out.
"""

from collections.abc import Sequence

import marimo as mo

from shared.nn.mlp import MLP
from shared.nn.network import Params
from shared.nn.own_rows import EXAMPLE
from shared.nn.saved import LONGEST, from_json, to_json

Network = Params | MLP


def rows_form(example: str = EXAMPLE) -> mo.ui.form:
    """A field for rows of text, filled with an example; its value is None until the button is pressed."""
    field = mo.ui.text_area(example, rows=10, full_width=True, label="A line for each row: x1, x2, target")
    return mo.ui.form(field, submit_button_label="Train on these rows", bordered=False)


def save_button(network: MLP | Sequence[float], name: str) -> mo.download:
    """A button that downloads a network as the file `name`.json."""
    return mo.download(
        to_json(network).encode(), f"{name}.json", "application/json", label=f"Save {name.replace('-', ' ')}"
    )


def load_button() -> mo.ui.file:
    """A button that loads a file saved with `save_button`."""
    return mo.ui.file(filetypes=[".json"], kind="button", label="Load a network", max_size=LONGEST)


def loaded_network(upload: mo.ui.file) -> Network | None:
    """The network in the chosen file, None if no file is chosen. ValueError as in `from_json`."""
    data = upload.contents()
    if data is None:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError("This is not a text file. Choose a .json file that was saved here.") from None
    return from_json(text)


def complaint(error: ValueError) -> mo.Html:
    """The message of an error as a box."""
    return mo.callout(mo.md(str(error)), kind="danger")
