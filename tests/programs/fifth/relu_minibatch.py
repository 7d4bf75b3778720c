import numpy as np

relu = lambda z: np.maximum(0, z)
sigm = lambda z: 1 / (1 + np.exp(-z))


def he(rng, fan_in, fan_out):
    return rng.normal(0.0, np.sqrt(2.0 / fan_in), size=(fan_in, fan_out))


def forward(theta, xb):
    w1, c1, w2, c2 = theta
    pre = xb @ w1 + c1
    act = relu(pre)
    return pre, act, sigm(act @ w2 + c2)


def backward(theta, xb, tb):
    w1, c1, w2, c2 = theta
    pre, act, p = forward(theta, xb)
    n = len(xb)
    g_out = (p - tb) / n                    # BCE + sigmoid
    g_w2 = act.T @ g_out
    g_c2 = g_out.sum(0)
    g_act = g_out @ w2.T
    g_pre = np.where(pre > 0, g_act, 0.0)
    g_w1 = xb.T @ g_pre
    g_c1 = g_pre.sum(0)
    return [g_w1, g_c1, g_w2, g_c2]


def bce(p, t, eps=1e-12):
    return float(-(t * np.log(p + eps) + (1 - t) * np.log(1 - p + eps)).mean())


def main():
    rng = np.random.default_rng(0)
    data = np.array([[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]], dtype=np.float64)
    theta = [he(rng, 2, 8), np.zeros(8), he(rng, 8, 1), np.zeros(1)]
    lr, batch_size = 0.1, 2
    for epoch in range(800):
        order = rng.permutation(len(data))
        for s in range(0, len(order), batch_size):
            batch = data[order[s:s + batch_size]]
            xb, tb = batch[:, :2], batch[:, 2:]
            for param, grad in zip(theta, backward(theta, xb, tb)):
                param -= lr * grad          # in place
        if (epoch + 1) % 200 == 0:
            p = forward(theta, data[:, :2])[2]
            print("epoch", epoch + 1, "bce", round(bce(p, data[:, 2:]), 4))
    p = forward(theta, data[:, :2])[2]
    for row, q in zip(data, p[:, 0]):
        print(row[:2].astype(int), int(row[2]), round(float(q), 3))


if __name__ == "__main__":
    main()
