import math
import random

random.seed(5)
w11 = random.uniform(-1, 1)
w12 = random.uniform(-1, 1)
w21 = random.uniform(-1, 1)
w22 = random.uniform(-1, 1)
b1 = random.uniform(-1, 1)
b2 = random.uniform(-1, 1)
v1 = random.uniform(-1, 1)
v2 = random.uniform(-1, 1)
c = random.uniform(-1, 1)
eta = 0.001
xor = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]


def sigmoid(z):
    return 1.0 / (1.0 + math.exp(-z))


for epoch in range(10000):
    total = 0
    for x1, x2, y in xor:
        z1 = w11 * x1 + w12 * x2 + b1
        z2 = w21 * x1 + w22 * x2 + b2
        h1 = sigmoid(z1)
        h2 = sigmoid(z2)
        out = sigmoid(v1 * h1 + v2 * h2 + c)
        total += (out - y) ** 2
        d_out = 2 * (out - y) * out * (1 - out)
        d1 = d_out * v1 * h1 * (1 - h1)
        d2 = d_out * v2 * h2 * (1 - h2)
        v1 -= eta * d_out * h1
        v2 -= eta * d_out * h2
        c -= eta * d_out
        w11 -= eta * d1 * x1
        w12 -= eta * d1 * x2
        b1 -= eta * d1
        w21 -= eta * d2 * x1
        w22 -= eta * d2 * x2
        b2 -= eta * d2
    if epoch % 1000 == 0:
        print(epoch, total / 4)
for x1, x2, y in xor:
    h1 = sigmoid(w11 * x1 + w12 * x2 + b1)
    h2 = sigmoid(w21 * x1 + w22 * x2 + b2)
    print(x1, x2, y, round(sigmoid(v1 * h1 + v2 * h2 + c), 3))
