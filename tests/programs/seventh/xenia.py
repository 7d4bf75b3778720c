import random
random.seed(5)

def relu(x):
    return x if x > 0 else 0.0

def d_relu(x):
    return 1.0 if x > 0 else 0.0

data = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]
H = 4
w_in = [[random.random() - 1.0, random.random() - 1.0] for _ in range(H)]
b_in = [0.0 for _ in range(H)]
w_out = [random.random() for _ in range(H)]
b_out = 0.0
eta = 0.05

for epoch in range(3000):
    mse = 0
    for a, b, t in data:
        z = [w_in[j][0] * a + w_in[j][1] * b + b_in[j] for j in range(H)]
        h = [relu(v) for v in z]
        y = sum(w_out[j] * h[j] for j in range(H)) + b_out
        e = y - t
        mse += e * e / 4
        for j in range(H):
            dz = e * w_out[j] * d_relu(z[j])
            w_out[j] -= eta * e * h[j]
            w_in[j][0] -= eta * dz * a
            w_in[j][1] -= eta * dz * b
            b_in[j] -= eta * dz
        b_out -= eta * e
    if epoch % 600 == 0:
        print("epoch", epoch, "mse", mse)

for a, b, t in data:
    h = [relu(w_in[j][0] * a + w_in[j][1] * b + b_in[j]) for j in range(H)]
    print(a, b, "target", t, "net", round(sum(w_out[j] * h[j] for j in range(H)) + b_out, 4))
