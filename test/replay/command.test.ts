import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHistory, replayAll, UnreadableHistoryError } from '#state-machines/replay/index.ts';
import { definitionOf, historyOf, succeeds, task } from '../unit/state-machines/asl/support.ts';
import { eventsOf, HISTORIES } from './session-paths.ts';

const DEFINITION = definitionOf({ T: task() });
const HISTORY = historyOf(DEFINITION, { answers: [succeeds('T')] });

describe('readHistory', () => {
  const iso = HISTORY.map((event) => ({ ...event, timestamp: new Date(event.timestamp).toISOString() }));

  it.each<[string, unknown]>([
    ['as a list of events', HISTORY],
    ['as GetExecutionHistory answers', { events: HISTORY }],
    ['with ISO times', { events: iso }],
    [
      'with times in seconds',
      { events: HISTORY.map((event) => ({ ...event, timestamp: event.timestamp / 1000 })) },
    ],
    [
      'with times of an SDK',
      { events: HISTORY.map((event) => ({ ...event, timestamp: new Date(event.timestamp) })) },
    ],
    ['as text', JSON.stringify({ events: iso })],
    ['in pages', [{ events: HISTORY.slice(0, 3), nextToken: 'more' }, { events: HISTORY.slice(3) }]],
    [
      'in pages, one a line',
      `${JSON.stringify({ events: HISTORY.slice(0, 3) })}\n${JSON.stringify({ events: HISTORY.slice(3) })}\n`,
    ],
    ['in pages that overlap', [{ events: HISTORY.slice(0, 4) }, { events: HISTORY.slice(2) }]],
    ['in reverse order', { events: HISTORY.toReversed() }],
  ])('%s', (_how, source) => {
    expect(readHistory(source)).toEqual(HISTORY);
  });

  it.each<[unknown, string]>([
    ['{', "It isn't valid JSON"],
    ['{}', "It isn't an execution history. Use the JSON that GetExecutionHistory returns."],
    [{ events: [] }, 'It has no events.'],
    [HISTORY.toSpliced(2, 1), 'Event 3 is missing. Include all pages.'],
    [HISTORY.slice(1), 'Event 1 is missing'],
    [
      HISTORY.with(0, { id: 1, previousEventId: 0, timestamp: 0, type: 'PassStateEntered' }),
      'It starts with PassStateEntered, not with ExecutionStarted.',
    ],
    [
      HISTORY.with(0, { id: 1, previousEventId: 0, timestamp: 0, type: 'ExecutionStarted' }),
      'Fetch it with includeExecutionData',
    ],
    [HISTORY.map((event) => ({ ...event, timestamp: 'noon' })), 'Event 1 has an invalid timestamp: noon'],
    [
      JSON.parse(JSON.stringify(HISTORY).replace('"truncated":false', '"truncated":true')),
      'The data of event 1 is truncated.',
    ],
  ])('rejects %j with the reason', (source, reason) => {
    expect(() => readHistory(source)).toThrow(UnreadableHistoryError);
    expect(() => readHistory(source)).toThrow(reason);
  });
});

describe('replayAll', () => {
  it('continues after a history that diverges or is unreadable', () => {
    const other = historyOf(definitionOf({ T: { Type: 'Pass' } }));
    const histories = [
      { name: 'one', history: other },
      { name: 'two', history: 'x' },
      { name: 'three', history: HISTORY },
    ];

    expect([...replayAll(DEFINITION, histories)]).toEqual([
      { name: 'one', outcome: 'diverged', divergence: expect.objectContaining({ eventId: 2 }) },
      { name: 'two', outcome: 'unreadable', reason: expect.stringContaining("It isn't valid JSON") },
      { name: 'three', outcome: 'ok', events: 7 },
    ]);
  });
});

describe('npm run replay', () => {
  const directory = mkdtempSync(join(tmpdir(), 'replay-'));
  const file = (name: string, content: unknown) => {
    const path = join(directory, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const definition = file('definition.json', DEFINITION);
  const good = file('good.json', { events: HISTORY });
  const bad = file('bad.json', {
    events: historyOf(definitionOf({ T: task({ TimeoutSeconds: 9 }) }), { answers: [succeeds('T')] }),
  });
  const broken = file('broken.json', 'x');

  function command(...words: string[]) {
    return spawnSync(process.execPath, ['state-machines/replay/main.ts', ...words], { encoding: 'utf8' });
  }

  it('prints a line per history and the coverage, and exits with 0 when all match', () => {
    const { stdout, status } = command(good, '--definition', definition);

    expect(stdout).toBe(
      [
        `ok         ${good} (7 events)`,
        '1 histories: 1 ok, 0 diverged, 0 unreadable',
        'coverage:',
        '  states: 1 of 1',
        '  transitions: 0 of 0',
        '  retriers: 0 of 0',
        '  catchers: 0 of 0',
        '',
      ].join('\n'),
    );
    expect(status).toBe(0);
  });

  it('shows the divergence and exits with 1', () => {
    const { stdout, status } = command(good, bad, broken, '--definition', definition);

    expect(stdout).toContain(
      `diverged   ${bad}\n    diverges at event 3 (TaskScheduled) in state 'T': timeout changed\n      timeoutInSeconds\n        recorded: 9\n        now:      nothing\n`,
    );
    expect(stdout).toContain('3 histories: 1 ok, 1 diverged, 1 unreadable');
    expect(status).toBe(1);
  });

  it('shows why a history is unreadable and exits with 2', () => {
    const { stdout, status } = command(good, broken, '--definition', definition);

    expect(stdout).toContain(`unreadable ${broken}: It isn't valid JSON`);
    expect(status).toBe(2);
  });

  it('prints JSON with --json and uses the session state machine by default', () => {
    const session = file('session.json', {
      events: HISTORIES[0] === undefined ? [] : eventsOf(HISTORIES[0]),
    });

    const { stdout, status } = command('--json', session);

    expect(JSON.parse(stdout)).toMatchObject({
      results: [{ name: session, outcome: 'ok' }],
      coverage: { states: { missing: expect.arrayContaining(['HandleError']) }, catchers: { covered: 0 } },
    });
    expect(status).toBe(0);
  });

  it.each([
    [[], 'Name at least one history file.'],
    [['--colour', good], "Unknown option '--colour'"],
    [[good, '--definition', join(directory, 'none.json')], 'no such file'],
    [[good, '--definition', good], 'Invalid State Machine Definition'],
  ])('exits with 64 for wrong usage: %j', (words, message) => {
    const { stderr, status } = command(...words);

    expect(stderr).toContain(message);
    expect(status).toBe(64);
  });
});
