# full adder: 3 inputs, sum and carry. columns = samples
import numpy as np
from itertools import product

np.random.seed(7)
X = np.array(list(product([0, 1], repeat=3)), dtype=float).T      # 3 x 8
S = X.sum(axis=0)
Y = np.vstack([S % 2, S >= 2]).astype(float)                       # 2 x 8

sizes = [3, 6, 2]
Ws = [np.random.randn(o, i) for i, o in zip(sizes[:-1], sizes[1:])]
bs = [np.random.randn(o, 1) for o in sizes[1:]]
vWs = [np.zeros_like(W) for W in Ws]
vbs = [np.zeros_like(b) for b in bs]

lr, mu = 0.3, 0.8
for epoch in range(6000):
    acts = [X]
    for W, b in zip(Ws, bs):
        acts.append(1 / (1 + np.exp(-(W @ acts[-1] + b))))
    delta = (acts[-1] - Y) * acts[-1] * (1 - acts[-1])
    for l in (1, 0):
        gW = delta @ acts[l].T
        gb = delta.sum(axis=1, keepdims=True)
        if l > 0:
            delta = (Ws[l].T @ delta) * acts[l] * (1 - acts[l])
        vWs[l] = mu * vWs[l] - lr * gW
        vbs[l] = mu * vbs[l] - lr * gb
        Ws[l] = Ws[l] + vWs[l]
        bs[l] = bs[l] + vbs[l]
    if epoch % 1000 == 0:
        print(epoch, ((acts[-1] - Y) ** 2).sum())

print("sum  ", acts[-1][0].round(2))
print("carry", acts[-1][1].round(2))
print("want ", Y.astype(int).tolist())
