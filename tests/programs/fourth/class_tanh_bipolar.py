import numpy as np


class Net:
    def __init__(self, n_in, n_hid, seed):
        rng = np.random.RandomState(seed)
        self.w = {"ih": rng.uniform(-1, 1, (n_hid, n_in)), "ho": rng.uniform(-1, 1, n_hid)}
        self.bias = {"h": rng.uniform(-1, 1, n_hid), "o": 0.0}

    def run(self, x):
        self.x = np.asarray(x, dtype=float)
        self.h = np.tanh(self.w["ih"] @ self.x + self.bias["h"])
        self.y = np.tanh(self.w["ho"] @ self.h + self.bias["o"])
        return self.y

    def learn(self, target, rate):
        g_out = (target - self.y) * (1 - self.y**2)
        g_hid = g_out * self.w["ho"] * (1 - self.h**2)
        self.w["ho"] = self.w["ho"] + rate * g_out * self.h
        self.bias["o"] = self.bias["o"] + rate * g_out
        self.w["ih"] = self.w["ih"] + rate * np.outer(g_hid, self.x)
        self.bias["h"] = self.bias["h"] + rate * g_hid


net = Net(2, 3, 1)
points = [(-1, -1), (-1, 1), (1, -1), (1, 1)]
goal = [-1, 1, 1, -1]
for epoch in range(1500):
    sq = 0.0
    for p, g in zip(points, goal):
        sq += (net.run(p) - g) ** 2
        net.learn(g, 0.1)
    if epoch % 300 == 0:
        print("epoch", epoch, "error", sq)
for p in points:
    print(p, net.run(p))
