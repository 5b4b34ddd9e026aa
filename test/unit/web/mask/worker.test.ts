import { readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import * as runtime from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeEmbeddings, type Embeddings } from '#client/mask/index.ts';
import { EmbeddingsManifest } from '#tasks/core/contracts/embeddings.ts';
import { embeddingsOf } from '#test/unit/mask/support/embeddings.ts';
import { iou } from '#test/unit/mask/support/overlap.ts';
import { connect, MaskWorkerError, type WorkerPort } from '#web/mask/decoder/client.ts';
import { createEngine, type Engine } from '#web/mask/decoder/engine.ts';
import { openGraph } from '#web/mask/decoder/onnx-graph.ts';
import type { Reply } from '#web/mask/decoder/protocol.ts';
import { buffersOf, serve } from '#web/mask/decoder/serve.ts';
import { blank, type Drawing } from '#web/mask/model/drawing.ts';

const photo = { width: 600, height: 400 };
const size = { width: 300, height: 200 };
const cup = { points: [{ x: 285, y: 150, label: 1 as const }] };
const noGraph = () => Promise.reject(new Error('There is no graph here.'));

let embeddings: Embeddings;
beforeAll(async () => {
  embeddings = await embeddingsOf(readFileSync('local/sample/coffee.png'));
});

/** A worker without a thread: messages are cloned and handed over as between threads. */
function workerOf(engine: Engine): WorkerPort & { readonly calls: string[] } {
  const calls: string[] = [];
  let hear: ((reply: Reply) => void) | undefined;
  return {
    calls,
    terminate: () => undefined,
    listen: (onReply) => {
      hear = onReply;
    },
    send: async ({ id, call }) => {
      calls.push(call.name);
      const answer = await serve(engine, structuredClone(call));
      hear?.(structuredClone({ id, answer }, { transfer: buffersOf(answer) }));
    },
  };
}

describe('the mask worker', () => {
  it('answers a click with three masks of the size that is asked for', async () => {
    const worker = connect(workerOf(createEngine(noGraph)));
    await worker.load(embeddings);

    const candidates = await worker.decode(cup, size);

    expect(candidates?.map(({ mask }) => [mask.width, mask.height])).toEqual(Array(3).fill([300, 200]));
  });

  it('leaves the embedding to the page: another round loads it again', async () => {
    const worker = connect(workerOf(createEngine(noGraph)));

    await worker.load(embeddings);
    await worker.load(embeddings);

    expect(await worker.decode(cup, size)).toHaveLength(3);
  });

  it('answers the newest clicks; those that waited behind one and were overtaken are left out', async () => {
    const raw = workerOf(createEngine(noGraph));
    const worker = connect(raw);
    await worker.load(embeddings);

    const answers = await Promise.all(
      [100, 200, 285].map((x) => worker.decode({ points: [{ x, y: 150, label: 1 }] }, size)),
    );

    expect(answers.map((answer) => answer?.length)).toEqual([3, undefined, 3]);
    expect(raw.calls.filter((name) => name === 'decode')).toHaveLength(2);
  });

  it('makes the mask at the size of the photo: the cup of the sample photo', async () => {
    const worker = connect(workerOf(createEngine(noGraph)));
    await worker.load(embeddings);

    const { png, coverage } = await worker.finish({ ...blank, clicks: cup.points }, photo);

    const mask = decode(png);
    const reference = decode(readFileSync('test/fixtures/coffee-cup-mask.png'));
    const expected = Uint8Array.from(mask.data, (_, i) => reference.data[i * reference.channels] ?? 0);
    expect([mask.width, mask.height, mask.channels, mask.depth]).toEqual([600, 400, 1, 8]);
    expect(iou(Uint8Array.from(mask.data), expected)).toBeGreaterThanOrEqual(0.85);
    expect(coverage).toBeGreaterThan(15);
  });

  it('makes a mask of strokes alone before the embedding is there', async () => {
    const worker = connect(workerOf(createEngine(noGraph)));
    const painted: Drawing = { ...blank, strokes: [{ kind: 'brush', radius: 50, path: [300, 200] }] };

    const { coverage } = await worker.finish(painted, photo);

    expect(coverage).toBeCloseTo((100 * Math.PI * 50 ** 2) / (600 * 400), 1);
  });

  it('takes the suggestion that was chosen', async () => {
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
    const asked: string[] = [];
    const engine = createEngine((url, of) => {
      asked.push(url);
      return openGraph(runtime, readFileSync(`${folder}/decoder.onnx`), of);
    });
    const worker = connect(workerOf(engine));

    await worker.load(tiny);

    expect(await worker.decode({ points: [{ x: 30, y: 20, label: 1 }] }, tiny)).toHaveLength(3);
    expect(asked).toEqual(['decoder.onnx']);
  });
});

describe('what goes wrong in the worker', () => {
  it.each([
    ['clicks before the embedding', {}, 'EmbeddingMissing'],
    ['a graph that cannot be had', { decoder: { kind: 'onnx', url: 'x', input_size: 8 } }, 'Error'],
  ] as const)('%s reject with the reason', async (_, other, code) => {
    const worker = connect(workerOf(createEngine(noGraph)));
    const decoded = 'decoder' in other ? worker.load({ ...embeddings, ...other }) : worker.decode(cup, size);

    await expect(decoded).rejects.toThrow(expect.objectContaining({ name: 'MaskWorkerError', code }));
  });

  it('clicks after one that failed are answered', async () => {
    const worker = connect(workerOf(createEngine(noGraph)));
    await expect(worker.decode(cup, size)).rejects.toThrow(MaskWorkerError);
    await worker.load(embeddings);

    expect(await worker.decode(cup, size)).toHaveLength(3);
  });

  it('a worker that dies, or is closed, leaves nobody waiting', async () => {
    let die = () => {};
    const silent: WorkerPort = {
      send: () => undefined,
      terminate: () => undefined,
      listen: (_, onDeath) => {
        die = onDeath;
      },
    };
    const worker = connect(silent);
    const first = worker.load(embeddings);

    die();
    await expect(first).rejects.toThrow('load the page again');
    const second = worker.load(embeddings);
    worker.dispose();

    await expect(second).rejects.toThrow(MaskWorkerError);
  });

  it('a worker that died before it was asked refuses at once', async () => {
    const worker = connect({
      send: () => undefined,
      terminate: () => undefined,
      listen: (_, onDeath) => onDeath(),
    });

    await expect(worker.load(embeddings)).rejects.toThrow('load the page again');
  });
});
