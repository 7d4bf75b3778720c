# -*- coding: utf-8 -*-
# TP reseau de neurones : porte XOR avec une couche cachee de 2 neurones
import numpy as np

np.random.seed(10)

entrees = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
cibles = np.array([[0], [1], [1], [0]])

taux = 0.8
nb_iterations = 8000

poids_cachee = np.random.uniform(-1, 1, size=(2, 2))
biais_cachee = np.random.uniform(-1, 1, size=(1, 2))
poids_sortie = np.random.uniform(-1, 1, size=(2, 1))
biais_sortie = np.random.uniform(-1, 1, size=(1, 1))


def sigmoide(x):
    return 1 / (1 + np.exp(-x))


def derivee(s):
    return s * (1 - s)


for i in range(nb_iterations):
    # propagation avant
    cachee = sigmoide(np.dot(entrees, poids_cachee) + biais_cachee)
    sortie = sigmoide(np.dot(entrees, poids_sortie) + biais_sortie)

    # retropropagation
    erreur = cibles - sortie
    d_sortie = erreur * derivee(sortie)
    d_cachee = d_sortie.dot(poids_sortie.T) * derivee(cachee)

    # mise a jour
    poids_sortie += cachee.T.dot(d_sortie) * taux
    biais_sortie += np.sum(d_sortie, axis=0, keepdims=True) * taux
    poids_cachee += entrees.T.dot(d_cachee) * taux
    biais_cachee += np.sum(d_cachee, axis=0, keepdims=True) * taux

    if i % 1000 == 0:
        print("iteration", i, "erreur moyenne", np.mean(erreur ** 2))

print("sorties finales :", *sortie.ravel())
