import random

random.seed(1)
NH = 4
W = [[random.uniform(-1, 1) for _ in range(2)] for _ in range(NH)]
B = [0.1] * NH
V = [random.uniform(-1, 1) for _ in range(NH)]
C = 0.0
rate = 0.05
truth = {(0, 0): 0, (0, 1): 1, (1, 0): 1, (1, 1): 0}


def relu(q):
    return q if q > 0 else 0.0


def go(x):
    z = [W[j][0] * x[0] + W[j][1] * x[1] + B[j] for j in range(NH)]
    a = [relu(q) for q in z]
    y = C
    for j in range(NH):
        y += V[j] * a[j]
    return z, a, y


keys = list(truth)
for epoch in range(3000):
    random.shuffle(keys)
    for x in keys:
        z, a, y = go(x)
        e = truth[x] - y
        for j in range(NH):
            back = e * V[j] if z[j] > 0 else 0.0
            V[j] += rate * e * a[j]
            W[j][0] += rate * back * x[0]
            W[j][1] += rate * back * x[1]
            B[j] += rate * back
        C += rate * e

for x in truth:
    print(x, truth[x], round(go(x)[2], 3))
