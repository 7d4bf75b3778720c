// Adds three things to a page: buttons that copy code, a search in the whole course, and printing with answers.
// Pages work without this script.
(() => {
for (const code of document.querySelectorAll("main pre.code")) {
  if (code.closest(".box")) continue; // students write in this code
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    const text = code.querySelector("code").textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch { // the page was opened from a disk, or the browser is old
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
  const box = document.createElement("div");
  box.className = "copyable";
  code.before(box);
  box.append(button, code);
}

const printed = document.querySelector(".printing");
if (printed) {
  printed.hidden = false;
  printed.querySelector("button").addEventListener("click", () => {
    const closed = [...document.querySelectorAll("main details:not([open])")];
    for (const section of closed) section.open = true;
    addEventListener("afterprint", () => { for (const section of closed) section.open = false; }, { once: true });
    print();
  });
}

const search = document.querySelector(".search");
const field = search.querySelector("input"), results = search.querySelector("ul"), status = search.querySelector("p");
const MOST = 12;
search.hidden = false;
function load() { // the texts are a script, because a page that was opened from a disk cannot fetch files
  if (document.querySelector("script[src='search.js']")) return;
  const script = document.createElement("script");
  script.src = "search.js";
  script.onload = find;
  document.head.append(script);
}
function find() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  results.replaceChildren();
  status.textContent = "";
  if (!words.length || !window.courseTexts) return;
  const found = [];
  for (const [address, title, id, heading, text] of window.courseTexts) {
    const all = `${title} ${heading} ${text}`.toLowerCase();
    if (!words.every((word) => all.includes(word))) continue;
    const score = words.filter((word) => heading.toLowerCase().includes(word)).length;
    found.push({ address, title, id, heading, text, score });
  }
  found.sort((a, b) => b.score - a.score);
  status.textContent = found.length ? `${found.length} found` : "Nothing found.";
  for (const { address, title, id, heading, text } of found.slice(0, MOST)) {
    const at = Math.max(0, text.toLowerCase().indexOf(words[0]));
    const start = at < 50 ? 0 : text.indexOf(" ", at - 45) + 1;
    const item = document.createElement("li"), link = document.createElement("a"), excerpt = document.createElement("span");
    link.href = id ? `${address}#${id}` : address;
    link.textContent = heading ? `${title}: ${heading}` : title;
    const end = text.length <= start + 130 ? text.length : text.lastIndexOf(" ", start + 130);
    excerpt.textContent = `${start ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`;
    item.append(link, excerpt);
    results.append(item);
  }
}
field.addEventListener("focus", load);
field.addEventListener("input", find);
search.addEventListener("submit", (event) => { event.preventDefault(); results.querySelector("a")?.click(); });
search.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { field.value = ""; find(); field.focus(); }
});
results.addEventListener("click", () => { field.value = ""; find(); });
})();
