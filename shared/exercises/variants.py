"""`variant` builds a wrong answer from a reference: it changes an argument, a number, a step or the result."""

import inspect
from collections.abc import Callable
from typing import Any

from shared.nn.network import Params


def variant(
    reference: Callable[..., Any], /, result: Callable[..., Any] | None = None, **changes: Any
) -> Callable[..., Any]:
    """Return a new function: `reference` with changes. Each keyword is one change:

    - an argument of `reference`, or one of the nine numbers in its argument `params`. Set it to the name of another
      argument, to a function of the old value, or to the new value: `variant(neuron, w1="w2", b=lambda b: -b, x2=0.0)`.
    - a step, which is a keyword-only argument of `reference`. Set it to the new function for this step.
    - `result`: a function of the old result. If the old result is a tuple, its parts are the arguments of the function.
      This function can have more arguments. Each has the name of an argument of `reference`, and gets the old value of
      that argument: `lambda total, outs: total / len(outs)`.

    Raises TypeError if `reference` has no argument, number or step with the name of a keyword.
    """
    parameters = inspect.signature(reference).parameters.values()
    steps = {p.name: changes.pop(p.name) for p in parameters if p.kind is p.KEYWORD_ONLY and p.name in changes}
    inputs = inspect.Signature([p for p in parameters if p.kind is not p.KEYWORD_ONLY])
    numbers = Params._fields if "params" in inputs.parameters else ()
    if unknown := set(changes) - {*inputs.parameters, *numbers}:
        raise TypeError(f"{reference.__name__} has no {', '.join(sorted(unknown))} to change")

    def answer(*args, **kwargs):
        call = inputs.bind(*args, **kwargs)
        call.apply_defaults()
        old = dict(call.arguments)
        if numbers and isinstance(old["params"], Params):
            old |= old["params"]._asdict()
        new = {name: _changed(name, change, old) for name, change in changes.items()}
        if of_params := {name: new.pop(name) for name in numbers if name in new}:
            new["params"] = old["params"]._replace(**of_params)
        call.arguments.update(new)
        value = reference(*call.args, **steps)
        return value if result is None else _result(result, value, old)

    return answer


def _changed(name, change, old):
    if isinstance(change, str):
        return old[change]
    return change(old[name]) if callable(change) else change


def _result(rule, value, arguments):
    parts = value if isinstance(value, tuple) else (value,)
    parameters = inspect.signature(rule).parameters.values()
    names = [parameter.name for parameter in parameters if parameter.kind is not parameter.VAR_POSITIONAL]
    return rule(*parts, *(arguments[name] for name in names[len(parts) :]))
