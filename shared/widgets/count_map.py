"""The success map of lesson 8: a table of counts whose cells can be pressed."""

import traitlets

from shared.widgets.views import View, name_of_view, require

COVERED = -1  # a count that is still hidden


class CountMap(View):
    """A table with a name for each row and column. Each cell is a button, and the shade of the cell shows its count.

        counts = CountMap()
        counts.table = {"rows": ["± 2", "± 5"], "columns": ["2 hidden"], "counts": [[64], [41]], "of": 100}
        counts.pressed  # the names [row, column] of the cell that was pressed last; at first []

    `of` is the largest possible count. If a count is −1, its cell shows a question mark and cannot be pressed.
    A value that is not allowed raises a `traitlets.TraitError`.
    """

    parts = ("caption",)
    view = name_of_view("counts")
    table = traitlets.Dict({"rows": [], "columns": [], "counts": [], "of": 1}).tag(sync=True)
    caption = traitlets.Unicode("").tag(sync=True)
    pressed = traitlets.List(traitlets.Unicode()).tag(sync=True)

    @traitlets.validate("table")
    def _table(self, proposal):
        table = proposal.value
        require({*table} == {"rows", "columns", "counts", "of"}, "table", "rows, columns, counts and of", [*table])
        try:
            rows, columns, shape = len(table["rows"]), len(table["columns"]), [len(row) for row in table["counts"]]
            wrong = [count for row in table["counts"] for count in row if not COVERED <= count <= table["of"]]
        except TypeError as error:
            raise traitlets.TraitError(f"table must have lists of names and rows of counts: {error}") from None
        require(shape == [columns] * rows, "counts", f"{rows} rows of {columns}", shape)
        if wrong:
            raise traitlets.TraitError(f"counts must be -1 or 0 to {table['of']}, got {wrong[0]!r}")
        return table

    @traitlets.validate("pressed")
    def _pressed(self, proposal):
        require(len(proposal.value) in (0, 2), "pressed", "empty, or the names of a row and a column", proposal.value)
        return proposal.value
