import math
import random
random.seed(5)
w11=random.uniform(-1,1); w12=random.uniform(-1,1); w21=random.uniform(-1,1); w22=random.uniform(-1,1)
v1=random.uniform(-1,1); v2=random.uniform(-1,1); c1=0; c2=0; d=0
def s(t): return 1/(1+math.exp(-t))
def run(a,b):
    global h1,h2,o
    h1=s(w11*a+w21*b+c1); h2=s(w12*a+w22*b+c2); o=s(v1*h1+v2*h2+d)
    return o
def learn(a,b,t,lr):
    global w11,w12,w21,w22,v1,v2,c1,c2,d
    run(a,b)
    do=o-t
    dh1=do*v1*h1*(1-h1); dh2=do*v2*h2*(1-h2)
    v1-=lr*do*h1; v2-=lr*do*h2; d-=lr*do
    w11-=lr*dh1*a; w21-=lr*dh1*b; c1-=lr*dh1
    w12-=lr*dh2*a; w22-=lr*dh2*b; c2-=lr*dh2
for e in range(4000):
    for a,b,t in ((0,0,0),(0,1,1),(1,0,1),(1,1,0)): learn(a,b,t,0.5)
for a,b,t in ((0,0,0),(0,1,1),(1,0,1),(1,1,0)): print(a,b,t,round(run(a,b),3))
