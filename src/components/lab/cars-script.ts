/** The exercise in PyTorch, as a file. A chunk of its own, with the Python that all scripts share. */
import type { CarsOptions } from '../../lib/export/pytorch/cars/options.ts';
import { carsFile, carsScript } from '../../lib/export/pytorch/cars/script.ts';
import { download } from '../experiment/download.ts';

const types = { py: 'text/x-python', ipynb: 'application/x-ipynb+json' } as const;

/**
 * @param address of the exercise in the book.
 * @throws Error where an option is out of its range.
 */
export function saveCarsScript(options: CarsOptions, format: 'py' | 'ipynb', address: string): void {
  const text = carsFile[format](carsScript(options, address));
  download(`stanford-cars.${format}`, new Blob([text], { type: types[format] }));
}
