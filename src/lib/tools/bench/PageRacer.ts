import { BenchBrowser } from './BenchBrowser.ts';
import { contenderOf, type PageContenderId } from './contenders.ts';
import type { Racer } from './race.ts';
import type { WorkId } from './works.ts';

/** An engine in the bench's page. */
export class PageRacer implements Racer {
  readonly name: string;
  readonly #url: string;
  readonly #contender: PageContenderId;
  readonly #work: WorkId;
  readonly #hardwareGpu: boolean;
  #browser: BenchBrowser | undefined;

  constructor(url: string, contender: PageContenderId, work: WorkId, hardwareGpu: boolean) {
    const { engine, backend } = contenderOf(contender);
    this.name = `${engine}, ${backend}`;
    this.#url = url;
    this.#contender = contender;
    this.#work = work;
    this.#hardwareGpu = hardwareGpu;
  }

  async open(): Promise<string> {
    this.#browser = await BenchBrowser.open(this.#url, this.#hardwareGpu);
    await this.#browser.page.evaluate(([contender, work]) => window.bench.open(contender, work), [
      this.#contender,
      this.#work,
    ] as const);
    return '';
  }

  async sample(samples: number, steps: number): Promise<readonly number[]> {
    if (this.#browser === undefined) throw new Error('Open the page first.');
    return this.#browser.page.evaluate((args) => window.bench.sample(...args), [samples, steps] as const);
  }

  /** Dispatches of compute shaders that one step takes, mean over `steps`. */
  async dispatches(steps: number): Promise<number> {
    if (this.#browser === undefined) throw new Error('Open the page first.');
    return this.#browser.page.evaluate((count) => window.bench.dispatches(count), steps);
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }
}
