"""Replaces marimo's own elements with HTML, for a page without Python. Only marimo's frontend can draw these elements.

A formula becomes MathML. A widget becomes an element with the number of its state, and `live.js` draws the widget. The
page stores each state once (`states_of`), because copies of a widget share a state. A control becomes a sentence with
its value. A picture gets its text alternative.
"""

import json
from collections.abc import Callable, Mapping
from html import escape
from html.parser import HTMLParser

from shared.site.formulas import formula
from shared.site.pictures import Place, bundle_picture, picture_html, reject_repr

Networks = Mapping[str, Mapping[str, object]]  # marimo's id of a widget → its state


def to_static_html(html: str, place: Place | str, networks: Networks | None = None) -> str:
    """Return `html` without marimo's elements.

    Raises ValueError if a page cannot show an element. The message names the place.
    """
    translator = _Translator(Place(place) if isinstance(place, str) else place, networks or {})
    translator.feed(html)
    translator.close()
    return "".join(translator.output)


class _Translator(HTMLParser):
    """Copies HTML to `output`, and replaces the elements in `handlers`."""

    def __init__(self, place: Place, networks: Networks):
        super().__init__(convert_charrefs=True)
        self.place = place
        self.networks = networks
        self.output: list[str] = []
        self.in_formula = False
        self.handlers: dict[str, Callable[[dict[str, str | None]], str]] = {
            "marimo-tex": self.tex,
            "marimo-anywidget": self.network,
            "marimo-dropdown": self.dropdown,
            "marimo-slider": self.slider,
            "marimo-ui-element": lambda _: "",  # a wrapper around a control
            "marimo-form": lambda _: "",  # a wrapper around a control, too
            "marimo-button": lambda _: "",  # a button does nothing without Python
            "marimo-mime-renderer": self.bundle,
            "img": self.img,
            "svg": self.svg,
            "table": self.table,
            "pre": self.pre,
        }

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.handlers:
            self.output.append(self.handlers[tag](dict(attrs)))
        elif tag.startswith("marimo-"):
            raise self.place.complain(f"<{tag}>")
        else:
            source = dict(attrs).get("src")
            if source is not None and not source.startswith("data:"):
                raise self.place.complain(f"<{tag}> from {source}")
            self.output.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # the tag's text ends in "/>"

    def handle_endtag(self, tag: str) -> None:
        if tag == "marimo-tex":
            self.in_formula = False
        elif not tag.startswith("marimo-"):
            self.output.append(f"</{tag}></div>" if tag == "table" else f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:  # the text of <style> or <script>
            self.output.append(data)
        else:
            reject_repr(data, self.place)
            self.output.append(formula(data) if self.in_formula else escape(data, quote=False))

    def tex(self, attributes: dict[str, str | None]) -> str:
        self.in_formula = True
        return ""

    def network(self, attributes: dict[str, str | None]) -> str:
        number = list(self.networks).index(_data(attributes, "model-id"))
        return f'<div data-live="{number}"><p class="still">This picture is interactive. It needs JavaScript.</p></div>'

    def dropdown(self, attributes: dict[str, str | None]) -> str:
        """Return a question with the chosen option. If no option is chosen, return the question with all options."""
        if chosen := _data(attributes, "initial-value"):
            return self.value(attributes, chosen[0])
        options = "".join(f"<li>{escape(str(option))}</li>" for option in _data(attributes, "options"))
        return f"<p>{self.label(attributes)}</p><ul>{options}</ul>"

    def slider(self, attributes: dict[str, str | None]) -> str:
        return self.value(attributes, _data(attributes, "initial-value"))

    def value(self, attributes: dict[str, str | None], value: object) -> str:
        where = "<small>(you can change it in the notebook)</small>"
        return f'<p class="control">{self.label(attributes)}: {escape(str(value))} {where}</p>'

    def label(self, attributes: dict[str, str | None]) -> str:
        return to_static_html(_data(attributes, "label") or "", self.place)

    def bundle(self, attributes: dict[str, str | None]) -> str:
        """Return the picture of an object with one or more MIME types. At least one must be a picture type."""
        kind, data = (_data(attributes, name) for name in ("mime", "data"))
        if kind == "application/vnd.marimo+mimebundle" and isinstance(data, str):
            data = json.loads(data)
        bundle = data if isinstance(data, dict) else {kind: data}
        shown = bundle_picture(bundle, self.place)
        if shown is None:
            raise self.place.complain(" and ".join(key for key in bundle if key != "__metadata__"))
        return shown

    def img(self, attributes: dict[str, str | None]) -> str:
        source = attributes.get("src") or ""
        if not source.startswith("data:image/"):
            raise self.place.complain(f"the picture {source or 'without an address'}")
        if (attributes.get("alt") or "").strip():
            return self.get_starttag_text() or ""
        return picture_html(source[5:].partition(";")[0], source, self.place)

    def svg(self, attributes: dict[str, str | None]) -> str:
        """Return the tag of a drawing, with a text alternative.

        If the tag has an `aria-label`, or if screen readers skip the drawing, the tag does not change.
        """
        text = self.get_starttag_text() or ""
        if attributes.get("aria-hidden") == "true" or attributes.get("aria-label"):
            return text
        return text.replace("<svg", f'<svg role="img" aria-label="{escape(self.place.alternative())}"', 1)

    def table(self, attributes: dict[str, str | None]) -> str:
        """Return the tag of a table in a box that scrolls. With the tabindex, students can scroll it by keyboard."""
        return f'<div class="scroll" tabindex="0">{self.get_starttag_text()}'

    def pre(self, attributes: dict[str, str | None]) -> str:
        text = self.get_starttag_text() or ""
        return text if "tabindex" in attributes else text.replace("<pre", '<pre tabindex="0"', 1)


def states_of(networks: Networks) -> str:
    """Return an invisible element with the states of a page's widgets, or "" if the page has no widgets."""
    if not networks:
        return ""
    states = json.dumps(list(networks.values()), sort_keys=True).replace(
        "<", "\\u003c"
    )  # so that no tag in the text can end the script
    return f'<script type="application/json" id="states">{states}</script>'


def _data(attributes: dict[str, str | None], name: str):
    """Return the value of a `data-…` attribute, which is JSON."""
    return json.loads(attributes[f"data-{name}"] or "null")
