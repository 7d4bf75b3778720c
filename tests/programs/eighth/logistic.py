import numpy as np
def sigmoid(z): return 1/(1+np.exp(-z))
def initialize_with_zeros(dim):
    w=np.zeros((dim,1)); b=0
    return w,b
def propagate(w,b,X,Y):
    m=X.shape[1]
    A=sigmoid(np.dot(w.T,X)+b)
    cost=-1/m*np.sum(Y*np.log(A)+(1-Y)*np.log(1-A))
    dw=1/m*np.dot(X,(A-Y).T); db=1/m*np.sum(A-Y)
    return {"dw":dw,"db":db},cost
def optimize(w,b,X,Y,num_iterations,learning_rate):
    costs=[]
    for i in range(num_iterations):
        grads,cost=propagate(w,b,X,Y)
        w=w-learning_rate*grads["dw"]; b=b-learning_rate*grads["db"]
        if i%100==0: costs.append(cost); print("Cost after iteration %i: %f"%(i,cost))
    return w,b
X=np.array([[0,0,1,1],[0,1,0,1]]); Y=np.array([[0,0,0,1]])
w,b=initialize_with_zeros(2)
w,b=optimize(w,b,X,Y,5000,0.5)
print(sigmoid(w.T@X+b))
