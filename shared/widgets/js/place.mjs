// Scrolls to the cell that the page's address names, such as "#scrollTo=handwriting". A marimo app does not do this.

const SECONDS = 10; // time to keep scrolling, because cells above the named cell appear later and push it down

/** Scroll to the named cell, now and when the address changes. Only the first call has an effect. */
export function followAddress() {
  const root = document.documentElement;
  if (root.dataset.nnPlace) return;
  root.dataset.nnPlace = "followed";
  addEventListener("hashchange", scrollToNamedCell);
  scrollToNamedCell();
}

let scrolling = new AbortController(); // stops the scrolling to the last named cell

function scrollToNamedCell() {
  scrolling.abort();
  const name = /[#&]scrollTo=([\w-]+)/.exec(location.hash)?.[1];
  if (!name) return;
  const end = performance.now() + 1000 * SECONDS;
  const current = (scrolling = new AbortController());
  const { signal } = current;
  for (const type of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(type, () => current.abort(), { passive: true, signal });
  }
  const scroll = () => {
    if (performance.now() > end) current.abort(); // removes the listeners
    if (signal.aborted) return;
    document.querySelector(`[data-cell-name="${name}"]`)?.scrollIntoView({ block: "start" });
    setTimeout(scroll, 250);
  };
  scroll();
}
