import type { Component } from 'svelte';
import type { PictureName } from '../../lib/experiments/figure.ts';
import type { DrawingProps } from './drawing.ts';

/** A file for each drawing, fetched by the pages that show it. */
const files: Readonly<Record<PictureName, () => Promise<{ default: Component<DrawingProps> }>>> = {
  'augmented-images': () => import('./AugmentedImages.svelte'),
  'class-evidence': () => import('./ClassEvidence.svelte'),
  'clip-direction': () => import('./ClipDirection.svelte'),
  'clipping-cliff': () => import('./ClippingCliff.svelte'),
  'heat-map': () => import('./HeatMap.svelte'),
  'neuron-chain': () => import('./NeuronChain.svelte'),
  'norm-axes': () => import('./NormAxes.svelte'),
  'norm-invariances': () => import('./NormInvariances.svelte'),
  'norm-steps': () => import('./NormSteps.svelte'),
  'parity-in-two-layers': () => import('./ParityTwo.svelte'),
  'parity-in-three-layers': () => import('./ParityThree.svelte'),
  'parity-tree': () => import('./ParityTree.svelte'),
  'unit-images': () => import('./UnitImages.svelte'),
};

const loaded = new Map<PictureName, Component<DrawingProps>>();

/** Gets drawings ready, so that a figure can be rendered, or taken over from the server, in one go. */
export async function loadDrawings(names: readonly PictureName[]): Promise<void> {
  await Promise.all(names.map(async (name) => loaded.set(name, (await files[name]()).default)));
}

export const isDrawingName = (text: string | undefined): text is PictureName => text !== undefined && Object.hasOwn(files, text);

/** @throws Error where the drawing was not loaded before. */
export function drawingNamed(name: PictureName): Component<DrawingProps> {
  const drawing = loaded.get(name);
  if (drawing === undefined) throw new Error(`The drawing "${name}" is needed before it was loaded: call loadDrawings first.`);
  return drawing;
}
