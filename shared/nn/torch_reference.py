"""The digits' network in PyTorch, which the course does not need: the same start, the same rows in the same order.

`torch` comes in as an argument, so that this file can be read, and imported, where it is not installed. Its lines are
short, for a lesson shows them.
"""


def train(torch, parameters, rows, lr, epochs, beta, batch, rng, l2=0.0):
    """`[W1, b1, W2, b2]` after training as `MLP.train` does.

    `parameters` are those of one hidden layer, with ReLU.
    """
    nn, number = torch.nn, torch.float64  # float32 by default
    W1, _, W2, _ = parameters
    hidden = nn.utils.skip_init(nn.Linear, *W1.shape, dtype=number)
    output = nn.utils.skip_init(nn.Linear, *W2.shape, dtype=number)
    net = nn.Sequential(hidden, nn.ReLU(), output)
    with torch.no_grad():  # our start; weights are (out, in) there
        for theirs, ours in zip(net.parameters(), parameters):
            theirs.copy_(torch.tensor(ours.T).reshape(theirs.shape))

    weights = [hidden.weight, output.weight]
    biases = [hidden.bias, output.bias]
    sgd = torch.optim.SGD(
        [
            {"params": weights, "weight_decay": l2 / len(rows.X)},
            {"params": biases},  # or they would decay too
        ],
        lr=lr * (1 - beta),  # its velocity is β·velocity + gradient
        momentum=beta,
    )
    loss = nn.CrossEntropyLoss()  # of the ten sums, softmax included

    X, labels = torch.tensor(rows.X), torch.tensor(rows.labels)
    for _ in range(epochs):
        order = torch.tensor(rng.permutation(len(X)))
        for first in range(0, len(X), batch):
            some = order[first : first + batch]
            sgd.zero_grad()
            loss(net(X[some]), labels[some]).backward()  # all slopes
            sgd.step()
    trained = [each.detach().numpy().T for each in net.parameters()]
    return [a.reshape(b.shape) for a, b in zip(trained, parameters)]
