import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '#state-machines/asl/json.ts';
import { pathName } from '#state-machines/record/path-name.ts';
import { sanitise } from '#state-machines/record/sanitise.ts';
import { readHistory, replay, replayAll } from '#state-machines/replay/index.ts';
import { eventsIn, recordings } from './histories.ts';
import { paths } from './recordings/paths.ts';

const definition = readFileSync(
  new URL('../../state-machines/session/session.asl.json', import.meta.url),
  'utf8',
);

describe('recorded execution of the session state machine', () => {
  it.each(recordings)('replays today: $name', ({ history }) => {
    expect(() => replay(definition, history)).not.toThrow();
  });

  it.each(recordings)('is named after its path: $name', ({ name, history }) => {
    expect(pathName(readHistory(history))).toBe(name);
  });

  it.each(recordings)('replays when cut anywhere: $name', ({ history }) => {
    const events = readHistory(history);

    for (const length of events.keys())
      if (length > 0) expect(() => replay(definition, events.slice(0, length))).not.toThrow();
  });
});

describe('all recorded executions', () => {
  it('include every path of the recorder', () => {
    const names = recordings.map(({ name }) => name);

    expect(names).toEqual(expect.arrayContaining(paths.map(({ name }) => name)));
  });

  it('cover every state, transition, retrier and catcher', () => {
    const replays = replayAll(definition, recordings);
    let step = replays.next();
    while (step.done !== true) step = replays.next();

    const { states, transitions, retriers, catchers } = step.value;
    expect(states).toEqual({ covered: 12, total: 12, missing: [] });
    for (const counted of [transitions, retriers, catchers]) {
      expect(counted.missing).toEqual([]);
      expect(counted.covered).toBeGreaterThan(10);
    }
  });
});

const stored = (['api', 'sns', 'eventbridge', 'histories'] as const).flatMap((kind) =>
  eventsIn(kind).map(({ name, event }) => ({ name: `${kind}/${name}`, event })),
);

describe('files in events/', () => {
  it.each(stored)('contains no private data: $name', ({ event }) => {
    const value: JsonValue = JSON.parse(JSON.stringify(event));

    expect(sanitise(value)).toEqual(value);
    expect(JSON.stringify(value)).not.toMatch(
      /@(?!example\.com)[\w-]+\.|\/(?:home|root|tmp|Users)\/|eyJ[\w-]{20}/,
    );
  });
});
