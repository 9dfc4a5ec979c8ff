import { readFileSync } from 'node:fs';
import type { Download, Locator, Page } from 'playwright-core';

type Status = 'idle' | 'preparing' | 'running' | 'paused' | 'done' | 'diverged' | 'failed';
type RunAction = 'run' | 'pause' | 'resume' | 'step' | 'stop' | 'reset' | 'reseed' | 'rerun-mended';
type LinkAction = 'copy-link' | 'copy-embed' | 'export' | 'show-everything';
type ModelAction = 'start-from' | 'run-model' | 'format-model' | 'remove-model';
type Action = RunAction | LinkAction | ModelAction;

/** Buttons below "Link and export". */
const shared: ReadonlySet<Action> = new Set<Action>(['copy-link', 'copy-embed', 'export']);

/** An example as a reader meets it, by nothing but the page contract. */
export class ExampleOnPage {
  readonly section: Locator;
  readonly #page: Page;

  constructor(page: Page, id: string) {
    this.#page = page;
    this.section = page.locator(`section#ex-${id}[data-experiment="${id}"]`);
  }

  /** Brings it into view, reaches for it and waits until its buttons work. */
  async ready(): Promise<this> {
    await this.section.scrollIntoViewIfNeeded();
    await this.section.dispatchEvent('pointerover');
    await this.section.locator('[data-action]:enabled').first().waitFor();
    return this;
  }

  async press(action: Action): Promise<void> {
    if (shared.has(action)) await this.#openShareMenu();
    const button = this.section.locator(`[data-action="${action}"]`).first();
    await this.#openDrawerOf(button);
    await button.click();
  }

  async waitFor(status: Status, seconds = 30): Promise<void> {
    try {
      await this.#page.locator(`#${await this.#id()}[data-status="${status}"]`).waitFor({ timeout: seconds * 1000 });
    } catch (error) {
      const said = await this.section.locator('[data-note], [data-error], .progress').allInnerTexts();
      throw new Error(`Waited ${seconds} s for "${status}", but it is "${await this.status()}": ${said.join(' ')}`, {
        cause: error,
      });
    }
  }

  status(): Promise<string | null> {
    return this.section.getAttribute('data-status');
  }

  verdict(): Promise<string | null> {
    return this.section.locator('[data-verdict]').getAttribute('data-verdict');
  }

  /** One of held, failed, pending for each claim. */
  claims(): Promise<(string | null)[]> {
    return this.section.locator('[data-claim]').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-claim')));
  }

  notes(): Promise<string[]> {
    return this.section.locator('[data-note]').allInnerTexts();
  }

  /** The field of a parameter, found by the label that the reader sees. */
  async field(label: string): Promise<Locator> {
    const field = this.section.getByLabel(label, { exact: true });
    await this.#openDrawerOf(field);
    return field;
  }

  async link(): Promise<string> {
    await this.press('copy-link');
    return this.section.getByLabel('Link to this state').inputValue();
  }

  /** Ticks a box of the lesson that the next copied link carries. */
  async tick(part: string): Promise<void> {
    await this.#openShareMenu();
    const box = this.section.locator(`[data-lesson-picker] input[value="${part}"]`);
    await this.#openDrawerOf(box);
    await box.check();
  }

  /** The code that embeds the example in its state. */
  async embedCode(): Promise<string> {
    await this.press('copy-embed');
    return this.section.getByLabel('Code of the frame').inputValue();
  }

  /** Presses the export button with this label, and waits for the file. */
  async download(label: string): Promise<Download> {
    await this.#openShareMenu();
    const button = this.section.locator('[data-action="export"]', { hasText: label });
    await this.#openDrawerOf(button);
    const [download] = await Promise.all([this.#page.waitForEvent('download'), button.click()]);
    return download;
  }

  /** The run as it stands, as CSV. */
  async csv(): Promise<string> {
    return readFileSync(await (await this.download('CSV')).path(), 'utf8');
  }

  /** What is below "Link and export" is loaded when it is opened. */
  async #openShareMenu(): Promise<void> {
    const drawer = this.section.locator('details', { has: this.#page.locator('> summary', { hasText: 'Link and export' }) });
    if (!(await drawer.evaluate((element: HTMLDetailsElement) => element.open))) await drawer.locator('> summary').click();
    await this.section.locator('[data-action="copy-link"]').waitFor();
  }

  async #openDrawerOf(control: Locator): Promise<void> {
    const drawers = control.locator('xpath=ancestor::details[not(@open)]');
    // The outer one first: what lies in a closed one cannot be clicked.
    for (let closed = await drawers.count(); closed > 0; closed--) await drawers.first().locator('> summary').click();
  }

  async #id(): Promise<string> {
    return (await this.section.getAttribute('id')) ?? '';
  }
}
