import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface OutlineItem {
  readonly title: string;
  readonly page: number | undefined;
  readonly items: readonly OutlineItem[];
}

/** What can be checked about a printed book. Pages count from 1. */
export interface PrintedBook {
  readonly pageCount: number;
  /** By the id that a link leads to. */
  readonly pageOf: Readonly<Record<string, number>>;
  readonly outline: readonly OutlineItem[];
}

export async function readPdf(bytes: Uint8Array): Promise<PrintedBook> {
  return withDocument(bytes, async (pdf) => {
    const destinations = Object.entries(await pdf.getDestinations());
    const pageOf: Record<string, number> = {};
    for (const [id, destination] of destinations) pageOf[id] = await pageAt(pdf, destination as readonly unknown[] | null);
    return { pageCount: pdf.numPages, pageOf, outline: await outlineOf(pdf, await pdf.getOutline()) };
  });
}

/** The text of every page, in the order in which it is read. */
export async function textOfPages(bytes: Uint8Array): Promise<string[]> {
  return withDocument(bytes, async (pdf) => {
    const texts: string[] = [];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const { items } = await (await pdf.getPage(number)).getTextContent();
      texts.push(items.map((item) => ('str' in item ? item.str : '')).join(' '));
    }
    return texts;
  });
}

async function withDocument<T>(bytes: Uint8Array, use: (pdf: PDFDocumentProxy) => Promise<T>): Promise<T> {
  // The reader takes the bytes away, so it gets its own.
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
  try {
    return await use(await task.promise);
  } finally {
    await task.destroy();
  }
}

type Outline = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>;

async function outlineOf(pdf: PDFDocumentProxy, items: Outline): Promise<OutlineItem[]> {
  const read: OutlineItem[] = [];
  for (const { title, dest, items: below } of items) {
    const destination: readonly unknown[] | null = typeof dest === 'string' ? await pdf.getDestination(dest) : dest;
    const page = destination === null ? undefined : await pageAt(pdf, destination);
    read.push({ title, page, items: await outlineOf(pdf, below as Outline) });
  }
  return read;
}

async function pageAt(pdf: PDFDocumentProxy, destination: readonly unknown[] | null): Promise<number> {
  const [reference] = destination ?? [];
  if (typeof reference === 'number') return reference + 1;
  return (await pdf.getPageIndex(reference as Parameters<PDFDocumentProxy['getPageIndex']>[0])) + 1;
}
