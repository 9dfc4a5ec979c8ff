/** What a chart's look depends on; everything else is in its attributes. */
const inlined = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-size',
  'font-weight',
] as const;

/** The page's fonts are not installed where the file is opened. */
const fontFamily = 'Inter, Helvetica, Arial, sans-serif';

const headingHeight = 36;
const gap = 20;
const border = 16;

/**
 * The charts of a figure, one under the other, as the text of a standalone SVG in the colours of the page's theme. Always the
 * wide layout, whatever the page shows. Throws where the figure holds no chart.
 */
export function figureToSvg(figure: HTMLElement): string {
  const charts = [...figure.querySelectorAll<SVGSVGElement>('svg[data-layout="wide"]')];
  if (charts.length === 0) throw new Error('There is no chart in this figure to export.');
  const style = getComputedStyle(figure);
  const parts: string[] = [];
  let [width, y] = [0, border];
  for (const chart of charts) {
    const box = chart.viewBox.baseVal;
    const title = chart.querySelector('title')?.textContent ?? '';
    const heading = `<text x="${border}" y="${y + 20}" font-size="16" font-weight="600" fill="${style.color}">${escaped(title)}</text>`;
    const body = `<g transform="translate(${border} ${y + headingHeight})" font-size="${getComputedStyle(chart).fontSize}">${withStyles(chart)}</g>`;
    parts.push(heading, body);
    width = Math.max(width, box.width + 2 * border);
    y += headingHeight + box.height + gap;
  }
  const size = `width="${width}" height="${y}" viewBox="0 0 ${width} ${y}"`;
  const paper = getComputedStyle(document.documentElement).getPropertyValue('--figure-background').trim();
  const background = `<rect width="${width}" height="${y}" fill="${paper}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="${fontFamily}">${background}${parts.join('')}</svg>\n`;
}

/** The chart's drawing, each element carrying the style that the page's CSS gave it. */
function withStyles(chart: SVGSVGElement): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const originals = chart.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, i) => {
    const original = originals[i];
    if (original === undefined) return;
    const style = getComputedStyle(original);
    for (const property of inlined) element.setAttribute(property, style.getPropertyValue(property));
    element.removeAttribute('class');
  });
  copy.querySelectorAll('title, desc').forEach((element) => element.remove());
  const serializer = new XMLSerializer();
  return [...copy.children]
    .map((child) => serializer.serializeToString(child).replaceAll(' xmlns="http://www.w3.org/2000/svg"', ''))
    .join('');
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The same as a PNG of twice the size, sharp on a projector. Throws where the browser cannot draw it. */
export async function svgToPng(svg: string, scale = 2): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * scale;
  canvas.height = image.naturalHeight * scale;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser gives no canvas to draw a PNG on; export the SVG instead.');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('This browser could not encode the PNG; export the SVG instead.');
  return blob;
}
