import { describe, expect, it } from 'vitest';
import type { Evidence, Mail } from '#test/chaos/checks/evidence.ts';
import { mailProblems, windowHits } from '#test/chaos/checks/mails.ts';

const tags = { job_id: 'gen3d-1', kind: 'success-user', redrive: '0' };
const mail = (sentAt: number): Mail => ({ to: ['user@example.com'], sentAt, tags });

function evidence(mails: readonly Mail[], kills: readonly number[]): Evidence {
  const none = { played: [], rows: new Map(), marks: new Map(), objects: new Map(), keys: [], faults: [] };
  return { ...none, mails, kills };
}

describe('the check of mails', () => {
  it('tells of a mail that came twice without a kill between', () => {
    expect(mailProblems(evidence([mail(1_000), mail(20_000)], []), false)).toEqual([
      'mail gen3d-1#success-user#0 came 2 times, and no kill explains it',
    ]);
  });

  it('tells of a mail that came twice though the kill was long after it', () => {
    expect(mailProblems(evidence([mail(1_000), mail(20_000)], [9_000]), false)).toHaveLength(1);
  });

  it('lets one come twice when its sender died before it could complete the mark, and says so', () => {
    const hit = evidence([mail(20_000), mail(1_000)], [1_400]);

    expect(mailProblems(hit, false)).toEqual([]);
    expect(windowHits(hit, false)).toEqual([{ mail: 'gen3d-1#success-user#0', killedAfter: 400 }]);
  });

  it('counts the death of a single thread as a kill', () => {
    const faults = [{ at: 1_400, call: 'thread', trouble: 'killed' }];

    expect(mailProblems({ ...evidence([mail(20_000), mail(1_000)], []), faults }, true)).toEqual([]);
  });

  it('needs a kill for every repetition', () => {
    const thrice = evidence([mail(1_000), mail(20_000), mail(40_000)], [1_400]);

    expect(mailProblems(thrice, false)).toHaveLength(1);
  });
});
