"""Trains the network of lesson 9 in PyTorch.

The initial parameters and the order of the samples are the same as in `MLP.train`.

The course does not need PyTorch: `torch` is an argument, so this module can be imported without PyTorch. The lines of
code are short because a lesson shows them.
"""

from types import ModuleType

import numpy as np

from shared.nn.digits import Digits


def train(
    torch: ModuleType,
    parameters: list[np.ndarray],
    digits: Digits,
    lr: float,
    epochs: int,
    beta: float,
    batch: int,
    rng: np.random.Generator,
    l2: float = 0.0,
) -> list[np.ndarray]:
    """Train like `MLP.train` and return `[W1, b1, W2, b2]`.

    `parameters` are the parameters of a network with one hidden layer of ReLU neurons.
    """
    nn, number = torch.nn, torch.float64  # without this, PyTorch uses float32
    W1, _, W2, _ = parameters
    hidden = nn.utils.skip_init(nn.Linear, *W1.shape, dtype=number)
    output = nn.utils.skip_init(nn.Linear, *W2.shape, dtype=number)
    net = nn.Sequential(hidden, nn.ReLU(), output)
    with torch.no_grad():  # copy our initial parameters; PyTorch stores weights as (out, in)
        for theirs, ours in zip(net.parameters(), parameters):
            theirs.copy_(torch.tensor(ours.T).reshape(theirs.shape))

    weights = [hidden.weight, output.weight]
    biases = [hidden.bias, output.bias]
    sgd = torch.optim.SGD(
        [
            {"params": weights, "weight_decay": l2 / len(digits.X)},
            {"params": biases},  # no weight decay
        ],
        lr=lr * (1 - beta),  # PyTorch's velocity is β·velocity + gradient
        momentum=beta,
    )
    loss = nn.CrossEntropyLoss()  # this loss includes softmax, so it needs the weighted sums

    X = torch.tensor(digits.X)
    labels = torch.tensor(digits.labels)
    for _ in range(epochs):
        order = torch.tensor(rng.permutation(len(X)))
        for first in range(0, len(X), batch):
            some = order[first : first + batch]
            sgd.zero_grad()
            loss(net(X[some]), labels[some]).backward()  # computes all gradients
            sgd.step()
    trained = [each.detach().numpy().T for each in net.parameters()]
    return [a.reshape(b.shape) for a, b in zip(trained, parameters)]
