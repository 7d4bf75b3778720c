# a network kept in one dict, 2-2-1. Cost does not go below 0.5
import math
import random

random.seed(5)

net = {
    "hidden": [[random.random() * 2 - 1 for _ in range(3)] for _ in range(2)],
    "out": [random.random() * 2 - 1 for _ in range(3)],
}
truth = {(0, 0): 0, (0, 1): 1, (1, 0): 1, (1, 1): 0}


def squash(s):
    return 1 / (1 + math.exp(-s))


def forward(net, x):
    h = [squash(w[0] * x[0] + w[1] * x[1] + w[2]) for w in net["hidden"]]
    o = squash(net["out"][0] * h[0] + net["out"][1] * h[1] + net["out"][2])
    return h, o


def backward(net, x, t, rate):
    h, o = forward(net, x)
    delta_o = (o - t) * o * (1 - o)
    delta_h = []
    for j in range(2):
        back = delta_o * net["hidden"][j][0]
        delta_h.append(back * h[j] * (1 - h[j]))
    for j in range(2):
        net["out"][j] -= rate * delta_o * h[j]
    net["out"][2] -= rate * delta_o
    for j in range(2):
        net["hidden"][j][0] -= rate * delta_h[j] * x[0]
        net["hidden"][j][1] -= rate * delta_h[j] * x[1]
        net["hidden"][j][2] -= rate * delta_h[j]
    return (o - t) ** 2


for epoch in range(10000):
    cost = 0
    for x in truth:
        cost += backward(net, x, truth[x], 0.6)
    if epoch % 2500 == 0:
        print("cost", cost)

for x in truth:
    print(x, truth[x], "%.3f" % forward(net, x)[1])
