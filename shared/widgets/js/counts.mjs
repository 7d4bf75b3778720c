// The counts view of lesson 8: a table whose cells can be pressed. The Tab key stops at the table only once. The arrow
// keys move between its cells, as in a spreadsheet (the "grid" pattern of the ARIA Authoring Practices).

import { element, setAttributes, setText } from "./drawing.mjs";

const COVERED = -1;

/**
 * @param {Context} context
 * @returns {View}
 */
export function countsView({ state, change }) {
  const table = element("table", { class: "nn-counts", role: "grid", "aria-label": "Success map" });
  const caption = element("figcaption", { class: "nn-part-caption" });
  let cells = /** @type {HTMLButtonElement[][]} */ ([]);
  let names = ""; // the names of the rows and columns that the table shows now
  let at = [0, 0]; // the cell that the Tab key reaches

  /** @param {KeyboardEvent} event */
  function move(event) {
    const [row, column] = at;
    const [bottom, right] = [cells.length - 1, cells[0].length - 1];
    const whole = event.ctrlKey || event.metaKey;
    const to = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [whole ? 0 : row, 0],
      End: [whole ? bottom : row, right],
      PageUp: [0, column],
      PageDown: [bottom, column],
    }[event.key];
    if (!to || event.altKey) return; // Alt and ← open the previous page
    event.preventDefault();
    event.stopPropagation();
    reach(Math.min(Math.max(to[0], 0), bottom), Math.min(Math.max(to[1], 0), right));
    cells[at[0]][at[1]].focus();
  }

  function reach(row, column) {
    cells[at[0]]?.[at[1]]?.setAttribute("tabindex", "-1");
    at = [row, column];
    cells[row][column].setAttribute("tabindex", "0");
  }

  function build({ rows, columns }) {
    cells = rows.map((row, i) =>
      columns.map((column, j) =>
        element("button", {
          type: "button",
          class: "nn-count",
          tabindex: "-1",
          focus: () => reach(i, j),
          click() {
            if (state.table.counts[i][j] !== COVERED) change({ pressed: [row, column] }, true);
          },
        }),
      ),
    );
    const head = columns.map((column) => element("th", { scope: "col", role: "columnheader" }, column));
    table.replaceChildren(
      element("thead", {}, element("tr", { role: "row" }, element("td", {}), ...head)),
      element(
        "tbody",
        {},
        ...rows.map((row, i) =>
          element(
            "tr",
            { role: "row" },
            element("th", { scope: "row", role: "rowheader" }, row),
            ...cells[i].map((cell) => element("td", { role: "gridcell" }, cell)),
          ),
        ),
      ),
    );
    if (cells.length && cells[0].length) {
      const [row, column] = state.pressed;
      reach(Math.max(rows.indexOf(row), 0), Math.max(columns.indexOf(column), 0));
    }
  }

  setAttributes(table, { keydown: move });
  return {
    node: element("figure", { class: "nn-figure" }, element("div", { class: "nn-scroll" }, table), caption),
    draw() {
      const { rows, columns, counts, of } = state.table;
      const wanted = JSON.stringify([rows, columns]);
      if (wanted !== names) build(state.table);
      names = wanted;
      rows.forEach((row, i) =>
        columns.forEach((column, j) => {
          const count = counts[i][j];
          const covered = count === COVERED;
          const pressed = row === state.pressed[0] && column === state.pressed[1];
          const cell = cells[i][j];
          setText(cell, covered ? "?" : String(count));
          setAttributes(cell, {
            "aria-label": `${row}, ${column}: ${covered ? "covered" : `${count} of ${of}`}`,
            "aria-pressed": covered ? null : String(pressed),
            "aria-disabled": covered ? "true" : null,
          });
          cell.style.setProperty("--share", String(covered ? 0 : count / of));
        }),
      );
      setText(caption, state.caption);
    },
  };
}
