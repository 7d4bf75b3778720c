import numpy as np

np.random.seed(8)
# points inside a circle -> 1, outside -> 0
pts = np.random.uniform(-1.5, 1.5, (200, 2))
lab = (np.sum(pts ** 2, axis=1) < 1.0).astype(float)[:, None]

class Model:
    def __init__(self, h):
        self.p = [np.random.randn(2, h), np.zeros(h), np.random.randn(h, 1) / np.sqrt(h), np.zeros(1)]

    def __call__(self, x):
        W, b, V, c = self.p
        self.x = x
        self.h = np.tanh(x @ W + b)
        self.o = 1 / (1 + np.exp(-(self.h @ V + c)))
        return self.o

    def gradients(self, y):
        W, b, V, c = self.p
        dz = (self.o - y) / len(y)
        dh = dz @ V.T * (1 - self.h ** 2)
        return [self.x.T @ dh, dh.sum(0), self.h.T @ dz, dz.sum(0)]

model = Model(6)
batch = 20
for epoch in range(400):
    perm = np.random.permutation(len(pts))
    for start in range(0, len(pts), batch):
        idx = perm[start:start + batch]
        model(pts[idx])
        for par, g in zip(model.p, model.gradients(lab[idx])):
            par -= 0.3 * g
    if epoch % 80 == 0:
        out = model(pts)
        print(epoch, "accuracy", np.mean((out > 0.5) == lab))

print("final accuracy", np.mean((model(pts) > 0.5) == lab))
