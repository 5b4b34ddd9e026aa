import { readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import * as runtime from 'onnxruntime-web';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { decodeEmbeddings, type Embeddings } from '#client/mask/index.ts';
import { EmbeddingsManifest } from '#contracts/embeddings.ts';
import { embeddingsOf } from '#test/unit/preview/support/embeddings.ts';
import { iou } from '#test/unit/preview/support/overlap.ts';
import { connect, MaskWorkerError } from '#web/mask/decoder/client.ts';
import { createEngine, type Engine } from '#web/mask/decoder/engine.ts';
import { openGraph } from '#web/mask/decoder/onnx-graph.ts';
import { serve } from '#web/mask/decoder/serve.ts';
import { blank, type Drawing } from '#web/mask/model/drawing.ts';

const photo = { width: 600, height: 400 };
const size = { width: 300, height: 200 };
const cup = { points: [{ x: 285, y: 150, label: 1 as const }] };
const noGraph = () => Promise.reject(new Error('The graph is missing.'));

let embeddings: Embeddings;
beforeAll(async () => {
  embeddings = await embeddingsOf(readFileSync('local/demo/sample/coffee.png'));
});

/** A worker without a thread. Messages are cloned and transferred as between threads. */
function workerOf(engine?: Engine) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1);
  if (engine) serve(engine, port2);
  return Object.assign(port1, { terminate: () => port1.close() });
}

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

describe('the mask worker', () => {
  it('answers a click with three masks of the requested size', async () => {
    const worker = connect(workerOf(createEngine(noGraph)));
    await worker.load(embeddings);

    const candidates = await worker.decode(cup, size);

    expect(candidates?.map(({ mask }) => [mask.width, mask.height])).toEqual(Array(3).fill([300, 200]));
  });

  it('loads an embedding in place of the previous one', async () => {
    const worker = connect(workerOf(createEngine(noGraph)));

    await worker.load(embeddings);
    await worker.load(embeddings);

    expect(await worker.decode(cup, size)).toHaveLength(3);
  });

  it('skips clicks that newer ones overtook while they waited', async () => {
    const engine = createEngine(noGraph);
    const decode = vi.spyOn(engine, 'decode');
    const worker = connect(workerOf(engine));
    await worker.load(embeddings);

    const answers = await Promise.all(
      [100, 200, 285].map((x) => worker.decode({ points: [{ x, y: 150, label: 1 }] }, size)),
    );

    expect(answers.map((answer) => answer?.length)).toEqual([3, undefined, 3]);
    expect(decode).toHaveBeenCalledTimes(2);
  });

  it("makes a mask of the cup at the sample photo's size", async () => {
    const worker = connect(workerOf(createEngine(noGraph)));
    await worker.load(embeddings);

    const { png, coverage } = await worker.finish({ ...blank, clicks: cup.points }, photo);

    const mask = decode(png);
    const reference = decode(readFileSync('local/demo/sample/coffee-cup-mask.png'));
    const expected = Uint8Array.from(mask.data, (_, i) => reference.data[i * reference.channels] ?? 0);
    expect([mask.width, mask.height, mask.channels, mask.depth]).toEqual([600, 400, 1, 8]);
    expect(iou(Uint8Array.from(mask.data), expected)).toBeGreaterThanOrEqual(0.85);
    expect(coverage).toBeGreaterThan(15);
  });

  it('makes a mask of strokes without an embedding', async () => {
    const worker = connect(workerOf(createEngine(noGraph)));
    const painted: Drawing = { ...blank, strokes: [{ kind: 'brush', radius: 50, path: [300, 200] }] };

    const { coverage } = await worker.finish(painted, photo);

    expect(coverage).toBeCloseTo((100 * Math.PI * 50 ** 2) / (600 * 400), 1);
  });

  it('paints strokes on the mask that the drawing starts with, without an embedding', async () => {
    const worker = connect(workerOf(createEngine(noGraph)));
    const left = Uint8Array.from({ length: 600 * 400 }, (_, i) => (i % 600 < 300 ? 255 : 0));
    const erased: Drawing = { ...blank, strokes: [{ kind: 'eraser', radius: 50, path: [150, 200] }] };

    const { coverage } = await worker.finish(erased, photo, { ...photo, data: left });

    expect(coverage).toBeCloseTo(50 - (100 * Math.PI * 50 ** 2) / (600 * 400), 1);
  });

  it('uses the chosen suggestion', async () => {
    const worker = connect(workerOf(createEngine(noGraph)));
    await worker.load(embeddings);

    const coverages = [];
    for (const choice of [0, 1, 2])
      coverages.push((await worker.finish({ ...blank, clicks: cup.points, choice }, photo)).coverage);

    expect(coverages).toEqual([...coverages].sort((a, b) => a - b));
    expect(new Set(coverages).size).toBe(3);
  });

  it('decodes with the ONNX graph that the embedding names', async () => {
    const folder = 'test/fixtures/sam3-tiny';
    const manifest: unknown = JSON.parse(readFileSync(`${folder}/embeddings.json`, 'utf8'));
    const tiny = decodeEmbeddings(
      EmbeddingsManifest.parse(manifest),
      readFileSync(`${folder}/embeddings.bin`),
    );
    const requested: string[] = [];
    const engine = createEngine((url, of) => {
      requested.push(url);
      return openGraph(runtime, readFileSync(`${folder}/decoder.onnx`), of);
    });
    const worker = connect(workerOf(engine));

    await worker.load(tiny);

    expect(await worker.decode({ points: [{ x: 30, y: 20, label: 1 }] }, tiny)).toHaveLength(3);
    expect(requested).toEqual(['decoder.onnx']);
  });
});

describe('a failing mask worker', () => {
  it.each([
    ['clicks before the embedding', {}, 'EngineError'],
    ['a missing graph', { decoder: { kind: 'onnx', url: 'x', input_size: 8 } }, 'Error'],
  ] as const)('rejects %s with the reason', async (_, other, name) => {
    const worker = connect(workerOf(createEngine(noGraph)));
    const decoded = 'decoder' in other ? worker.load({ ...embeddings, ...other }) : worker.decode(cup, size);

    await expect(decoded).rejects.toThrow(expect.objectContaining({ name }));
  });

  it('answers clicks after a failed one', async () => {
    const worker = connect(workerOf(createEngine(noGraph)));
    await expect(worker.decode(cup, size)).rejects.toThrow('not ready for clicks');
    await worker.load(embeddings);

    expect(await worker.decode(cup, size)).toHaveLength(3);
  });

  it('rejects open calls when the worker stops or is closed', async () => {
    const stopping = workerOf();
    const [first, second] = [connect(stopping), connect(workerOf())].map((worker) => ({
      worker,
      loading: worker.load(embeddings),
    }));

    stopping.dispatchEvent(new Event('error'));
    second?.worker.dispose();

    await expect(first?.loading).rejects.toThrow('Reload the page');
    await expect(second?.loading).rejects.toThrow(MaskWorkerError);
  });

  it('rejects calls to a worker that did not start', async () => {
    const port = workerOf();
    const worker = connect(port);
    port.dispatchEvent(new Event('error'));

    await expect(worker.load(embeddings)).rejects.toThrow('Reload the page');
  });
});
