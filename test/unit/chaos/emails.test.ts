import { describe, expect, it } from 'vitest';
import { emailProblems, windowHits } from '#test/chaos/checks/emails.ts';
import type { Email, Evidence } from '#test/chaos/checks/evidence.ts';

const tags = { job_id: 'gen3d-1', kind: 'success-user', redrive: '0' };
const email = (sentAt: number): Email => ({ to: ['user@example.com'], sentAt, tags });

function evidence(emails: readonly Email[], kills: readonly number[]): Evidence {
  const none = {
    sessions: [],
    rows: new Map(),
    sendRecords: new Map(),
    objects: new Map(),
    keys: [],
    faults: [],
  };
  return { ...none, emails, kills };
}

describe('emailProblems', () => {
  it('reports a duplicate email without a kill', () => {
    expect(emailProblems(evidence([email(1_000), email(20_000)], []), false)).toEqual([
      'email gen3d-1#success-user#0 was sent 2 times, and no kill explains it',
    ]);
  });

  it('reports a duplicate email when the kill came too late', () => {
    expect(emailProblems(evidence([email(1_000), email(20_000)], [9_000]), false)).toHaveLength(1);
  });

  it('accepts a duplicate when a kill came before the send record was complete', () => {
    const hit = evidence([email(20_000), email(1_000)], [1_400]);

    expect(emailProblems(hit, false)).toEqual([]);
    expect(windowHits(hit, false)).toEqual([{ email: 'gen3d-1#success-user#0', killedAfter: 400 }]);
  });

  it('counts a killed thread as a kill', () => {
    const faults = [{ at: 1_400, call: 'thread', fault: 'killed' }];

    expect(emailProblems({ ...evidence([email(20_000), email(1_000)], []), faults }, true)).toEqual([]);
  });

  it('needs a kill for every duplicate', () => {
    const thrice = evidence([email(1_000), email(20_000), email(40_000)], [1_400]);

    expect(emailProblems(thrice, false)).toHaveLength(1);
  });
});
