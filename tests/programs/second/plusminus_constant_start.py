import numpy as np

gen = np.random.RandomState(21)
data = np.array([[-1, -1, -1], [-1, 1, 1], [1, -1, 1], [1, 1, -1]], dtype=np.float64)
inp, out = data[:, :2].T, data[:, 2:].T
W, b = np.full((4, 2), 0.3), np.zeros((4, 1))
V, c = np.full((1, 4), 0.3), np.zeros((1, 1))
for t in range(2500):
    h = np.tanh(W.dot(inp) + b)
    o = np.tanh(V.dot(h) + c)
    err = o - out
    do = err * (1 - o * o)
    dh = V.T.dot(do) * (1 - h * h)
    V -= 0.05 * do.dot(h.T)
    c -= 0.05 * do.sum(axis=1, keepdims=True)
    W -= 0.05 * dh.dot(inp.T)
    b -= 0.05 * dh.sum(axis=1, keepdims=True)
    if t % 500 == 0:
        print(t, (err**2).mean())
