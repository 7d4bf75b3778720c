// Writes a student's answers into a lesson's file (a marimo notebook), and reads the answers from such a file.

/**
 * The form of a text in a notebook: "function" if the text is exactly one function, "text" if Python cannot read it,
 * "cell" for all other texts. `forms` in `in_page.py` finds the form of each text.
 *
 * @typedef {"function" | "cell" | "text"} Form
 */

const CELL = /^(?=@app\.(?:cell|function)\b|app\._unparsable_cell\(|with app\.setup\b|if __name__ == )/m;
const FUNCTION = /^@app\.function(?:\(.*\))?\n([\s\S]*)/;
const PARTS = /^@app\.cell(?:\(.*\))?\ndef \w+\([^)]*\):\n([\s\S]*)/;
const UNREADABLE = /^app\._unparsable_cell\(\s*(r?)"""\n([\s\S]*?)\n *""",/;

/** @param {string} text */
const moreIndented = (text) => text.replace(/^(?=.)/gm, "    ");
/** @param {string} text */
const lessIndented = (text) => text.replace(/^ {4}/gm, "");

/**
 * Return a text as a Python string, in marimo's style.
 *
 * @param {string} text
 */
function quoted(text) {
  if (!text.includes('"""')) return `r"""\n${text}\n"""`;
  return `"""\n${text.replace(/[\\"]/g, "\\$&")}\n"""`;
}

/**
 * @param {string} name
 * @param {string} text
 * @param {Form} form
 */
function cell(name, text, form) {
  if (form === "function") return `@app.function\n${text}`;
  if (form === "cell") return `@app.cell\ndef _():\n${moreIndented(text)}\n    return (${name},)`;
  return `app._unparsable_cell(\n${moreIndented(quoted(text))},\n    name="_"\n)`;
}

/**
 * Return the lesson's file with the answers instead of the stubs.
 *
 * @param {string} source the lesson's file
 * @param {Record<string, string>} texts the answers: the exercise's name → the text
 * @param {Record<string, Form>} forms
 * @returns {string}
 */
export function withAnswers(source, texts, forms) {
  const put = (/** @type {string} */ part) => {
    const name = /^def (\w+)/m.exec(FUNCTION.exec(part)?.[1] ?? "")?.[1] ?? "";
    const text = Object.hasOwn(texts, name) ? texts[name].trimEnd() : null;
    return text === null ? part : `${cell(name, text, forms[name] ?? "text")}\n\n\n`;
  };
  return source.replaceAll("\r\n", "\n").split(CELL).map(put).join("");
}

/**
 * Return the answers in a lesson's file: the exercise's name → the text.
 *
 * @param {string} source
 * @param {string[]} names the exercises to look for
 * @returns {Record<string, string>}
 */
export function answersIn(source, names) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const part of source.replaceAll("\r\n", "\n").split(CELL)) {
    const lines = PARTS.exec(part)?.[1].trimEnd().replace(/\n    return\b.*(?:\n    \S.*)*$/, "");
    const [, raw, string = ""] = UNREADABLE.exec(part) ?? [];
    const unread = raw ? string : string.replace(/\\([\\"])/g, "$1");
    const text = (FUNCTION.exec(part)?.[1] ?? lessIndented(lines ?? unread)).trimEnd();
    for (const name of names) {
      if (new RegExp(`^def +${name}\\b`, "m").test(text)) found[name] ??= text;
    }
  }
  return found;
}
