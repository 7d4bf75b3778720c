import numpy as np

class Net:
    def __init__(self, n_in=2, n_hid=5, n_out=2):
        rng = np.random.default_rng(17)
        self.p = {
            'Wh': rng.normal(0, 1, (n_in, n_hid)), 'bh': np.zeros(n_hid),
            'Wo': rng.normal(0, 1, (n_hid, n_out)), 'bo': np.zeros(n_out),
        }

    def forward(self, x):
        self.x = x
        self.h = 1 / (1 + np.exp(-(x @ self.p['Wh'] + self.p['bh'])))
        z = self.h @ self.p['Wo'] + self.p['bo']
        z = np.exp(z - z.max(axis=1, keepdims=True))
        self.y = z / z.sum(axis=1, keepdims=True)
        return self.y

    def loss(self, t):
        return 0.5 * np.sum((self.y - t) ** 2) / len(t)

    def grads(self, t):
        d = (self.y - t) / len(t)
        dh = (d @ self.p['Wo'].T) * self.h * (1 - self.h)
        return {'Wo': self.h.T @ d, 'bo': d.sum(0),
                'Wh': self.x.T @ dh, 'bh': dh.sum(0)}

x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
t = np.array([[1, 0], [0, 1], [0, 1], [1, 0]])   # [is 0, is 1]

net = Net()
for i in range(3000):
    net.forward(x)
    if i % 300 == 0:
        print(i, 'squared error', round(net.loss(t), 5))
    g = net.grads(t)
    for k in net.p:
        net.p[k] = net.p[k] - 0.001 * g[k]

out = net.forward(x)
print(out.round(3))
print('class', out.argmax(axis=1), 'target', t.argmax(axis=1))
