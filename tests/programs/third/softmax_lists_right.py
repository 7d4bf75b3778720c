import math
import random

random.seed(11)
data = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 0)]
W = [[random.uniform(-1, 1) for _ in range(2)] for _ in range(4)]
b = [random.uniform(-1, 1) for _ in range(4)]
V = [[random.uniform(-1, 1) for _ in range(4)] for _ in range(2)]
c = [0.0, 0.0]


def softmax(zs):
    top = max(zs)
    es = [math.exp(z - top) for z in zs]
    total = sum(es)
    return [e / total for e in es]


for epoch in range(1500):
    for x, label in data:
        h = [math.tanh(W[j][0] * x[0] + W[j][1] * x[1] + b[j]) for j in range(4)]
        p = softmax([sum(V[k][j] * h[j] for j in range(4)) + c[k] for k in range(2)])
        target = [1.0 if k == label else 0.0 for k in range(2)]
        d = [p[k] - target[k] for k in range(2)]
        dh = [sum(d[k] * V[k][j] for k in range(2)) * (1 - h[j] ** 2) for j in range(4)]
        for k in range(2):
            for j in range(4):
                V[k][j] -= 0.1 * d[k] * h[j]
            c[k] -= 0.1 * d[k]
        for j in range(4):
            for i in range(2):
                W[j][i] -= 0.1 * dh[j] * x[i]
            b[j] -= 0.1 * dh[j]
for x, label in data:
    h = [math.tanh(W[j][0] * x[0] + W[j][1] * x[1] + b[j]) for j in range(4)]
    print(x, label, softmax([sum(V[k][j] * h[j] for j in range(4)) + c[k] for k in range(2)]))
