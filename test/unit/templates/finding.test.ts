import { describe, expect, it } from 'vitest';
import { type Finding, judge } from '#test/templates/finding.ts';

const finding: Finding = { tool: 'checkov', rule: 'CKV_AWS_18', where: 'Gen3D-Data/Logs', what: 'No logs' };

describe('findings in templates', () => {
  it('are open until a reason covers rule and place', () => {
    const elsewhere = { rule: 'CKV_AWS_18', where: /Photos/, reason: 'Another bucket.' };
    const other = { rule: 'CKV_AWS_1', where: /Logs/, reason: 'Another rule.' };
    const fitting = { rule: /^CKV_AWS_18$/, where: /Logs/, reason: 'Logs of logs.' };

    expect(judge([finding], [elsewhere, other]).open).toEqual([finding]);
    expect(judge([finding], [fitting])).toEqual({ open: [], idle: [] });
  });

  it('leave no reason behind that nothing needs', () => {
    const idle = { rule: 'CKV_AWS_21', where: /Logs/, reason: 'Versions of logs.' };

    expect(judge([], [idle]).idle).toEqual([idle]);
  });
});
