/** What a reader can take away from an example. A chunk of its own: few readers do, and none before a run. */
import type { ExperimentRunner } from '../../lib/runner/ExperimentRunner.svelte.ts';
import { runToCsv } from '../../lib/export/csv.ts';
import { figureToSvg, svgToPng } from '../charts/export.ts';
import { download } from './download.ts';

const nameOf = ({ id, seed }: ExperimentRunner): string => `${id}-seed-${seed}`;

/** The run as it stands, as CSV. */
export function saveRun(runner: ExperimentRunner): void {
  const { id, texts, own, seed, live } = runner;
  // As a link has it, so that whoever gets the file can open the model again.
  const params = own === undefined ? texts : { ...texts, own: own.link };
  const csv = runToCsv({ experiment: id, params, seed, backend: live.backend ?? 'none', log: live.log });
  download(`${nameOf(runner)}.csv`, new Blob([csv], { type: 'text/csv' }));
}

/** @throws Error where the figure holds no chart, or the browser cannot draw it. */
export async function saveFigure(runner: ExperimentRunner, figure: HTMLElement, format: 'svg' | 'png'): Promise<void> {
  const svg = figureToSvg(figure);
  const blob = format === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await svgToPng(svg);
  download(`${nameOf(runner)}.${format}`, blob);
}
