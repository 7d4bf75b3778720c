// The boxes to write in: editors, and Python in a web worker that checks the answers.
(() => {
{{ module }}
makePlacesToWrite({{ settings }});
})();
