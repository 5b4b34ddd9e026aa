import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '#local/step-functions/store/store.ts';
import type { HistoryEvent } from '#state-machines/asl/types.ts';

let folder: string;
let store: Store;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gen3d-store-'));
  store = openStore(folder);
});

afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const row = (id: number) => ({
  id,
  arn: `arn:aws:states:us-east-1:123456789012:execution:M:e${id}`,
  machine: 1,
  revision: 1,
  status: 'RUNNING' as const,
  started: id,
  stopped: null,
  last_event: 1,
  next_timer: null,
  calling: 0,
  redrive_count: 0,
  redriven: null,
  redrive_token: null,
});

const event = (id: number): HistoryEvent => ({
  id,
  previousEventId: id - 1,
  timestamp: id,
  type: 'PassStateEntered',
});
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('a commit', () => {
  it('is on disk for the next process that opens the file', async () => {
    await store.commit(() => store.executions.insert(row(1)));

    store.close();
    store = openStore(folder);

    expect(store.executions.find(row(1).arn)).toEqual(row(1));
  });

  it('fails alone in its group, and leaves nothing of itself', async () => {
    const good = store.commit(() => store.executions.insert(row(1)));
    const bad = store.commit(() => {
      store.executions.insert(row(2));
      throw new Error('the disk is full');
    });
    const alsoGood = store.commit(() => store.executions.insert(row(3)));

    await expect(bad).rejects.toThrow('the disk is full');
    await Promise.all([good, alsoGood]);

    expect(store.executions.find(row(1).arn)?.id).toBe(1);
    expect(store.executions.find(row(2).arn)).toBeUndefined();
    expect(store.executions.find(row(3).arn)?.id).toBe(3);
  });

  it('that is pending is written when the store closes', async () => {
    const waiting = store.commit(() => store.executions.insert(row(1)));

    store.close();
    await waiting;
    store = openStore(folder);

    expect(store.executions.find(row(1).arn)?.id).toBe(1);
  });
});

describe('the store file', () => {
  it('is refused while another process has it open', () => {
    expect(() => openStore(folder)).toThrow(expect.objectContaining({ code: 'StoreInUse' }));
  });

  it('is refused when a newer release wrote it', () => {
    store.close();
    const database = new DatabaseSync(join(folder, 'executions.sqlite'));
    database.exec('PRAGMA user_version = 99');
    database.close();

    expect(() => openStore(folder)).toThrow(expect.objectContaining({ code: 'StoreVersion' }));

    rmSync(folder, { recursive: true });
    store = openStore(folder);
  });

  it('never reuses an id', async () => {
    const first = store.executions.newId();
    await store.commit(() => store.executions.insert(row(first)));

    store.close();
    store = openStore(folder);

    expect(store.executions.newId()).toBeGreaterThan(first);
  });
});

describe('executions', () => {
  it('are listed newest first, by status, redrive and page', async () => {
    await store.commit(() => {
      for (const id of range(1, 6))
        store.executions.insert({
          ...row(id),
          status: id % 2 === 0 ? 'FAILED' : 'RUNNING',
          redrive_count: id > 4 ? 1 : 0,
        });
    });
    const all = { machine: 1, status: undefined, redriven: undefined, before: 99, limit: 10 };
    const ids = (filter: object) => store.executions.list({ ...all, ...filter }).map(({ id }) => id);

    expect(ids({})).toEqual([6, 5, 4, 3, 2, 1]);
    expect(ids({ status: 'FAILED' })).toEqual([6, 4, 2]);
    expect(ids({ redriven: true })).toEqual([6, 5]);
    expect(ids({ status: 'RUNNING', redriven: false, limit: 1 })).toEqual([3]);
    expect(ids({ before: 3 })).toEqual([2, 1]);
    expect(ids({ machine: 2 })).toEqual([]);
  });

  it('are found by their timers, most overdue first', async () => {
    await store.commit(() => {
      store.executions.insert({ ...row(1), next_timer: 300 });
      store.executions.insert({ ...row(2), next_timer: 100 });
      store.executions.insert(row(3));
    });

    expect(store.executions.nextDue()).toBe(100);
    expect(store.executions.due(99, 10)).toEqual([]);
    expect(store.executions.due(300, 10)).toEqual([row(2).arn, row(1).arn]);
  });

  it('with open calls are the only ones that a restart loads', async () => {
    await store.commit(() => {
      store.executions.insert(row(1));
      store.executions.insert({ ...row(2), calling: 1 });
    });

    expect(store.executions.calling()).toEqual([row(2).arn]);
  });
});

describe('histories', () => {
  it('are read from any event, in both directions, however they were split into steps', async () => {
    const steps = fc.array(fc.integer({ min: 1, max: 150 }), { minLength: 1, maxLength: 5 });
    let execution = 0;
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), async (sizes, at) => {
        execution += 1;
        let last = 0;
        await store.commit(() => {
          for (const size of sizes) {
            store.history.append(execution, range(last + 1, last + size).map(event));
            last += size;
          }
        });
        const from = 1 + (at % last);

        const forward = [...store.history.forward(execution, from)].map(({ id }) => id);
        const backward = [...store.history.backward(execution, from)].map(({ id }) => id);

        expect(forward).toEqual(range(from, last));
        expect(backward).toEqual(range(1, from).reverse());
        expect(store.history.read(execution).events).toHaveLength(last);
      }),
      { numRuns: 40 },
    );
  });
});
