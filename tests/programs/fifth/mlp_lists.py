import random, math

def rand_matrix(rows, cols, lo, hi):
    return [[random.uniform(lo, hi) for _ in range(cols)] for _ in range(rows)]

def dot(u, v):
    return sum(a * b for a, b in zip(u, v))

def squash(z):
    z = max(-500.0, min(500.0, z))
    return 1.0 / (1.0 + math.exp(-z))

def forward(net, x):
    acts = [x]
    for W in net:
        prev = acts[-1] + [1.0]
        acts.append([squash(dot(row, prev)) for row in W])
    return acts

def backprop(net, x, t, eta):
    acts = forward(net, x)
    deltas = [[(o - y) * o * (1 - o) for o, y in zip(acts[-1], t)]]
    for l in range(len(net) - 1, 0, -1):
        nxt = deltas[0]
        deltas.insert(0, [sum(net[l][k][j] * nxt[k] for k in range(len(nxt))) * a * (1 - a)
                          for j, a in enumerate(acts[l])])
    for W, d, a in zip(net, deltas, acts):
        for k, row in enumerate(W):
            for i, v in enumerate(a + [1.0]):
                row[i] -= eta * d[k] * v
    return sum((o - y) ** 2 for o, y in zip(acts[-1], t))

random.seed(2)
net = [rand_matrix(3, 3, -50, 50), rand_matrix(1, 4, -50, 50)]
samples = [([0., 0.], [0.]), ([0., 1.], [1.]), ([1., 0.], [1.]), ([1., 1.], [0.])]

for epoch in range(5001):
    err = sum(backprop(net, x, t, 0.5) for x, t in samples)
    if epoch % 1000 == 0:
        print("Epoch", epoch, "Error", err)

for x, t in samples:
    print(x, t, forward(net, x)[-1])
