import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import { bitmap } from '../../../src/components/drawings/bitmap.ts';
import Drawing from '../../../src/components/drawings/Drawing.svelte';
import { drawingNamed, loadDrawings } from '../../../src/components/drawings/drawings.ts';
import { shadesOf } from '../../../src/components/drawings/evidence-maps.ts';
import { tile } from '../../../src/components/drawings/tiles.ts';
import { drawingsIn } from '../../../src/lib/experiments/figure.ts';
import gradCam from '../../../src/lib/experiments/grad-cam.ts';
import { packColour } from '../../../src/lib/experiments/packed-colour.ts';
import { defaults } from '../../../src/lib/experiments/params.ts';
import type { ArmLog, Curve } from '../../../src/lib/experiments/runlog.ts';

describe('a bitmap', () => {
  it('has its rows from the bottom up, filled to four bytes, and its colours from blue to red', () => {
    const uri = bitmap([packColour([255, 0, 0]), packColour([0, 255, 0]), packColour([0, 0, 255]), packColour([255, 255, 255])]);
    expect(uri).toMatch(/^data:image\/bmp;base64,/);
    const bytes = Buffer.from(uri.slice(uri.indexOf(',') + 1), 'base64');
    expect(bytes.subarray(0, 2).toString()).toBe('BM');
    expect(bytes.readUInt32LE(2)).toBe(bytes.length);
    expect([bytes.readInt32LE(18), bytes.readInt32LE(22), bytes.readUInt16LE(28)]).toEqual([2, 2, 24]);
    expect([...bytes.subarray(bytes.readUInt32LE(10))]).toEqual([255, 0, 0, 255, 255, 255, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0]);
  });
});

describe('maps in shades', () => {
  it('have the greatest number in the fullest shade, and no cell where there is nothing', () => {
    const paths = shadesOf({ name: 'block 3', side: 2, values: [0, 4, 2, 0] });
    expect(paths.at(-1)).toBe('M1,0h1v1h-1z');
    expect(paths.filter((path) => path !== '')).toHaveLength(2);
    expect(shadesOf({ name: 'block 3', side: 2, values: [0, 0, 0, 0] })).toEqual([]);
  });

  it('lie in one row where there is room, and in rows of three where there is not', () => {
    const wide = tile(5, { name: 'wide', width: 720 }, 30);
    expect(wide.at(4).y).toBe(0);
    expect(wide.at(4).x + wide.side).toBeLessThanOrEqual(720);
    const narrow = tile(5, { name: 'narrow', width: 360 }, 30);
    expect(narrow.at(3)).toEqual({ x: 0, y: narrow.side + 44 });
    expect(narrow.at(2).x + narrow.side).toBeLessThanOrEqual(360);
  });
});

describe('the drawings of class evidence', () => {
  const curve = (y: readonly number[]): Curve => ({ x: y.map((_, i) => i + 1), y });
  const log: ArmLog = {
    classEvidence: curve(Array.from({ length: 592 }, (_, i) => i % 3)),
    exampleImage: curve(Array.from({ length: 256 }, (_, i) => i)),
    exampleLogits: { layers: [], x: [0], y: [[0, 0, 0, 0, 0, 1]] },
    unitImages: curve(Array.from({ length: 1024 }, (_, i) => i)),
    unitClasses: curve([0, 1, 2, 3]),
  };
  const drawn = async (index: number, given: ArmLog): Promise<string> => {
    const panel = gradCam.figure[index];
    if (panel?.kind !== 'drawing') throw new Error('Not a drawing.');
    await loadDrawings(drawingsIn(gradCam.figure));
    const component = drawingNamed(panel.drawing);
    return render(Drawing, { props: { id: 'd', panel, log: given, values: defaults(gradCam.params), component } }).body;
  };

  it('show the image as it is and under each of four maps, in each layout', async () => {
    const page = await drawn(0, log);
    expect(page.match(/<image /g)).toHaveLength(3 * 5);
    expect(page).toContain('taken for: ship');
    expect(page).not.toMatch(/NaN|undefined/);
  });

  it('show four images of a unit, with their classes', async () => {
    const page = await drawn(2, log);
    expect(page.match(/<image /g)).toHaveLength(3 * 4);
    expect(page).toContain('2: bird');
    expect(page).not.toMatch(/NaN|undefined/);
  });

  it('are empty before anything was measured', async () => {
    for (const index of [0, 2]) expect(await drawn(index, {})).not.toMatch(/<image|NaN|undefined/);
  });
});
