/** Short names for the losses of the cases. */
export const softmax = 'softmaxCrossEntropy';
export const logistic = 'sigmoidCrossEntropy';
export const squared = 'meanSquaredError';
