import { describe, expect, it } from 'vitest';
import { readHistory } from '#state-machines/replay/index.ts';
import { exportHistory } from '#web/inspector/model/export.ts';
import { recorded } from '../histories.ts';

describe.each(recorded)('the export of $name', ({ history }) => {
  it('reads back as the same history', () => {
    expect(readHistory(exportHistory(history))).toEqual(history);
  });
});
