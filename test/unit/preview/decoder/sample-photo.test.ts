import { readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import { beforeAll, describe, expect, it } from 'vitest';
import { best, type Click, createMaskDecoder, type MaskDecoder, type Prompts } from '#client/mask/index.ts';
import { embeddingsOf } from '../support/embeddings.ts';
import { iou } from '../support/overlap.ts';

const cup = decode(readFileSync('local/demo/sample/coffee-cup-mask.png'));
const cupPixels = Uint8Array.from(
  { length: cup.width * cup.height },
  (_, i) => cup.data[i * cup.channels] ?? 0,
);

let decoder: MaskDecoder;
beforeAll(async () => {
  decoder = createMaskDecoder(await embeddingsOf(readFileSync('local/demo/sample/coffee.png')));
});

type Place = readonly [x: number, y: number];

function clicks(inside: readonly Place[], beside: readonly Place[]): Click[] {
  return [
    ...inside.map(([x, y]) => ({ x, y, label: 1 as const })),
    ...beside.map(([x, y]) => ({ x, y, label: 0 as const })),
  ];
}

async function overlaps(prompts: Prompts): Promise<number[]> {
  return (await decoder.decode(prompts)).map(({ mask }) => iou(mask.data, cupPixels));
}

describe('one click into the coffee', () => {
  it('offers the cup among three candidates', async () => {
    expect(Math.max(...(await overlaps({ points: clicks([[285, 150]], []) })))).toBeGreaterThanOrEqual(0.8);
  });

  it('scores the cup highest', async () => {
    const candidates = await decoder.decode({ points: clicks([[285, 150]], []) });

    expect(iou(best(candidates).mask.data, cupPixels)).toBeGreaterThanOrEqual(0.8);
  });

  it.each<Place>([
    [270, 135],
    [285, 135],
    [300, 135],
    [270, 150],
    [300, 150],
    [270, 165],
    [285, 165],
    [300, 165],
  ])('offers about the cup when it lands at (%d, %d)', async (x, y) => {
    expect(Math.max(...(await overlaps({ points: clicks([[x, y]], []) })))).toBeGreaterThanOrEqual(0.75);
  });
});

describe('a box around the cup', () => {
  const box = { x0: 173, y0: 18, x1: 409, y1: 308 };

  it('gives the cup', async () => {
    const [overlap] = await overlaps({ points: [], box });

    expect(overlap).toBeGreaterThanOrEqual(0.85);
  });

  it('gives the cup when drawn from the lower right, and eight pixels too large', async () => {
    const [overlap] = await overlaps({ points: [], box: { x0: 417, y0: 316, x1: 165, y1: 10 } });

    expect(overlap).toBeGreaterThanOrEqual(0.85);
  });

  it('gives the cup together with a click', async () => {
    const [overlap] = await overlaps({ points: clicks([[285, 150]], []), box });

    expect(overlap).toBeGreaterThanOrEqual(0.85);
  });
});

/** Where people would click: on different parts of the cup, and around it, on saucer, spoon and table. */
const sets: Record<string, readonly [inside: Place[], beside: Place[]]> = {
  'coffee, far wall, body and handle; saucer left and right, table, spoon': [
    [
      [285, 150],
      [290, 60],
      [290, 235],
      [220, 275],
    ],
    [
      [130, 220],
      [430, 220],
      [100, 60],
      [365, 290],
    ],
  ],
  'coffee, rim left and right, body; saucer left, right and below, table': [
    [
      [285, 150],
      [200, 110],
      [385, 130],
      [290, 250],
    ],
    [
      [150, 200],
      [440, 200],
      [300, 340],
      [420, 90],
    ],
  ],
  'inner wall left and right, body left and right; saucer on three sides, spoon': [
    [
      [240, 120],
      [330, 120],
      [260, 235],
      [340, 220],
    ],
    [
      [140, 150],
      [450, 150],
      [220, 340],
      [365, 290],
    ],
  ],
  'inner wall, body three times; table three times, saucer below': [
    [
      [285, 100],
      [230, 200],
      [340, 200],
      [285, 260],
    ],
    [
      [80, 50],
      [520, 80],
      [520, 330],
      [200, 350],
    ],
  ],
  'rim above, left and right, handle; saucer close around': [
    [
      [290, 30],
      [190, 130],
      [390, 150],
      [220, 280],
    ],
    [
      [150, 130],
      [430, 130],
      [290, 320],
      [165, 270],
    ],
  ],
};

describe('four clicks on the cup and four beside it', () => {
  it.each(Object.entries(sets))('%s', async (_, [inside, beside]) => {
    const [overlap, ...others] = await overlaps({ points: clicks(inside, beside) });

    expect(overlap).toBeGreaterThanOrEqual(0.85);
    expect(others).toEqual([]);
  });
});
