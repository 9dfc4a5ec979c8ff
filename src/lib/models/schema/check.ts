import { forwardFlops, parameterCount } from '../count.ts';
import type { Layer, Shape } from '../layers.ts';
import { elementCount, outputShape, shapeAfter } from '../shapes.ts';
import { mostBytes, mostFlops, mostParameters } from './bounds.ts';

/** What an example asks of a model that it trains. */
export interface Need {
  /** Of one example, without the batch. */
  readonly inputShape: Shape;
  /** Logits, or numbers to predict. */
  readonly outputs: number;
  /** Examples of a training step. */
  readonly batch: number;
}

/** What a model takes. */
export interface Size {
  /** Layers, those within others counted. */
  readonly layers: number;
  /** Layers with weights on the way from the input to the output: what the literature calls depth. */
  readonly depth: number;
  readonly parameters: number;
  /** Of one training step. */
  readonly flops: number;
  /** Of the outputs of all layers in one training step. */
  readonly bytes: number;
}

/** What does not fit, and the layer that it is about: "layers[2].branch[0]", or "layers" where it is about all of them. */
export interface Misfit {
  readonly path: string;
  readonly message: string;
}

/** The size of a model whose layers fit each other, or the first thing that does not. */
export type Checked = { readonly size: Size; readonly misfit?: never } | { readonly misfit: Misfit; readonly size?: never };

/** Whether a browser can train this model on these data: every layer takes what the one before it gives, and all of it stays within bounds. */
export function checkModel(layers: readonly Layer[], need: Need): Checked {
  const within = firstMisfit(layers, need.inputShape, 'layers');
  if (within !== undefined) return { misfit: within };
  const misfit = endMisfit(layers, need);
  if (misfit !== undefined) return { misfit };
  if (!layers.some(learns))
    return about('Every layer with weights is frozen, so there is nothing to train. Give one a learningRateScale other than 0.');
  const size = sizeOf(layers, need);
  const tooMuch = (what: string, is: string, most: string, mend: string): Checked =>
    about(`This model has ${is} ${what}; the bound is ${most}, so that a browser lives through it. ${mend}`);
  if (size.parameters > mostParameters)
    return tooMuch('parameters', inGroups(size.parameters), inGroups(mostParameters), 'Take away units, filters or layers.');
  if (size.flops > mostFlops)
    return tooMuch(
      'GFLOP in a training step',
      giga(size.flops),
      giga(mostFlops),
      'Take away filters or layers, or choose a smaller batch.',
    );
  if (size.bytes > mostBytes)
    return tooMuch(
      'MB of layer outputs in a training step',
      mega(size.bytes),
      mega(mostBytes),
      'Halve the image earlier, or choose a smaller batch.',
    );
  return { size };
}

const about = (message: string): { readonly misfit: Misfit } => ({ misfit: { path: 'layers', message } });

const inGroups = (count: number): string => count.toLocaleString('en-GB');
const giga = (flops: number): string => String(Number((flops / 1e9).toPrecision(3)));
const mega = (bytes: number): string => String(Math.round(bytes / 1e6));

/** The lists of layers that a layer holds, by their names. */
function listsIn(layer: Layer): readonly (readonly [string, readonly Layer[]])[] {
  switch (layer.type) {
    case 'residual':
      return [['branch', layer.branch], ...(typeof layer.shortcut === 'string' ? [] : [['shortcut', layer.shortcut] as const])];
    case 'highway':
      return [
        ['transform', layer.transform],
        ['gate', layer.gate],
      ];
    case 'concat':
      return [['branch', layer.branch]];
    default:
      return [];
  }
}

/** The innermost layer that cannot take its input. */
function firstMisfit(layers: readonly Layer[], input: Shape, path: string): Misfit | undefined {
  let shape = input;
  for (const [i, layer] of layers.entries()) {
    const place = `${path}[${i}]`;
    for (const [name, list] of listsIn(layer)) {
      const misfit = firstMisfit(list, shape, `${place}.${name}`);
      if (misfit !== undefined) return misfit;
    }
    try {
      shape = outputShape(layer, shape);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return { path: place, message: `${place}: ${error.message}` };
    }
  }
  return undefined;
}

/** The loss takes what a dense layer gives, one number an output: nothing may stand behind it. */
function endMisfit(layers: readonly Layer[], { inputShape, outputs }: Need): Misfit | undefined {
  const path = `layers[${layers.length - 1}]`;
  const last = layers.at(-1);
  if (last?.type !== 'dense')
    return {
      path,
      message: `${path} must be a dense layer of ${outputs} units, whose outputs the loss takes, got ${last?.type ?? 'nothing'}.`,
    };
  const [units] = shapeAfter(layers, inputShape);
  if (units !== outputs)
    return { path, message: `${path}.units must be ${outputs}, one for each output of this example, got ${units}.` };
  return undefined;
}

/** Whether a layer, or one within it, has parameters that are not frozen. */
function learns(layer: Layer): boolean {
  switch (layer.type) {
    case 'dense':
    case 'conv2d':
    case 'batchNorm':
      return layer.learningRateScale !== 0;
    case 'groupNorm':
    case 'rmsNorm':
    case 'recurrent':
      return true;
    default:
      return listsIn(layer).some(([, list]) => list.some(learns));
  }
}

function sizeOf(layers: readonly Layer[], { inputShape, batch }: Need): Size {
  return {
    layers: layerCount(layers),
    depth: depthOf(layers),
    parameters: parameterCount(layers, inputShape),
    flops: 3 * forwardFlops(layers, inputShape) * batch,
    bytes: 4 * outputCount(layers, inputShape) * batch,
  };
}

const layerCount = (layers: readonly Layer[]): number =>
  layers.reduce((sum, layer) => sum + listsIn(layer).reduce((within, [, list]) => within + layerCount(list), 1), 0);

/** Weight layers along the branches, projections and gates left out. */
const depthOf = (layers: readonly Layer[]): number =>
  layers.reduce((sum, layer) => {
    if (layer.type === 'dense' || layer.type === 'conv2d' || layer.type === 'recurrent') return sum + 1;
    const [main] = listsIn(layer);
    return sum + (main === undefined ? 0 : depthOf(main[1]));
  }, 0);

/** Numbers that all layers give for one example. */
function outputCount(layers: readonly Layer[], input: Shape): number {
  let shape = input;
  let sum = 0;
  for (const layer of layers) {
    for (const [, list] of listsIn(layer)) sum += outputCount(list, shape);
    // A recurrent layer keeps a state a step.
    if (layer.type === 'recurrent') sum += layer.units * ((shape[0] ?? 1) - 1);
    shape = outputShape(layer, shape);
    sum += elementCount(shape);
  }
  return sum;
}
