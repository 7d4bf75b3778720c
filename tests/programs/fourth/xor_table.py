# learn XOR with 2-3-1
import math
import random

random.seed(1)
XOR = [
    ([0.0, 0.0], 0.0),
    ([1.0, 0.0], 1.0),
    ([0.0, 1.0], 1.0),
    ([1.0, 1.0], 1.0),
]


def sig(x):
    return 1.0 / (1.0 + math.exp(-x))


n = 3
w = [[random.uniform(-1, 1) for _ in range(2)] for _ in range(n)]
b = [random.uniform(-1, 1) for _ in range(n)]
v = [random.uniform(-1, 1) for _ in range(n)]
c = random.uniform(-1, 1)
lr = 0.7


def forward(x):
    h = [sig(w[j][0] * x[0] + w[j][1] * x[1] + b[j]) for j in range(n)]
    return h, sig(sum(v[j] * h[j] for j in range(n)) + c)


for epoch in range(6000):
    for x, t in XOR:
        h, y = forward(x)
        dy = (y - t) * y * (1 - y)
        dh = [dy * v[j] * h[j] * (1 - h[j]) for j in range(n)]
        for j in range(n):
            v[j] -= lr * dy * h[j]
            w[j][0] -= lr * dh[j] * x[0]
            w[j][1] -= lr * dh[j] * x[1]
            b[j] -= lr * dh[j]
        c -= lr * dy

for x, t in XOR:
    print("%d xor %d = %.3f" % (x[0], x[1], forward(x)[1]))
