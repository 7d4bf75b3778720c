import numpy as np

rng = np.random.default_rng(2)

X = np.array([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
y = np.array([[0.], [1.], [1.], [0.]])

n_hidden = 4
W1 = rng.normal(0, 1, (2, n_hidden))
b1 = np.zeros(n_hidden)
w2 = rng.normal(0, 1, n_hidden)      # one output, so just a vector
b2 = 0.0

eta = 0.3
for epoch in range(5000):
    h = np.tanh(X.dot(W1) + b1)
    out = 1.0 / (1.0 + np.exp(-(h.dot(w2) + b2)))
    err = out - y
    if epoch % 500 == 0:
        print("epoch", epoch, "mse", np.mean(err ** 2))

    delta2 = err * (out * (1 - out))
    delta1 = delta2 * w2 * (1 - h ** 2)

    w2 = w2 - eta * np.sum(h * delta2, axis=0)
    b2 = b2 - eta * np.sum(delta2)
    W1 = W1 - eta * X.T.dot(delta1)
    b1 = b1 - eta * np.sum(delta1, axis=0)

print("predictions", out.round(3))
print("targets    ", y.ravel())
