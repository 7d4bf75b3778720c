import random
import math

class Netz:
    def __init__(self, verdeckt, saat):
        z = random.Random(saat)
        self.u = [[z.gauss(0, 1) for _ in range(3)] for _ in range(verdeckt)]
        self.v = [z.gauss(0, 1) for _ in range(verdeckt + 1)]

    def vorwaerts(self, a, b):
        self.x = [a, b, 1]
        self.h = [math.tanh(sum(p * q for p, q in zip(zeile, self.x))) for zeile in self.u]
        self.h.append(1)
        s = sum(p * q for p, q in zip(self.v, self.h))
        self.y = 1 / (1 + math.exp(-s))
        return self.y

    def rueckwaerts(self, ziel, rate):
        d = self.y - ziel          # Kreuzentropie
        dh = [d * self.v[j] * (1 - self.h[j] ** 2) for j in range(len(self.u))]
        self.v = [vj - rate * d * hj for vj, hj in zip(self.v, self.h)]
        for j, zeile in enumerate(self.u):
            for i in range(3):
                zeile[i] -= rate * dh[j] * self.x[i]

tabelle = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]
netz = Netz(verdeckt=4, saat=3)
for runde in range(2000):
    verlust = 0.0
    for a, b, ziel in tabelle:
        y = netz.vorwaerts(a, b)
        verlust -= math.log(y if ziel else 1 - y)
        netz.rueckwaerts(ziel, 0.2)
    if runde % 400 == 0:
        print("Runde", runde, "Verlust", round(verlust, 5))

richtig = 0
for a, b, ziel in tabelle:
    antwort = int(netz.vorwaerts(a, b))
    print(a, "xor", b, "=", antwort)
    if antwort == ziel:
        richtig += 1
print("Genauigkeit:", richtig / len(tabelle))
