import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { best, type Click, createMaskDecoder, type MaskDecoder, PromptError } from '#client/mask/index.ts';
import { type Colour, embeddingsOf, noisy, painted } from '../support/embeddings.ts';
import { iou, isWithin, selected, shape } from '../support/overlap.ts';

const red: Colour = [200, 60, 50];
const green: Colour = [70, 130, 80];
const on = (x: number, y: number): Click => ({ x, y, label: 1 });
const beside = (x: number, y: number): Click => ({ x, y, label: 0 });

async function decoderOf(
  width: number,
  height: number,
  paint: (x: number, y: number) => Colour,
): Promise<MaskDecoder> {
  return createMaskDecoder(await embeddingsOf(await painted(width, height, paint)));
}

describe('a disc on noise', () => {
  const [width, height] = [400, 300];
  const inDisc = (x: number, y: number) => Math.hypot(x - 150, y - 140) < 70;
  const disc = shape(width, height, inDisc);
  let decoder: MaskDecoder;
  beforeAll(async () => {
    decoder = await decoderOf(width, height, (x, y) => noisy(inDisc(x, y) ? red : green, x, y));
  });

  it.each([
    [150, 140],
    [120, 140],
    [175, 165],
  ])('is the best candidate for a click at (%d, %d)', async (x, y) => {
    expect(iou(best(await decoder.decode({ points: [on(x, y)] })).mask.data, disc)).toBeGreaterThan(0.9);
  });

  it('fills a box around it', async () => {
    const [candidate] = await decoder.decode({ points: [], box: { x0: 75, y0: 66, x1: 224, y1: 215 } });

    expect(iou(candidate?.mask.data ?? [], disc)).toBeGreaterThan(0.9);
  });

  it('is found by clicks on and beside it', async () => {
    const points = [
      on(110, 120),
      on(180, 120),
      on(150, 190),
      beside(150, 30),
      beside(40, 200),
      beside(260, 200),
    ];

    const [candidate] = await decoder.decode({ points });

    expect(iou(candidate?.mask.data ?? [], disc)).toBeGreaterThan(0.9);
  });

  it('gives three nested candidates of the size of the photo for any click', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(width - 1), fc.nat(height - 1), async (x, y) => {
        const candidates = await decoder.decode({ points: [on(x, y)] });
        const masks = candidates.map(({ mask }) => mask);

        expect(masks.map((mask) => [mask.width, mask.height, mask.data.length])).toEqual(
          Array(3).fill([width, height, width * height]),
        );
        for (const { data } of masks) expect(data[y * width + x]).toBe(255);
        const [small, middle, large] = masks.map(({ data }) => data);
        expect(small && middle && isWithin(small, middle)).toBe(true);
        expect(middle && large && isWithin(middle, large)).toBe(true);
        for (const { score } of candidates)
          expect(score).toSatisfy((value: number) => value >= 0 && value <= 1);
      }),
      { numRuns: 15 },
    );
  });

  it('respects all clicks', async () => {
    const place = fc.record({
      x: fc.nat(width - 1),
      y: fc.nat(height - 1),
      label: fc.constantFrom<0 | 1>(0, 1),
    });
    const different = { minLength: 1, maxLength: 5, selector: ({ x, y }: Click) => `${x} ${y}` };
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(place, different), fc.boolean(), async (others, boxed) => {
        const points: Click[] = [on(200, 150), ...others.filter(({ x, y }) => x !== 200 || y !== 150)];
        const box = { x0: 20, y0: 20, x1: 380, y1: 280 };

        const candidates = await decoder.decode({ points, ...(boxed && { box }) });

        for (const { mask } of candidates)
          for (const { x, y, label } of points) expect(mask.data[y * width + x]).toBe(255 * label);
      }),
      { numRuns: 15 },
    );
  });
});

describe('a long object', () => {
  it('is among the candidates for a click on its middle, or off it', async () => {
    const inEllipse = (x: number, y: number) => ((x - 200) / 150) ** 2 + ((y - 150) / 50) ** 2 < 1;
    const decoder = await decoderOf(400, 300, (x, y) => noisy(inEllipse(x, y) ? red : green, x, y, 20));
    const ellipse = shape(400, 300, inEllipse);

    for (const click of [on(200, 150), on(150, 150), on(260, 140)]) {
      const candidates = await decoder.decode({ points: [click] });
      expect(Math.max(...candidates.map(({ mask }) => iou(mask.data, ellipse)))).toBeGreaterThan(0.85);
    }
  });
});

