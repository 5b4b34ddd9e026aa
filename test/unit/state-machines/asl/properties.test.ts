import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '#state-machines/asl/index.ts';
import { Simulation, simulatedFacts } from '#state-machines/simulation/simulate.ts';
import { type GeneratedCase, generatedCases } from './arbitrary.ts';

const FACTS = simulatedFacts('property', '{"in":1}');
const TERMINAL = ['ExecutionSucceeded', 'ExecutionFailed', 'ExecutionTimedOut', 'ExecutionAborted'];

function lived({ definition, answer }: GeneratedCase) {
  const machine = compile(definition);
  const simulation = new Simulation(machine, FACTS, answer);
  return { machine, history: simulation.run(), execution: simulation.execution };
}

describe('generated histories', () => {
  it('are well-formed', () => {
    fc.assert(
      fc.property(generatedCases, (generated) => {
        const { history } = lived(generated);
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

  it('fold to the execution that wrote them', () => {
    fc.assert(
      fc.property(generatedCases, (generated) => {
        const { machine, history, execution } = lived(generated);
        const folded = machine.fold(machine.start(FACTS), history);
        expect(seen(folded)).toEqual(seen(execution));
      }),
      { numRuns: 300 },
    );
  });

  it('continue the same when cut anywhere', () => {
    fc.assert(
      fc.property(generatedCases, fc.nat(), (generated, where) => {
        const { machine, history } = lived(generated);
        const cut = 1 + (where % history.length);
        const resumed = new Simulation(machine, FACTS, generated.answer);
        expect(resumed.resume(history.slice(0, cut))).toEqual(history.slice(cut));
      }),
      { numRuns: 500 },
    );
  });

  it('can be redriven unless they succeeded, and fold to the same state', () => {
    fc.assert(
      fc.property(generatedCases, (generated) => {
        const { machine, history, execution } = lived(generated);
        fc.pre(execution.status !== 'SUCCEEDED');
        const now = history.at(-1)?.timestamp ?? 0;
        const { events } = machine.advance(execution, { kind: 'redrive' }, now + 1000);
        const folded = machine.fold(machine.start(FACTS), [...history, ...events]);
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
