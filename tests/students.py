"""Simulate a student's browser with the websocket and the requests of marimo's page.

`Student` opens a lesson of a running `marimo run`, finds the controls on the page, and changes their values. It stores
the time and the errors of each run. One process can simulate a class of forty.
"""

import asyncio
import contextlib
import json
import re
import time
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from http.client import HTTPConnection
from typing import NamedTuple
from uuid import uuid4

from websockets.asyncio.client import connect

from shared import XOR
from shared.nn import network
from shared.widgets.views import LOSS_LABELS, TABLES

# The traits that a student can change in each view of the live network. The page also sends the new loss.
TOUCHED = {
    "neuron": ("w1", "w2", "b", "point"),
    "line": ("w1", "w2", "b", "table"),
    "forward": ("params", "row"),
    "fold": ("params",),
    "landscape": ("params", "loss"),
    "backward": ("params", "row", "loss"),
    "train": ("params", "epoch"),
    "digit": ("sample", "pixels"),  # lesson 9's pad
    "counts": ("pressed",),  # lesson 8's map
}


class Run(NamedTuple):
    """The times of a run after a change of `control`: the whole run and each cell, in seconds."""

    control: str
    seconds: float
    cells: dict


class Control(NamedTuple):
    """A control on the page. `kind` is marimo's tag, and `values` are some of the control's possible values."""

    name: str
    kind: str
    values: tuple


class Controls(HTMLParser):
    """Find the controls in a cell's HTML by marimo's tags. `found` maps each object id to a `Control`."""

    def __init__(self, html):
        super().__init__()
        self.found, self._inside_forms, self._id = {}, {}, None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "marimo-ui-element":
            self._id = given["object-id"]
        elif tag.startswith("marimo-") and self._id:
            self._add(self._id, tag.removeprefix("marimo-"), given)
            self._id = None

    def _add(self, name, kind, given):
        data = {key.removeprefix("data-"): json.loads(value) for key, value in given.items() if key.startswith("data-")}
        if kind == "form":  # the form's button sends the value of the control inside the form
            self._inside_forms[data["element-id"]] = name
            return
        if kind == "slider":
            steps = data.get("steps") or _steps(data["start"], data["stop"], data.get("step") or 1)
            values = tuple(steps)
        elif kind == "dropdown":
            values = tuple([option] for option in data["options"])
        elif kind == "radio":
            values = tuple(option["value"] if isinstance(option, dict) else option for option in data["options"])
        elif kind in ("checkbox", "switch"):
            values = (True, False)
        elif kind == "button":
            values = (1,)
        else:
            values = ()  # `touch` changes the traits of a widget; controls of other kinds are never changed
        form = self._inside_forms.get(name)
        label = _plain(data.get("label") or "") or name
        # A form with one control is a prediction: store the form and its control as one `Control`. In a form with
        # several controls, such as lesson 5's six choices, store each control separately.
        self.found[form or name] = Control(label, "prediction" if form and values else kind, values)


def _steps(start, stop, step):
    return [round(start + k * step, 10) for k in range(int((stop - start) / step + 1e-9) + 1)]


def _plain(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html)).strip()


