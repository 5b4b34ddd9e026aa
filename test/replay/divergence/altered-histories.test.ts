import { describe, expect, it } from 'vitest';
import {
  branchOf,
  definitionOf,
  fails,
  historyOf,
  succeeds,
  task,
} from '../../unit/state-machines/asl/support.ts';
import { divergence, MAP, RETRY, Z } from './between.ts';

describe('altered history', () => {
  const definition = definitionOf({
    A: { ...Z, Next: 'T' },
    T: task({ ...RETRY, Next: 'M' }),
    M: { ...MAP, ItemProcessor: branchOf({ I: Z }) },
  });
  const history = historyOf(definition, { answers: [fails('T', 'E'), succeeds('T', { x: 1 })] });

  it('replays without changes', () => {
    expect(divergence(definition, history)).toBeUndefined();
  });

  it('diverges when any two neighbouring events are swapped', () => {
    for (const index of history.keys()) {
      const [one, next] = [history[index], history[index + 1]];
      if (index === 0 || one === undefined || next === undefined) continue;
      const exchanged = history.with(index, { ...next, id: one.id }).with(index + 1, { ...one, id: next.id });
      expect(divergence(definition, exchanged), `${one.type}, ${next.type}`).toBeDefined();
    }
  });

  it('diverges when any event is missing', () => {
    for (const index of history.keys()) {
      if (index === 0 || index === history.length - 1) continue;
      const shorter = history.toSpliced(index, 1).map((event, position) => ({ ...event, id: position + 1 }));
      expect(divergence(definition, shorter), String(history[index]?.type)).toBeDefined();
    }
  });

  it('diverges when a decision has another value', () => {
    for (const [index, event] of history.entries()) {
      if (!/Entered|Exited|Scheduled|ExecutionSucceeded/.test(event.type)) continue;
      const changed = JSON.parse(
        JSON.stringify(event)
          .replaceAll('\\"x\\":1', '\\"x\\":2')
          .replaceAll('"input":"{}"', '"input":"[]"')
          .replaceAll('"output":"{}"', '"output":"[]"')
          .replaceAll('\\"f\\"', '\\"g\\"')
          .replaceAll('"[1,2]"', '"[2]"')
          .replaceAll(/"(input|output)":"([12])"/g, '"$1":"9"'),
      );
      expect(divergence(definition, history.with(index, changed)), event.type).toMatchObject({
        eventId: event.id,
      });
    }
  });
});
