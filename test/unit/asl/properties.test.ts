import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '#state-machines/asl/index.ts';
import { Simulation, simulatedFacts } from '#state-machines/conformance/simulate.ts';
import { type Plot, plots } from './arbitrary.ts';

const FACTS = simulatedFacts('property', '{"in":1}');
const TERMINAL = ['ExecutionSucceeded', 'ExecutionFailed', 'ExecutionTimedOut', 'ExecutionAborted'];

function lived({ definition, answer }: Plot) {
  const machine = compile(definition);
  const simulation = new Simulation(machine, FACTS, answer);
  return { machine, history: simulation.run(), execution: simulation.execution };
}

describe('every history', () => {
  it('is numbered without gaps, points back, does not go back in time and has one end', () => {
    fc.assert(
      fc.property(plots, (plot) => {
        const { history } = lived(plot);
        for (const [index, event] of history.entries()) {
          expect(event.id).toBe(index + 1);
          expect(event.previousEventId).toBeLessThan(event.id);
          expect(event.timestamp).toBeGreaterThanOrEqual(history[index - 1]?.timestamp ?? 0);
        }
        expect(history.filter(({ type }) => TERMINAL.includes(type)).map(({ id }) => id)).toEqual([
          history.length,
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it('folds to the execution that made it', () => {
    fc.assert(
      fc.property(plots, (plot) => {
        const { machine, history, execution } = lived(plot);
        const folded = machine.fold(machine.begin(FACTS), history);
        expect(seen(folded)).toEqual(seen(execution));
      }),
      { numRuns: 300 },
    );
  });

  it('cut anywhere goes on as it did', () => {
    fc.assert(
      fc.property(plots, fc.nat(), (plot, where) => {
        const { machine, history } = lived(plot);
        const cut = 1 + (where % history.length);
        const resumed = new Simulation(machine, FACTS, plot.answer);
        expect(resumed.resume(history.slice(0, cut))).toEqual(history.slice(cut));
      }),
      { numRuns: 500 },
    );
  });

  it('that did not succeed can be redriven, and folds to the same afterwards', () => {
    fc.assert(
      fc.property(plots, (plot) => {
        const { machine, history, execution } = lived(plot);
        fc.pre(execution.status !== 'SUCCEEDED');
        const now = history.at(-1)?.timestamp ?? 0;
        const { events } = machine.advance(execution, { kind: 'redrive' }, now + 1000);
        const folded = machine.fold(machine.begin(FACTS), [...history, ...events]);
        expect(events[0]?.type).toBe('ExecutionRedriven');
        expect(machine.outstanding(folded)).toEqual(machine.outstanding(execution));
        for (const { scheduledEventId } of machine.outstanding(execution).calls) {
          const answer = { kind: 'taskSucceeded', scheduledEventId, output: '1' } as const;
          const goesOn = [execution, folded].map((one) => machine.advance(one, answer, now + 2000).events);
          expect(goesOn[0]).toEqual(goesOn[1]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function seen({
  status,
  lastEventId,
  output,
  error,
  cause,
  redriveCount,
}: ReturnType<typeof lived>['execution']) {
  return { status, lastEventId, output, error, cause, redriveCount };
}