describe('shapes that are not star-shaped', () => {
  it('selects a horseshoe by clicks on it and beside it', async () => {
    const [width, height] = [300, 300];
    const inShoe = (x: number, y: number) => {
      const radius = Math.hypot(x - 150, y - 150);
      return radius > 60 && radius < 110 && !(y > 150 && Math.abs(x - 150) < 40);
    };
    const decoder = await decoderOf(width, height, (x, y) => noisy(inShoe(x, y) ? red : green, x, y, 20));
    const along = [on(150, 65), on(65, 150), on(235, 150), on(90, 210), on(210, 210)];

    const [candidate] = await decoder.decode({
      points: [...along, beside(150, 150), beside(150, 280), beside(20, 20), beside(280, 20)],
    });

    expect(iou(candidate?.mask.data ?? [], shape(width, height, inShoe))).toBeGreaterThan(0.85);
  });

  it('joins two objects when both are clicked', async () => {
    const inEither = (x: number, y: number) =>
      Math.hypot(x - 60, y - 60) < 30 || Math.hypot(x - 340, y - 60) < 30;
    const decoder = await decoderOf(400, 120, (x, y) => (inEither(x, y) ? red : green));

    const [candidate] = await decoder.decode({ points: [on(60, 60), on(340, 60)] });

    expect(candidate?.mask.data[60 * 400 + 60]).toBe(255);
    expect(candidate?.mask.data[60 * 400 + 340]).toBe(255);
  });
});

describe('an object that the photo cuts off', () => {
  it('is selected up to the border', async () => {
    const inside = (x: number, y: number) => x < 120 && y > 60 && y < 180;
    const decoder = await decoderOf(320, 240, (x, y) => noisy(inside(x, y) ? red : green, x, y));

    const candidates = await decoder.decode({ points: [on(60, 120)] });

    const overlaps = candidates.map(({ mask }) => iou(mask.data, shape(320, 240, inside)));
    expect(Math.max(...overlaps)).toBeGreaterThan(0.8);
  });
});

describe('odd photos', () => {
  it.each([
    ['one pixel', 1, 1],
    ['one pixel high', 500, 1],
    ['one pixel wide', 1, 500],
    ['64 pixels', 64, 64],
    ['very long', 2000, 10],
    ['an icon', 7, 5],
  ])('%s: a click, a box and many clicks each give a mask', async (_, width, height) => {
    const decoder = await decoderOf(width, height, (x, y) => (x + y < (width + height) / 2 ? red : green));
    const middle = on(Math.floor(width / 2), Math.floor(height / 2));
    const box = { x0: 0, y0: 0, x1: width, y1: height };

    const candidates = [
      ...(await decoder.decode({ points: [middle] })),
      ...(await decoder.decode({ points: [], box })),
      ...(await decoder.decode({ points: [middle, on(0, 0), on(width - 1, height - 1)] })),
    ];

    expect(candidates).toHaveLength(5);
    for (const { mask } of candidates) {
      expect([mask.width, mask.height]).toEqual([width, height]);
      expect(selected(mask.data)).toBeGreaterThan(0);
    }
  });

  it('gives three nested candidates for a single colour', async () => {
    const decoder = await decoderOf(200, 100, () => green);

    const candidates = await decoder.decode({ points: [on(100, 50)] });

    const areas = candidates.map(({ mask }) => selected(mask.data));
    expect(areas).toEqual(areas.toSorted((a, b) => a - b));
    expect(areas[0]).toBeGreaterThan(0);
  });

  it('gives a mask of twelve megapixels with a smooth rim', async () => {
    const [width, height] = [4000, 3000];
    const small = await painted(400, 300, (x, y) => (Math.hypot(x - 200, y - 150) < 80 ? red : green));
    const embeddings = { ...(await embeddingsOf(small)), width, height };
    const disc = shape(width, height, (x, y) => Math.hypot(x - 2000, y - 1500) < 800);

    const candidates = await createMaskDecoder(embeddings).decode({ points: [on(2000, 1500)] });

    expect(iou(best(candidates).mask.data, disc)).toBeGreaterThan(0.95);
  });
});

describe('invalid prompts', () => {
  let decoder: MaskDecoder;
  beforeAll(async () => {
    decoder = await decoderOf(100, 80, () => green);
  });

  it.each([
    ['none', []],
    ['only clicks beside the object', [beside(10, 10)]],
    ['a click right of the photo', [on(100, 10)]],
    ['a click above the photo', [on(10, -1)]],
    ['a click without numbers', [on(Number.NaN, 10)]],
  ])('%s', async (_, points) => {
    await expect(decoder.decode({ points })).rejects.toThrow(PromptError);
  });

  it('a box without numbers', async () => {
    const box = { x0: 1, y0: Number.NaN, x1: 20, y1: 20 };

    await expect(decoder.decode({ points: [], box })).rejects.toThrow(PromptError);
  });

  it('a box beyond the photo is cut to it', async () => {
    const [candidate] = await decoder.decode({ points: [], box: { x0: -500, y0: 200, x1: 900, y1: 300 } });

    expect(selected(candidate?.mask.data ?? [])).toBeGreaterThan(0);
  });
});
