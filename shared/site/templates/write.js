// The boxes in which students write. Python checks their answers in a web worker.
(() => {
{{ module }}
makePlacesToWrite({{ settings }});
})();
