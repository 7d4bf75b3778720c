import math, random

class Value:
    def __init__(self, data, parents=(), grads=()):
        self.data, self.grad = data, 0.0
        self._parents, self._local = parents, grads

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    __radd__ = __add__
    __rmul__ = __mul__

    def __sub__(self, other):
        return self + (other * -1)

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for p in v._parents:
                    visit(p)
                order.append(v)
        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            for p, g in zip(v._parents, v._local):
                p.grad += g * v.grad


random.seed(1337)
HID = 4
w1 = [[Value(random.gauss(0, 1)) for _ in range(2)] for _ in range(HID)]
b1 = [Value(0.0) for _ in range(HID)]
w2 = [Value(random.gauss(0, 0.5)) for _ in range(HID)]
b2 = Value(0.0)
params = [w for ws in w1 for w in ws] + b1 + w2 + [b2]

def model(x):
    h = [(w1[k][0] * x[0] + w1[k][1] * x[1] + b1[k]).tanh() for k in range(HID)]
    return (sum(w * a for w, a in zip(w2, h)) + b2).tanh()

xs = [(0, 0), (0, 1), (1, 0), (1, 1)]
ys = [-1, 1, 1, -1]

for k in range(400):
    loss = Value(0.0)
    for x, y in zip(xs, ys):
        d = model(x) - y
        loss = loss + d * d
    for p in params:
        p.grad = 0.0
    loss.backward()
    for p in params:
        p.data -= 0.1 * p.grad
    if k % 50 == 0:
        print(k, loss.data)

print([round(model(x).data, 3) for x in xs])
