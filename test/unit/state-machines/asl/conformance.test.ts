import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { JsonObject } from '#state-machines/asl/json.ts';
import { firstDifference } from '#state-machines/conformance/compare.ts';
import { simulate } from '#state-machines/simulation/simulate.ts';
import { branchOf, definitionOf, historyOf, task, timesOut, types } from './support.ts';

const CASE = {
  id: 'one',
  definition: z.json().parse(definitionOf({ T: task({ Next: 'P' }), P: { Type: 'Pass' } })),
  inputText: '{"a": 1}',
  tasks: [{ state: 'T', result: { type: 'TaskSucceeded', output: { b: 2 } } }],
};
const HISTORY = z.array(z.record(z.string(), z.json())).parse(simulate(CASE));

/** The history in the form of a recording: masked, with objects in place of JSON text. */
function recording(change: (event: JsonObject) => JsonObject = (event) => event) {
  return { flags: [], history: HISTORY.map(change) };
}

describe('comparison with a recording', () => {
  it('accepts placeholders, masked members and objects', () => {
    const masked = recording((event) => ({
      ...event,
      timestamp: 'timestamp',
      ...(event.type === 'TaskSucceeded'
        ? { taskSucceededEventDetails: { output: { b: 2 }, resource: 'invoke', resourceType: '<type>' } }
        : {}),
    }));

    expect(firstDifference(masked, HISTORY)).toBeUndefined();
  });

  it.each<[string, (event: JsonObject) => JsonObject, string]>([
    [
      'another type',
      (event) => (event.id === 4 ? { ...event, type: 'TaskSubmitted' } : event),
      'event 4: "TaskStarted" for "TaskSubmitted"',
    ],
    [
      'another parent',
      (event) => (event.id === 4 ? { ...event, previousEventId: 1 } : event),
      '#4 "TaskStarted"/previousEventId: 3 for 1',
    ],
    [
      'another output',
      (event) =>
        event.id === 6 ? { ...event, stateExitedEventDetails: { name: 'T', output: { b: 3 } } } : event,
      '#6 "TaskStateExited"/stateExitedEventDetails/output/b: 2 for 3',
    ],
    [
      'a detail more',
      (event) => (event.id === 4 ? { ...event, taskStartedEventDetails: {} } : event),
      'has ["resourceType","resource"], lacks []',
    ],
  ])('finds %s', (_what, change, difference) => {
    expect(firstDifference(recording(change), HISTORY)).toContain(difference);
  });

  it('finds missing and extra events', () => {
    const { history } = recording();

    expect(firstDifference({ flags: [], history: history.slice(0, -1) }, HISTORY)).toBe('9 events for 8');
    expect(firstDifference({ flags: [], history }, HISTORY.slice(0, -1))).toBe(
      'event 9: nothing for "ExecutionSucceeded"',
    );
  });

  it('compares only event types when the recording was sorted', () => {
    const flags = ['parallel-branch-events-sorted'];
    const [first, ...rest] = HISTORY;
    const shuffled = [...rest.slice(0, -1).toReversed(), first ?? {}, ...rest.slice(-1)];

    expect(firstDifference({ flags, history: shuffled }, HISTORY)).toBeUndefined();
    expect(firstDifference({ flags, history: shuffled.slice(1) }, HISTORY)).toContain('types');
  });
});

describe('simulation', () => {
  const definition = definitionOf({
    M: { Type: 'Map', Items: [1, 2], ItemProcessor: branchOf({ T: task({ TimeoutSeconds: 5 }) }) },
  });

  it('waits for an expected timeout beside unanswered tasks', () => {
    const history = historyOf(definition, { answers: [timesOut('T')] });

    expect(types(history)).toContain('TaskTimedOut');
    expect(types(history).at(-1)).toBe('ExecutionFailed');
  });

  it('ends at a task without an answer', () => {
    expect(types(historyOf(definition)).at(-1)).toBe('TaskStarted');
  });
});

describe('commands', () => {
  const directory = mkdtempSync(join(tmpdir(), 'conformance-'));
  const good = join(directory, 'good.json');
  writeFileSync(good, JSON.stringify([{ ...CASE, history: HISTORY }]));

  it('simulate prints a history per case, and null with the reason for an invalid definition', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'simulate-')), 'cases.json');
    writeFileSync(file, JSON.stringify([CASE, { ...CASE, id: 'two', definition: {} }, { id: 'three' }]));

    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['state-machines/simulation/main.ts', file],
      {
        encoding: 'utf8',
      },
    );

    expect(JSON.parse(stdout)).toEqual({ one: HISTORY, two: null, three: null });
    expect(stderr).toContain('two: Invalid State Machine Definition');
    expect(status).toBe(0);
  });

  it('conformance counts exact histories', () => {
    expect(
      execFileSync(process.execPath, ['state-machines/conformance/main.ts', directory], { encoding: 'utf8' }),
    ).toBe('good.json: 1 of 1 exact\n');
  });

  it('conformance shows the first difference and fails', () => {
    const other = mkdtempSync(join(tmpdir(), 'conformance-'));
    writeFileSync(join(other, 'bad.json'), JSON.stringify([{ ...CASE, history: HISTORY.slice(0, 3) }]));

    const { stdout, status } = spawnSync(process.execPath, ['state-machines/conformance/main.ts', other], {
      encoding: 'utf8',
    });

    expect(stdout).toBe('  one: 9 events for 3\nbad.json: 0 of 1 exact\n');
    expect(status).toBe(1);
  });

  it.each(['simulation', 'conformance'])('%s prints its usage', (folder) => {
    const { stderr, status } = spawnSync(process.execPath, [`state-machines/${folder}/main.ts`], {
      encoding: 'utf8',
    });

    expect(stderr).toMatch(/^Usage: npm run/);
    expect(status).toBe(2);
  });
});
