import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHistory, replayAll, UnreadableHistoryError } from '#state-machines/replay/index.ts';
import { machineOf, play, succeeds, task } from '../unit/asl/tell.ts';
import { eventsOf, HISTORIES } from './session-paths.ts';

const DEFINITION = machineOf({ T: task() });
const HISTORY = play(DEFINITION, { answers: [succeeds('T')] });

describe('a history is read', () => {
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
    ['{', 'It is no JSON'],
    ['{}', 'It is neither a list of events nor an answer of GetExecutionHistory.'],
    [{ events: [] }, 'It has no events.'],
    [HISTORY.toSpliced(2, 1), 'Event 3 is missing: are all pages there?'],
    [HISTORY.slice(1), 'Event 1 is missing'],
    [
      HISTORY.with(0, { id: 1, previousEventId: 0, timestamp: 0, type: 'PassStateEntered' }),
      'It starts with PassStateEntered, not with ExecutionStarted.',
    ],
    [
      HISTORY.with(0, { id: 1, previousEventId: 0, timestamp: 0, type: 'ExecutionStarted' }),
      'ask with includeExecutionData',
    ],
    [HISTORY.map((event) => ({ ...event, timestamp: 'noon' })), 'Event 1 has no time that can be read: noon'],
    [
      JSON.parse(JSON.stringify(HISTORY).replace('"truncated":false', '"truncated":true')),
      'The data of event 1 is truncated.',
    ],
  ])('%j or not, and then it says why', (source, reason) => {
    expect(() => readHistory(source)).toThrow(UnreadableHistoryError);
    expect(() => readHistory(source)).toThrow(reason);
  });
});

describe('replayAll', () => {
  it('goes on after a history that diverges or cannot be read', () => {
    const other = play(machineOf({ T: { Type: 'Pass' } }));
    const histories = [
      { name: 'one', history: other },
      { name: 'two', history: 'x' },
      { name: 'three', history: HISTORY },
    ];

    expect([...replayAll(DEFINITION, histories)]).toEqual([
      { name: 'one', outcome: 'diverged', divergence: expect.objectContaining({ eventId: 2 }) },
      { name: 'two', outcome: 'unreadable', reason: expect.stringContaining('It is no JSON') },
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
    events: play(machineOf({ T: task({ TimeoutSeconds: 9 }) }), { answers: [succeeds('T')] }),
  });
  const broken = file('broken.json', 'x');

  function command(...words: string[]) {
    return spawnSync(process.execPath, ['state-machines/replay.ts', ...words], { encoding: 'utf8' });
  }

  it('prints a line for each history and what they cover, and exits with 0 where all agree', () => {
    const { stdout, status } = command(good, '--definition', definition);

    expect(stdout).toBe(
      [
        `ok         ${good} (7 events)`,
        '1 histories: 1 ok, 0 diverged, 0 unreadable',
        'covered:',
        '  states: 1 of 1',
        '  transitions: 0 of 0',
        '  retriers: 0 of 0',
        '  catchers: 0 of 0',
        '',
      ].join('\n'),
    );
    expect(status).toBe(0);
  });

  it('shows where one diverges, and exits with 1', () => {
    const { stdout, status } = command(good, bad, broken, '--definition', definition);

    expect(stdout).toContain(
      `diverged   ${bad}\n    diverged at event 3 (TaskScheduled) in the state 'T': a timeout that changed\n      timeoutInSeconds\n        recorded: 9\n        now:      nothing\n`,
    );
    expect(stdout).toContain('3 histories: 1 ok, 1 diverged, 1 unreadable');
    expect(status).toBe(1);
  });

  it('says why one cannot be read, and exits with 2', () => {
    const { stdout, status } = command(good, broken, '--definition', definition);

    expect(stdout).toContain(`unreadable ${broken}: It is no JSON`);
    expect(status).toBe(2);
  });

  it('prints everything as JSON on request, and takes the session machine by itself', () => {
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
    [[], 'No history was given.'],
    [['--colour', good], "Unknown option '--colour'"],
    [[good, '--definition', join(directory, 'none.json')], 'no such file'],
    [[good, '--definition', good], 'Invalid State Machine Definition'],
  ])('%j is told apart from both, with 64', (words, message) => {
    const { stderr, status } = command(...words);

    expect(stderr).toContain(message);
    expect(status).toBe(64);
  });
});
