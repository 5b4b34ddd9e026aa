import { describe, expect, it } from 'vitest';
import { type Finding, review } from '#test/templates/finding.ts';

const finding: Finding = { tool: 'checkov', rule: 'CKV_AWS_18', where: 'Gen3D-Data/Logs', what: 'No logs' };

describe('review', () => {
  it('keeps a finding open until a reason covers its rule and place', () => {
    const elsewhere = { rule: 'CKV_AWS_18', where: /Photos/, reason: 'Another bucket.' };
    const other = { rule: 'CKV_AWS_1', where: /Logs/, reason: 'Another rule.' };
    const fitting = { rule: /^CKV_AWS_18$/, where: /Logs/, reason: 'Logs of logs.' };

    expect(review([finding], [elsewhere, other]).open).toEqual([finding]);
    expect(review([finding], [fitting])).toEqual({ open: [], unused: [] });
  });

  it('reports reasons without a finding', () => {
    const unused = { rule: 'CKV_AWS_21', where: /Logs/, reason: 'Versions of logs.' };

    expect(review([], [unused]).unused).toEqual([unused]);
  });
});
