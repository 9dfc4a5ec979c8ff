/** Layers that give back what they get once a model is trained: most of them draw variants of its images while it is. */
export const still: ReadonlySet<string> = new Set([
  ...['RandomFlip', 'RandomRotation', 'RandomZoom', 'RandomTranslation', 'RandomShear', 'RandomPerspective'],
  ...['RandomContrast', 'RandomBrightness', 'RandomHue', 'RandomSaturation', 'RandomColorJitter', 'RandomColorDegeneration'],
  ...['RandomSharpness', 'RandomGrayscale', 'RandomGaussianBlur', 'RandomErasing', 'RandomInvert'],
  ...['ActivityRegularization', 'Identity'],
]);

/** Layers of Keras, by their class, that the lab trains. */
export const trainable: ReadonlySet<string> = new Set([
  'InputLayer',
  ...['Sequential', 'Functional', 'Model'],
  ...['Conv2D', 'DepthwiseConv2D', 'SeparableConv2D', 'Dense'],
  ...['BatchNormalization'],
  ...['Activation', 'ReLU', 'LeakyReLU', 'ELU', 'PReLU', 'Softmax', 'ThresholdedReLU'],
  ...['MaxPooling2D', 'AveragePooling2D', 'GlobalAveragePooling2D', 'GlobalMaxPooling2D'],
  ...['Flatten', 'Reshape', 'ZeroPadding2D', 'Cropping2D', 'Rescaling'],
  ...['Dropout', 'SpatialDropout2D', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout'],
  ...['Add', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Concatenate'],
]);

/** Activations by the names of Keras, as far as TensorFlow.js has them. */
export const activations: ReadonlySet<string> = new Set([
  ...['linear', 'relu', 'relu6', 'elu', 'selu', 'sigmoid', 'hard_sigmoid', 'tanh', 'softmax', 'log_softmax'],
  ...['softplus', 'softsign', 'swish', 'silu', 'mish', 'gelu'],
]);

/** Layers that carry code of their author, which is not in the file as something that a browser could run. */
export const ofCode: ReadonlySet<string> = new Set([
  'Lambda',
  'TFOpLambda',
  'SlicingOpLambda',
  'TensorFlowOpLayer',
  'ClassMethod',
]);

/** Layers of Keras that the lab does not take, by how their class begins. */
const others =
  /^(Conv|SeparableConv|DepthwiseConv|LocallyConnected|MaxPool|AveragePool|GlobalMax|GlobalAverage|UpSampling|ZeroPadding|Cropping|LSTM|GRU|SimpleRNN|RNN|StackedRNN|Bidirectional|TimeDistributed|ConvLSTM|Embedding|Masking|RepeatVector|Permute|Dot|Subtract|LayerNormalization|GroupNormalization|UnitNormalization|SpectralNormalization|MultiHeadAttention|Attention|AdditiveAttention|Normalization|Resizing|CenterCrop|Random|Discretization|CategoryEncoding|Hashing|StringLookup|IntegerLookup|TextVectorization|Hashing|EinsumDense)/;

export const isOfKeras = (kind: string): boolean => others.test(kind);
