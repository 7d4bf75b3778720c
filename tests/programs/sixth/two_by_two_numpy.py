import numpy as np

rng = np.random.RandomState(0)
inp = np.array([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
want = np.array([[0.], [1.], [1.], [0.]])

w_hidden = rng.uniform(-1, 1, (2, 2))
bias_hidden = rng.uniform(-1, 1, (1, 2))
w_output = rng.uniform(-1, 1, (2, 1))
bias_output = rng.uniform(-1, 1, (1, 1))


def act(v):
    return 1.0 / (1.0 + np.exp(-v))


for it in range(10000):
    hid = act(np.dot(inp, w_hidden) + bias_hidden)
    out = act(np.dot(hid, w_output) + bias_output)

    out_err = want - out
    out_delta = out_err * out * (1 - out)
    hid_err = out_delta.dot(w_output.T)
    hid_delta = hid_err * hid * (1 - hid)

    w_output += 0.5 * hid.T.dot(out_delta)
    bias_output += 0.5 * np.sum(out_delta, axis=0, keepdims=True)
    w_hidden += 0.5 * hid.T.dot(hid_delta)
    bias_hidden += 0.5 * np.sum(hid_delta, axis=0, keepdims=True)

print("Predicted output after 10,000 epochs:")
print(out)
