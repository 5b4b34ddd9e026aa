import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Stage } from '#contracts/common.ts';
import { stageFacts } from '#contracts/transitions.ts';
import {
  advance,
  cancelRow,
  failRow,
  raiseProgress,
  recordEmail,
  resumeRow,
} from '#tasks/core/session/transitions.ts';
import { settings } from '../../support/environment.ts';
import { liveIn } from '../../support/fixtures.ts';
import { waitForMask } from '../../support/mask-wait.ts';
import { given, jobId, row, rowNow } from '../../support/sessions.ts';

liveIn();
const table = settings.JOB_STATUS_TABLE;
const writer = (redrive = 0) => ({ job_id: jobId, redrive });
const reason = { code: 'ModelFailed', message: 'It failed.' };
const terminal = ['completed', 'failed', 'cancelled'];

type Step =
  | { readonly kind: 'advance'; readonly stage: Stage; readonly redrive: number }
  | { readonly kind: 'fail'; readonly redrive: number }
  | { readonly kind: 'resume'; readonly redrive: number }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'wait'; readonly redrive: number }
  | { readonly kind: 'raise'; readonly progress: number };

const redrive = fc.integer({ min: 0, max: 2 });
const stage = fc.constantFrom<Stage>('validating', 'embedding', 'reconstructing', 'notifying', 'done');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('advance' as const), stage, redrive }),
  fc.record({ kind: fc.constant('fail' as const), redrive }),
  fc.record({ kind: fc.constant('resume' as const), redrive }),
  fc.record({ kind: fc.constant('raise' as const), progress: fc.integer({ min: 0, max: 99 }) }),
  fc.record({ kind: fc.constant('wait' as const), redrive }),
  fc.constant({ kind: 'cancel' as const }),
);

async function take(taken: Step): Promise<void> {
  switch (taken.kind) {
    case 'advance':
      await advance(table, writer(taken.redrive), taken.stage).catch(() => undefined);
      return;
    case 'fail':
      await failRow(table, writer(taken.redrive), reason);
      return;
    case 'resume':
      return resumeRow(table, writer(taken.redrive), 'RequestEmbedding').catch(() => undefined);
    case 'raise':
      await raiseProgress(table, jobId, 'embedding', taken.progress);
      return;
    case 'wait':
      await waitForMask(taken.redrive);
      return;
    case 'cancel':
      await cancelRow(table, jobId);
      return;
  }
}

describe('a session row', () => {
  it('only moves forward, in every order of writes', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await given(row());
        for (const next of steps) {
          const before = await rowNow();
          await take(next);
          const after = await rowNow();

          expect(after.redrive_count).toBeGreaterThanOrEqual(before.redrive_count);
          if (before.deleted_at !== undefined) expect(after).toEqual(before);
          else if (before.status === 'completed') expect(['completed', 'cancelled']).toContain(after.status);
          else if (after.redrive_count === before.redrive_count && after.status !== 'cancelled') {
            expect(after.progress).toBeGreaterThanOrEqual(before.progress);
            if (terminal.includes(before.status)) expect(after.status).toBe(before.status);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['a completed row', { status: 'completed', stage: 'done', progress: 100 }, 1],
    ['a row of a later redrive', { status: 'awaiting_mask', stage: 'awaiting_mask', redrive_count: 2 }, 1],
    ['a row with more progress', { status: 'processing', stage: 'reconstructing', progress: 50 }, 0],
    ['a failed row of the same redrive', { status: 'failed' }, 0],
    ['a deleted row', { status: 'cancelled', deleted_at: new Date(0).toISOString() }, 1],
  ] as const)('is not overwritten by WaitForMask: %s', async (_, changes, redrive) => {
    await given(row(changes));
    const before = await rowNow();

    expect(await waitForMask(redrive)).toBe(false);

    expect(await rowNow()).toEqual(before);
  });

  it.each([
    ['after the embedding', { status: 'processing', stage: 'embedding', progress: 35 }, 0],
    ['after a rejected mask', { status: 'processing', stage: 'validating_mask', progress: 40 }, 0],
    ['by a redrive of a failed session', { status: 'failed', stage: 'notifying', progress: 90 }, 1],
  ] as const)('waits for a mask %s', async (_, changes, redrive) => {
    await given(row(changes));

    expect(await waitForMask(redrive, { code: 'MaskEmpty', message: 'It is empty.' })).toBe(true);

    expect(await rowNow()).toMatchObject({
      ...stageFacts.awaiting_mask,
      stage: 'awaiting_mask',
      redrive_count: redrive,
      mask_token: `token-of-redrive-${redrive}`,
      reason: { code: 'MaskEmpty' },
    });
  });

  it('stays completed when its execution fails and is redriven', async () => {
    await given(row());
    const completed = await advance(table, writer(), 'done');

    await resumeRow(table, writer(1), 'NotifySuccess');
    const again = await advance(table, writer(1), 'done', { has_splat: true });
    const failed = await failRow(table, writer(1), reason);

    expect(again).toEqual(completed);
    expect(failed).toBeUndefined();
    expect(await rowNow()).toEqual(completed);
  });

  it('is created only by POST /initialize', async () => {
    await expect(advance(table, writer(), 'embedding')).rejects.toMatchObject({ name: 'SessionMissing' });
    await failRow(table, writer(), reason);
    await recordEmail(table, writer(), 'sent');
    await cancelRow(table, jobId);

    await expect(rowNow()).rejects.toThrow();
  });

  it('ignores the outcome of an old email after a redrive has resumed the session', async () => {
    await given(row());
    await failRow(table, writer(), reason);
    await resumeRow(table, writer(1), 'WaitForMask');

    await recordEmail(table, writer(), 'sent');

    expect((await rowNow()).mail).toBeUndefined();
  });

  it('throws SessionCancelled in a task of a deleted session', async () => {
    await given(row());
    await cancelRow(table, jobId);

    await expect(advance(table, writer(1), 'embedding')).rejects.toMatchObject({ name: 'SessionCancelled' });
    await expect(resumeRow(table, writer(1), 'ValidateInput')).rejects.toMatchObject({
      name: 'SessionCancelled',
    });
  });

  it('keeps the token until the session ends', async () => {
    await given(row({ status: 'awaiting_mask', stage: 'awaiting_mask', mask_token: 'token' }));

    await advance(table, writer(), 'reconstructing');
    const running = await rowNow();
    await advance(table, writer(), 'done');
    const ended = await rowNow();

    expect([running.mask_token, ended.mask_token]).toEqual(['token', undefined]);
  });

  it('records when each stage began', async () => {
    await given(row());

    await advance(table, writer(), 'validating');
    await advance(table, writer(), 'embedding');

    const { stage_times } = await rowNow();
    expect(Object.keys(stage_times).sort()).toEqual(['embedding', 'starting', 'validating']);
  });

  it('has stages with increasing progress', () => {
    const progress = Object.values(stageFacts).map((facts) => facts.progress);

    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });
});
