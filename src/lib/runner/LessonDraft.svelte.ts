import { SvelteSet } from 'svelte/reactivity';
import type { Hideable, Lesson } from './lesson.ts';

/** The lesson that a lecturer puts together for a link, box by box. */
export class LessonDraft implements Lesson {
  readonly hidden = new SvelteSet<Hideable>();
  readonly locked = new SvelteSet<string>();

  /** Begins from the lesson of the link that was opened. */
  take({ hidden, locked }: Lesson): void {
    replace(this.hidden, hidden);
    replace(this.locked, locked);
  }

  toggleHidden(part: Hideable): void {
    toggle(this.hidden, part);
  }

  toggleLocked(name: string): void {
    toggle(this.locked, name);
  }
}

function toggle<T>(set: Set<T>, item: T): void {
  if (!set.delete(item)) set.add(item);
}

function replace<T>(set: Set<T>, items: ReadonlySet<T>): void {
  set.clear();
  for (const item of items) set.add(item);
}
