import random
from math import exp

random.seed(1)
sizes = [2, 3, 1]
# net[l][j] = weights of neuron j in layer l, the last one is the bias
net = [
    [[random.uniform(-1, 1) for _ in range(sizes[l] + 1)] for _ in range(sizes[l + 1])] for l in range(len(sizes) - 1)
]


def sigmoid(x):
    return 1.0 / (1.0 + exp(-x))


def forward(x):
    acts = [list(x)]
    for layer in net:
        prev = acts[-1] + [1.0]
        acts.append([sigmoid(sum(w * p for w, p in zip(neuron, prev))) for neuron in layer])
    return acts


def backward(acts, target):
    out = acts[-1]
    deltas = [[(out[k] - target[k]) * out[k] * (1 - out[k]) for k in range(len(out))]]
    for l in range(len(net) - 1, 0, -1):
        a = acts[l]
        d = []
        for j in range(len(a)):
            s = sum(net[l][k][j] * deltas[0][k] for k in range(len(net[l])))
            d.append(s * a[j] * (1 - a[j]))
        deltas.insert(0, d)
    return deltas


dataset = [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0])]
for epoch in range(5000):
    for x, t in dataset:
        acts = forward(x)
        deltas = backward(acts, t)
        for l in range(len(net)):
            prev = acts[l] + [1.0]
            for j in range(len(net[l])):
                for i in range(len(prev)):
                    net[l][j][i] -= 0.9 * deltas[l][j] * prev[i]

for x, t in dataset:
    print(x, t, round(forward(x)[-1][0], 3))
