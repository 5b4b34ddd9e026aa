import { readFileSync } from 'node:fs';
import * as runtime from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type Click,
  createMaskDecoder,
  decodeEmbeddings,
  type Embeddings,
  EmbeddingsError,
  type GraphAnswer,
  type MaskGraph,
  onnxDecoder,
  PromptError,
} from '#client/mask/index.ts';
import { EmbeddingsManifest } from '#contracts/embeddings.ts';
import { openGraph } from '#web/mask/decoder/onnx-graph.ts';

const folder = 'test/fixtures/sam3-tiny';
const json = (name: string): unknown => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'));
const Expected = z.array(
  z.object({
    points: z.array(z.tuple([z.number(), z.number()])),
    labels: z.array(z.int()),
    shape: z.tuple([z.int(), z.int(), z.int()]),
    masks: z.array(z.number()),
    scores: z.array(z.number()),
  }),
);

let embeddings: Embeddings;
let graph: MaskGraph;
beforeAll(async () => {
  const manifest = EmbeddingsManifest.parse(json('embeddings.json'));
  embeddings = decodeEmbeddings(manifest, readFileSync(`${folder}/embeddings.bin`));
  graph = await openGraph(runtime, readFileSync(`${folder}/decoder.onnx`), embeddings);
});

function scaled(points: readonly (readonly [number, number])[]): Float32Array {
  const [scaleX, scaleY] = embeddings.scale;
  return Float32Array.from(points.flatMap(([x, y]) => [x * scaleX, y * scaleY]));
}

describe('a SAM 3 decoder in onnxruntime-web', () => {
  it.each(Expected.parse(json('expected.json')))(
    'answers as torch does: labels $labels',
    async (expected) => {
      const answer = await graph.run(scaled(expected.points), Int32Array.from(expected.labels));

      expect([answer.scores.length, answer.rows, answer.columns]).toEqual(expected.shape);
      expect(farthest(answer.masks, expected.masks)).toBeLessThan(2e-3);
      expect(farthest(answer.scores, expected.scores)).toBeLessThan(1e-3);
    },
  );

  it('returns three masks for a click, from small to large, each with the clicked pixel', async () => {
    const candidates = await onnxDecoder(embeddings, graph).decode({ points: [on(30, 20)] });

    const sizes = candidates.map(({ mask }) => mask.data.filter((value) => value === 255).length);
    expect(candidates.map(({ mask }) => [mask.width, mask.height])).toEqual(Array(3).fill([96, 64]));
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(candidates.map(({ mask }) => mask.data[20 * 96 + 30])).toEqual([255, 255, 255]);
  });

  it('returns the best mask for clicks and a box at the requested size', async () => {
    const prompts = { points: [on(30, 20), beside(10, 60)], box: { x0: 80, y0: 56, x1: 12, y1: 8 } };

    const candidates = await onnxDecoder(embeddings, graph).decode(prompts, { width: 48, height: 32 });

    expect(candidates).toHaveLength(1);
    expect(candidates[0]?.mask).toMatchObject({ width: 48, height: 32 });
    expect(candidates[0]?.mask.data[10 * 48 + 15]).toBe(255);
    expect(candidates[0]?.mask.data[30 * 48 + 5]).toBe(0);
  });

  it('rejects embeddings without its feature maps', async () => {
    const other: Embeddings = { ...embeddings, tensors: new Map() };

    await expect(openGraph(runtime, readFileSync(`${folder}/decoder.onnx`), other)).rejects.toThrow(
      EmbeddingsError,
    );
  });
});

describe('prompts for a graph', () => {
  it('are scaled to its input, with a box as its top left and bottom right corners', async () => {
    const asked: [number[], number[]][] = [];
    const decoder = onnxDecoder(embeddings, recording(asked));

    await decoder.decode({ points: [beside(10, 60)], box: { x0: 48, y0: 8, x1: 12, y1: 32 } });

    const [points, labels] = asked[0] ?? [];
    expect(points?.map((value) => Math.round(value))).toEqual([14, 14, 56, 56, 12, 105]);
    expect(labels).toEqual([2, 3, 0]);
  });

  it('are rejected outside the photo', async () => {
    await expect(onnxDecoder(embeddings, recording([])).decode({ points: [on(96, 1)] })).rejects.toThrow(
      PromptError,
    );
  });

  it('report an inconsistent answer', async () => {
    const broken: MaskGraph = {
      run: async () => ({ ...blank, masks: new Float32Array(3) }),
    };

    await expect(onnxDecoder(embeddings, broken).decode({ points: [on(1, 1)] })).rejects.toThrow(
      /3 logits and 3 scores/,
    );
  });

  it("need a graph, which the preview's decoder isn't", () => {
    expect(() => createMaskDecoder(embeddings)).toThrow(/ONNX decoder at decoder.onnx/);
  });
});

const blank: GraphAnswer = {
  masks: new Float32Array(12),
  columns: 2,
  rows: 2,
  scores: Float32Array.of(0.1, 0.3, 0.2),
};

function recording(asked: [number[], number[]][]): MaskGraph {
  return {
    run: async (points, labels) => {
      asked.push([[...points], [...labels]]);
      return blank;
    },
  };
}

function on(x: number, y: number): Click {
  return { x, y, label: 1 };
}

function beside(x: number, y: number): Click {
  return { x, y, label: 0 };
}

/** Largest difference of two lists, as a share of the largest value. */
function farthest(ours: Float32Array, theirs: readonly number[]): number {
  expect(ours).toHaveLength(theirs.length);
  const largest = Math.max(1, ...theirs.map(Math.abs));
  return Math.max(...theirs.map((value, i) => Math.abs(value - (ours[i] ?? Number.NaN)))) / largest;
}
