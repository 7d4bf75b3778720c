// Places to write on a page: editors, and Python in a web worker that checks what is written.
(() => {
{{ module }}
makePlacesToWrite({{ settings }});
})();
