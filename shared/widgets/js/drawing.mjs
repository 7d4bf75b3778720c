// The basic parts of all drawings: elements, numbers as text, colours, bars, and a figure with its caption.
// A drawing function creates its elements once and returns functions that change them. Drawing functions use no traits.

const SVG = "http://www.w3.org/2000/svg";

// Elements.

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {object} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, attributes = {}, ...children) {
  return setAttributes(document.createElement(tag), attributes, ...children);
}

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {object} [attributes]
 * @param {(Node | string)[]} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, attributes = {}, ...children) {
  return setAttributes(document.createElementNS(SVG, tag), attributes, ...children);
}

/**
 * Set attributes and append children. A function becomes a listener. The value null removes an attribute.
 * @template {Element} T
 * @param {T} node
 * @param {object} attributes
 * @param {(Node | string)[]} children
 * @returns {T}
 */
export function setAttributes(node, attributes, ...children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === null || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

/**
 * Set a text, but only if it has changed: each change makes the browser do the layout again.
 * @param {Node} node
 * @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Numbers as text.

/**
 * Return a number as text, with the minus sign −. Zero has no minus sign.
 * @param {number} number
 * @param {number} [digits]
 */
export function shown(number, digits = 2) {
  if (!Number.isFinite(number)) return String(number).replace("-", "−");
  const size = Math.abs(number);
  const text =
    size >= 1e5 || (size > 0 && size < 1e-4 && digits > 3) ? number.toExponential(1) : number.toFixed(digits);
  return (Number(text) === 0 ? text.replace("-", "") : text).replaceAll("-", "−").replace("e+", "e");
}

/**
 * Return a number as text with one or two digits, for narrow places.
 * @param {number} number
 */
export function brief(number) {
  const size = Math.abs(number);
  const text = size === 0 || (size >= 0.001 && size < 1000) ? number.toPrecision(2) : number.toExponential(0);
  return size === 0 ? "0" : text.replaceAll("-", "−").replace("e+", "e");
}

/**
 * Return a factor of a formula as text. Negative numbers are in brackets.
 * @param {number} number
 * @param {number} [digits]
 */
export function factor(number, digits = 2) {
  const text = shown(number, digits);
  return text.startsWith("−") ? `(${text})` : text;
}

// Colour.

const DIVERGING = [
  [0, 114, 178],
  [245, 243, 238],
  [213, 94, 0],
]; // class 0, one half, class 1
const SEQUENTIAL = [
  [247, 244, 236],
  [205, 190, 160],
  [150, 132, 122],
  [96, 84, 98],
  [40, 40, 66],
]; // small to large

function ramp(stops) {
  const colours = new Uint32Array(256);
  for (let i = 0; i < 256; i++) {
    const at = (i / 255) * (stops.length - 1);
    const k = Math.min(Math.floor(at), stops.length - 2);
    const [r, g, b] = stops[k].map((low, j) => Math.round(low + (stops[k + 1][j] - low) * (at - k)));
    colours[i] = (255 << 24) | (b << 16) | (g << 8) | r;
  }
  return colours;
}

export const diverging = ramp(DIVERGING);
export const sequential = ramp(SEQUENTIAL);

/**
 * A square canvas of `size` × `size` cells. `paint(f)` colours each cell by f(u, v), a number in 0…1. u goes to the
 * right and v goes up, both from 0 to 1.
 * @param {number} size
 * @param {Uint32Array} colours
 */
export function heatMap(size, colours) {
  const canvas = element("canvas", { width: size, height: size, class: "nn-heat", "aria-hidden": "true" });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(size, size);
  const cells = new Uint32Array(image.data.buffer);
  return {
    node: canvas,
    paint(f) {
      for (let i = 0, cell = 0; i < size; i++) {
        const v = (size - 0.5 - i) / size;
        for (let j = 0; j < size; j++) {
          const at = f((j + 0.5) / size, v);
          cells[cell++] = colours[at >= 1 ? 255 : at > 0 ? (at * 256) | 0 : 0];
        }
      }
      context.putImageData(image, 0, 0);
    },
  };
}

// Bars, each with a name and a number. Signed bars start in the middle, and negative bars are hatched.

/**
 * @param {string[]} names
 * @param {boolean} [signed]
 */
export function bars(names, signed = false) {
  const rows = names.map((name) => {
    const bar = element("span", { class: "nn-bar" });
    const number = element("span", { class: "nn-bar-number" });
    const track = element("span", { class: signed ? "nn-track nn-signed" : "nn-track", "aria-hidden": "true" }, bar);
    return { bar, number, row: element("li", {}, element("span", { class: "nn-bar-name" }, name), track, number) };
  });
  return {
    node: element("ul", { class: signed ? "nn-bars" : "nn-bars nn-plain" }, ...rows.map(({ row }) => row)),
    move(numbers, full, digits = 4) {
      rows.forEach(({ bar, number }, i) => {
        const length = Math.min(Math.abs(numbers[i]) / full, 1) * (signed ? 50 : 100);
        bar.style.width = `${length}%`;
        if (signed) bar.style.left = `${numbers[i] < 0 ? 50 - length : 50}%`;
        setAttributes(bar, { "data-sign": numbers[i] < 0 ? "minus" : "plus" });
        setText(number, shown(numbers[i], digits));
      });
    },
  };
}

/**
 * A picture with a caption. `setCaption(text)` sets the caption, which is also the picture's alternative text.
 * @param {Drawing} drawing
 */
export function figure(drawing) {
  const caption = element("figcaption");
  return {
    node: element("figure", { class: "nn-figure" }, drawing.node, caption),
    setCaption(text) {
      if (caption.textContent === text) return;
      caption.textContent = text;
      drawing.image.setAttribute("aria-label", text);
    },
  };
}
