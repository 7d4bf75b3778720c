import numpy as np

rng = np.random.default_rng(11)

features = np.array([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
labels = np.array([0, 1, 1, 0])
onehot = np.eye(2)[labels]

H = 6
limit1 = np.sqrt(6 / (2 + H))     # Glorot uniform
limit2 = np.sqrt(6 / (H + 2))
W1 = rng.uniform(-limit1, limit1, (2, H))
b1 = np.zeros(H)
W2 = rng.uniform(-limit2, limit2, (H, 2))
b2 = np.zeros(2)


def softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    e = np.exp(shifted)
    return e / e.sum(axis=1, keepdims=True)


step = 0.5
for it in range(2001):
    # forward
    hidden = np.tanh(features @ W1 + b1)
    probs = softmax(hidden @ W2 + b2)
    loss = -np.log(probs[np.arange(4), labels]).mean()

    # gradient of cross entropy w.r.t. scores is p - onehot
    dscores = probs.copy()
    dscores[np.arange(4), labels] -= 1
    dscores /= 4

    dhidden = dscores @ W2.T
    dhidden *= 1 - hidden * hidden

    W2 -= step * hidden.T @ dscores
    b2 -= step * dscores.sum(axis=0)
    W1 -= step * features.T @ dhidden
    b1 -= step * dhidden.sum(axis=0)

    if it % 400 == 0:
        acc = (probs.argmax(axis=1) == labels).mean()
        print(f"{it:5d}  loss {loss:.4f}  acc {acc:.2f}")

print(np.round(probs, 3))
print("argmax:", probs.argmax(1), "one-hot was", onehot.tolist())
