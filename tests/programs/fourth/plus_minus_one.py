import numpy as np

np.random.seed(1)
features = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
classes = np.array([[-1], [1], [1], [-1]])

wh = np.random.randn(2, 3)
bh = np.random.randn(3)
wo = np.random.randn(3, 1)
bo = np.random.randn(1)


def logistic(a):
    return 1 / (1 + np.exp(-a))


eta = 0.3
for epoch in range(5001):
    h = logistic(features.dot(wh) + bh)
    o = logistic(h.dot(wo) + bo)
    error = classes - o
    if epoch % 1000 == 0:
        print("epoch %d  mean squared error %.4f" % (epoch, (error**2).mean()))
    delta_o = error * o * (1 - o)
    delta_h = delta_o.dot(wo.T) * h * (1 - h)
    wo += eta * h.T.dot(delta_o)
    bo += eta * delta_o.sum(0)
    wh += eta * features.T.dot(delta_h)
    bh += eta * delta_h.sum(0)

for f, p in zip(features, o):
    print(f, round(p[0], 3))
