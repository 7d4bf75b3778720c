from math import exp
import random

random.seed(2)
N_IN, N_HID = 2, 3
RATE = 0.5


def squash(s):
    return 1 / (1 + exp(-s))


hidden = [[random.uniform(-1, 1) for _ in range(N_IN)] for _ in range(N_HID)]
hidden_bias = [random.uniform(-1, 1) for _ in range(N_HID)]
out = [random.uniform(-1, 1) for _ in range(N_HID)]
out_bias = random.uniform(-1, 1)

samples = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 0)]


def predict(x):
    h = []
    for j in range(N_HID):
        s = hidden_bias[j]
        for i in range(N_IN):
            s += hidden[j][i] * x[i]
        h.append(squash(s))
    y = squash(sum(out[j] * h[j] for j in range(N_HID)) + out_bias)
    return h, y


for epoch in range(6000):
    for x, wanted in samples:
        h, y = predict(x)
        delta_out = (wanted - y) * y * (1 - y)
        delta_hid = [delta_out * h[j] * (1 - h[j]) for j in range(N_HID)]
        for j in range(N_HID):
            out[j] += RATE * delta_out * h[j]
            for i in range(N_IN):
                hidden[j][i] += RATE * delta_hid[j] * x[i]
            hidden_bias[j] += RATE * delta_hid[j]
        out_bias += RATE * delta_out

for x, wanted in samples:
    print(x, wanted, round(predict(x)[1], 3))
