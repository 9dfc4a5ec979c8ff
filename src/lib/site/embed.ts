/** What an embedded example posts to the page around it, each time its height changes. */
export interface HeightMessage {
  readonly type: 'deep-and-trainable:height';
  /** The example. */
  readonly id: string;
  /** In CSS pixels. */
  readonly height: number;
}

/** Height of a frame that does not follow its example, in pixels: the figure and its buttons in a column of text, and the claims by scrolling. */
export const frameHeight = 900;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** The code that shows an example in another page. It may copy links from inside, and nothing else. */
export function frameCode(address: string, title: string): string {
  const size = `width="100%" height="${frameHeight}"`;
  return `<iframe src="${escaped(address)}" title="${escaped(title)}" ${size} loading="lazy" allow="clipboard-write" style="border: 0"></iframe>`;
}

/** For the page around: gives every frame of the book the height that its example asks for. */
export const fittingScript = `<script>
  addEventListener('message', ({ data, source }) => {
    if (data?.type !== 'deep-and-trainable:height') return;
    const frame = [...document.querySelectorAll('iframe')].find((one) => one.contentWindow === source);
    if (frame) frame.style.height = \`\${data.height}px\`;
  });
</script>`;
