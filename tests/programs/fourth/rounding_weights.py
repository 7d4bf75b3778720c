import random
from math import exp

random.seed(6)


def logistic(z):
    return 1.0 / (1.0 + exp(-z))


# one row per hidden neuron: w1, w2, bias
layer1 = [[round(random.uniform(-2, 2), 2) for _ in range(3)] for _ in range(2)]
layer2 = [round(random.uniform(-2, 2), 2) for _ in range(3)]
eta = 0.5

examples = [((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 0)]


def forward(p):
    hid = [logistic(n[0] * p[0] + n[1] * p[1] + n[2]) for n in layer1]
    return hid, logistic(layer2[0] * hid[0] + layer2[1] * hid[1] + layer2[2])


for epoch in range(6000):
    for p, label in examples:
        hid, o = forward(p)
        d_o = (o - label) * o * (1 - o)
        d_hid = [d_o * layer2[k] * hid[k] * (1 - hid[k]) for k in range(2)]
        step2 = [d_o * hid[0], d_o * hid[1], d_o]
        for k in range(3):
            layer2[k] = layer2[k] - eta * step2[k]
        for k in range(2):
            step1 = [d_hid[k] * p[0], d_hid[k] * p[1], d_hid[k]]
            for m in range(3):
                layer1[k][m] = round(layer1[k][m] - eta * step1[m], 1)

print("hidden:", layer1)
for p, label in examples:
    print(p, label, round(forward(p)[1], 2))
