# Kleines Netz 2-2-1 von Hand, feste Startgewichte, Lernrate wird langsam kleiner
import math

def sigma(s):
    return 1 / (1 + math.exp(-s))

w11, w12, schwelle1 = 0.9, -1.1, 0.3
w21, w22, schwelle2 = -0.7, 1.3, 0.2
v1, v2, schwelle3 = 1.0, 0.8, -0.4

muster = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]
lernrate_anfang = 2.0

durchlauf = 0
while durchlauf < 6000:
    lernrate = lernrate_anfang / (1 + 0.0005 * durchlauf)
    fehler = 0
    for e1, e2, soll in muster:
        h1 = sigma(w11 * e1 + w12 * e2 + schwelle1)
        h2 = sigma(w21 * e1 + w22 * e2 + schwelle2)
        ist = sigma(v1 * h1 + v2 * h2 + schwelle3)

        abweichung = soll - ist
        fehler += abweichung * abweichung

        d3 = abweichung * ist * (1 - ist)
        d1 = d3 * v1 * h1 * (1 - h1)
        d2 = d3 * v2 * h2 * (1 - h2)

        v1 += lernrate * d3 * h1
        v2 += lernrate * d3 * h2
        schwelle3 += lernrate * d3

        w11 += lernrate * d1 * e1
        w12 += lernrate * d1 * e2
        schwelle1 += lernrate * d1
        w21 += lernrate * d2 * e1
        w22 += lernrate * d2 * e2
        schwelle2 += lernrate * d2
    if durchlauf % 1000 == 0:
        print("Durchlauf", durchlauf, "Lernrate %.3f" % lernrate, "Fehler %.5f" % fehler)
    durchlauf += 1

for e1, e2, soll in muster:
    h1 = sigma(w11 * e1 + w12 * e2 + schwelle1)
    h2 = sigma(w21 * e1 + w22 * e2 + schwelle2)
    print(e1, e2, "soll", soll, "ist", round(sigma(v1 * h1 + v2 * h2 + schwelle3), 3))