class Student:
    """An open page whose cells have run. Use `async with Student(url, "01_neuron") as student`."""

    def __init__(self, url, lesson, token=None, patience=60):
        self.url, self.lesson, self.patience = url, lesson, patience
        self.session = f"s_{uuid4().hex}"  # a new name: with an old name, marimo would continue the old session
        self.token, self.server_token, self.cookie = token, "", ""
        self.names, self.shown, self.controls, self.models = {}, {}, {}, {}
        self.errors = []
        self._begun, self._took = {}, {}
        self._ready, self._completed = asyncio.Event(), asyncio.Event()

    async def __aenter__(self):
        begin = time.perf_counter()
        await asyncio.to_thread(self._get_page)
        address = urllib.parse.urlsplit(self.url)
        query = urllib.parse.urlencode({"session_id": self.session, "file": f"{self.lesson}.py"})
        self._socket = await connect(
            f"ws://{address.netloc}{address.path}/ws?{query}",
            max_size=None,
            compression=None,
            additional_headers={"Cookie": self.cookie},
        )
        self._reader = asyncio.create_task(self._read())
        await asyncio.wait_for(self._ready.wait(), self.patience)
        if not self.runs_by_itself:  # an app runs its cells when it is opened; the editor waits for a request
            await self._ask("open", "/api/kernel/instantiate", {"objectIds": [], "values": [], "autoRun": True})
        await asyncio.wait_for(self._completed.wait(), self.patience)
        self.opened = time.perf_counter() - begin
        return self

    async def __aexit__(self, *_):
        self._reader.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._reader
        await self._socket.close()
        self._http.close()

    def _get_page(self):
        query = {"file": f"{self.lesson}.py"} | ({"access_token": self.token} if self.token else {})
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with opener.open(f"{self.url}/?{urllib.parse.urlencode(query)}", timeout=self.patience) as answer:
            page = answer.read().decode()
        jar = next(handler for handler in opener.handlers if hasattr(handler, "cookiejar")).cookiejar
        self.cookie = "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)
        self.server_token = re.search(r'data-token="([^"]*)"', page)[1]
        address = urllib.parse.urlsplit(self.url)
        self._http = HTTPConnection(address.hostname, address.port, timeout=self.patience)

    # Messages from the server.

    async def _read(self):
        try:
            async for message in self._socket:
                said = json.loads(message)
                getattr(self, f"_on_{said['op'].replace('-', '_')}", lambda data: None)(said["data"])
            self.errors.append(f"{self.lesson}: the server closed the connection")
        except Exception as error:
            self.errors.append(f"{self.lesson}: {type(error).__name__}: {error}")
        self._ready.set(), self._completed.set()  # else a task would wait forever

    def _on_kernel_ready(self, data):
        self.names = dict(zip(data["cell_ids"], data["names"]))
        self.codes = data["codes"]  # empty unless the server includes the code
        self.runs_by_itself = data["auto_instantiated"]
        self._ready.set()

    def _on_model_lifecycle(self, data):
        message = data["message"]
        self.models.setdefault(data["model_id"], {}).update(message.get("state", {}))

    def _on_remove_ui_elements(self, data):
        for name in [name for name in self.controls if name.startswith(f"{data['cell_id']}-")]:
            del self.controls[name]

    def _on_cell_op(self, data):
        cell, output = data["cell_id"], data.get("output")
        if data["status"] == "running":
            self._begun[cell] = data["timestamp"]
        elif data["status"] == "idle" and cell in self._begun:
            self._took[self.names[cell]] = data["timestamp"] - self._begun.pop(cell)
        if output:
            if output["mimetype"] == "application/vnd.marimo+error":
                self.errors.append(f"{self.lesson}, cell {self.names[cell]}: {str(output['data'])[:300]}")
            self.shown[self.names[cell]] = output["data"]
            if isinstance(output["data"], str) and "<marimo-ui-element" in output["data"]:
                self.controls |= Controls(output["data"]).found
        for line in data.get("console") or []:
            if isinstance(line, dict) and line["channel"] == "stderr" and line["data"].strip():
                self.errors.append(f"{self.lesson}, cell {self.names[cell]}: {line['data'][-300:]}")

    def _on_completed_run(self, data):
        if data["outcome"] != "succeeded":
            self.errors.append(f"{self.lesson}: a run {data['outcome']}: {data['error']}")
        self._completed.set()

    # Actions of the student.

    def post(self, path, body):
        """Send one request of the page. Returns (status, text)."""
        address = urllib.parse.urlsplit(self.url)
        headers = {
            "Content-Type": "application/json",
            "Marimo-Session-Id": self.session,
            "Marimo-Server-Token": self.server_token,
            "Cookie": self.cookie,
        }
        self._http.request("POST", address.path + path, json.dumps(body), headers)
        answer = self._http.getresponse()
        return answer.status, answer.read().decode()

    async def _ask(self, control, path, body):
        self._completed.clear()
        self._took = {}
        begin = time.perf_counter()
        status, text = await asyncio.to_thread(self.post, path, body)
        if status != 200:
            self.errors.append(f"{self.lesson}, {control}: {status} {text[:200]}")
            return None
        try:
            await asyncio.wait_for(self._completed.wait(), self.patience)
        except TimeoutError:
            self.errors.append(f"{self.lesson}, {control}: no end within {self.patience} s")
            return None
        return Run(control, time.perf_counter() - begin, self._took)

    async def choose(self, name, value):
        """Set a control to a value and wait until the run has ended."""
        body = {"objectIds": [name], "values": [value]}
        return await self._ask(self.controls[name].name, "/api/kernel/set_ui_element_value", body)

    async def touch(self, model, **traits):
        """Send new values of a widget's traits, as the page does, and wait until the run has ended."""
        state = self.models[model]
        state.update(traits)
        if "epoch_loss" in state:
            traits["epoch_loss"] = network.mean_loss(XOR, state["params"], LOSS_LABELS[state["loss"]])
        message = {"method": "update", "state": traits, "bufferPaths": []}
        body = {"modelId": model, "message": message, "buffers": []}
        return await self._ask(f"picture: {state['view']}", "/api/kernel/set_model_value", body)

    def pictures(self):
        """Return the pictures on the page that a student can change: model id → state."""
        return {model: state for model, state in self.models.items() if state.get("view") in TOUCHED}

    def of_kind(self, *kinds):
        """Return the page's controls of these kinds: object id → `Control`."""
        return {name: control for name, control in self.controls.items() if control.kind in kinds}

    async def move(self, rng, thing=None):
        """Change `thing`. If it is None, change a random slider, dropdown, checkbox or picture."""
        small = self.of_kind("slider", "dropdown", "radio", "checkbox", "switch")
        thing = thing or rng.choice([*small, *self.pictures()])
        if thing in small:
            return await self.choose(thing, rng.choice(small[thing].values))
        return await self.touch(thing, **random_traits(self.models[thing], rng))


def random_traits(state, rng):
    """Return random new traits for a picture in this state."""
    trait = rng.choice(TOUCHED[state["view"]])
    if trait in ("w1", "w2", "b"):
        return {trait: rng.uniform(-3, 3)}
    if trait == "params":
        k = rng.randrange(9)
        return {"params": [rng.uniform(-3, 3) if i == k else p for i, p in enumerate(state["params"])]}
    if trait == "epoch":  # training changes the epoch and the nine numbers together
        return {"epoch": state["epoch"] + 50, "params": [p + rng.gauss(0, 0.05) for p in state["params"]]}
    if trait == "pixels":
        return {"sample": -1, "pixels": [min(1.0, p + rng.random() / 8) for p in state["pixels"]]}
    value = {
        "sample": lambda: rng.randrange(len(state["samples"])),
        "point": lambda: [rng.uniform(-2, 2), rng.uniform(-2, 2)],
        "table": lambda: rng.choice(TABLES),
        "row": lambda: rng.randrange(4),
        "pressed": lambda: [rng.choice(state["table"]["rows"]), rng.choice(state["table"]["columns"])],
        "loss": lambda: rng.choice(list(LOSS_LABELS)),
    }[trait]()
    return {trait: value}
