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
const RETURN = /\n    return\b(?: \((?:\n {8}.*)+\n    \)| .*)?$/; // marimo writes a long list of names in several lines
const UNREADABLE = /^app\._unparsable_cell\(\s*(r?)"""\n([\s\S]*?)\n *""",(?:[^"]*\bname="(\w+)")?/;

/** @typedef {Record<string, string[]>} Course stem of a lesson → the names of its exercises */

/**
 * Return the names of the exercises in a lesson's file. The lesson may also define a function that is an exercise of
 * another lesson: lesson 6 shows `rows_right`.
 *
 * @param {string} source
 * @param {Course} course
 */
function exercisesOf(source, course) {
  const stem = /^ +show_status\("(\w+)"/m.exec(source)?.[1];
  return stem ? (course[stem] ?? []) : Object.values(course).flat();
}

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
  return `app._unparsable_cell(\n${moreIndented(quoted(text))},\n    name="${name}"\n)`;
}

/**
 * Return the lesson's file with the answers instead of the stubs.
 *
 * @param {string} source the lesson's file
 * @param {Course} course
 * @param {Record<string, string>} texts the answers: the exercise's name → the text
 * @param {Record<string, Form>} forms
 * @returns {string}
 */
export function withAnswers(source, course, texts, forms) {
  const names = exercisesOf(source, course);
  const put = (/** @type {string} */ part) => {
    const name = /^def (\w+)/m.exec(FUNCTION.exec(part)?.[1] ?? "")?.[1] ?? "";
    const isAnswered = names.includes(name) && Object.hasOwn(texts, name);
    return isAnswered ? `${cell(name, texts[name].trimEnd(), forms[name] ?? "text")}\n\n\n` : part;
  };
  return source.replaceAll("\r\n", "\n").split(CELL).map(put).join("");
}

/**
 * Return the text of a cell, the names that it may define, and the one name that the cell is about.
 *
 * @param {string} part a part of a lesson's file
 */
function readCell(part) {
  const body = PARTS.exec(part)?.[1].trimEnd();
  const [, raw, string = "", label = "_"] = UNREADABLE.exec(part) ?? [];
  const unread = raw ? string : string.replace(/\\([\\"])/g, "$1");
  const text = (FUNCTION.exec(part)?.[1] ?? lessIndented(body?.replace(RETURN, "") ?? unread)).trimEnd();
  const defined = [...text.matchAll(/^def +(\w+)/gm)].map((match) => match[1]);
  const [, ...returned] = RETURN.exec(body ?? "")?.[0].match(/\w+/g) ?? [];
  const named = label === "_" ? returned : [label];
  return { text, names: [...defined, ...named], about: named.length === 1 ? named[0] : defined.at(-1) };
}

/**
 * Return the answers in a lesson's file: the exercise's name → the text. An answer may also contain a copy of another
 * exercise's function. So first look for the cell that is about the exercise.
 *
 * @param {string} source
 * @param {Course} course the lessons whose exercises to look for
 * @returns {Record<string, string>}
 */
export function answersIn(source, course) {
  const cells = source.replaceAll("\r\n", "\n").split(CELL).map(readCell);
  /** @type {Record<string, string>} */
  const found = {};
  for (const name of exercisesOf(source, course)) {
    const own = cells.find(({ about }) => about === name) ?? cells.find((each) => each.names.includes(name));
    if (own) found[name] = own.text;
  }
  return found;
}
