import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '#state-machines/asl/index.ts';
import { Simulation, simulatedFacts } from '#state-machines/conformance/simulate.ts';
import { plots } from '../../unit/asl/arbitrary.ts';
import { divergence } from './between.ts';

describe('any machine', () => {
  it('replays its own histories, in an execution of another name', () => {
    fc.assert(
      fc.property(plots, fc.nat(), ({ definition, answer }, where) => {
        const history = new Simulation(
          compile(definition),
          simulatedFacts('another', '{"in":1}'),
          answer,
        ).run();
        expect(divergence(definition, history)).toBeUndefined();
        expect(divergence(definition, history.slice(0, 1 + (where % history.length)))).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});
