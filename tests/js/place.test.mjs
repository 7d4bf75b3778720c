// Scrolling to the cell that the page's address names, in a simulated page.

import assert from "node:assert/strict";
import test from "node:test";
import { followAddress } from "../../shared/widgets/js/place.mjs";

test("the page scrolls only to the last named cell, and it stops after an action or ten seconds", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const page = new EventTarget();
  let now = 0;
  let scrolled = [];
  const imitated = {
    addEventListener: page.addEventListener.bind(page),
    document: {
      documentElement: { dataset: {} },
      querySelector: (selector) => ({ scrollIntoView: () => scrolled.push(selector.match(/"(.*)"/)[1]) }),
    },
    location: { hash: "#scrollTo=one" },
    performance: { now: () => now },
  };
  for (const [name, value] of Object.entries(imitated))
    Object.defineProperty(globalThis, name, { value, configurable: true });
  const cellsOfTheNextSecond = () => {
    scrolled = [];
    for (let k = 0; k < 4; k++) {
      now += 250;
      context.mock.timers.tick(250);
    }
    return [...new Set(scrolled)];
  };
  const goTo = (hash) => {
    location.hash = hash;
    page.dispatchEvent(new Event("hashchange"));
  };

  followAddress();
  assert.deepEqual(cellsOfTheNextSecond(), ["one"]);
  goTo("#scrollTo=two");
  assert.deepEqual(cellsOfTheNextSecond(), ["two"]);
  goTo("");
  assert.deepEqual(cellsOfTheNextSecond(), []);
  goTo("#scrollTo=one");
  page.dispatchEvent(new Event("wheel"));
  assert.deepEqual(cellsOfTheNextSecond(), []);
  goTo("#scrollTo=two");
  now += 10_000;
  assert.deepEqual(cellsOfTheNextSecond(), []);
});
