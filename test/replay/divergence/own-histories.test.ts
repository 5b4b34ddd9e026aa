import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '#state-machines/asl/index.ts';
import { Simulation, simulatedFacts } from '#state-machines/simulation/simulate.ts';
import { generatedCases } from '../../unit/state-machines/asl/arbitrary.ts';
import { divergence } from './between.ts';

describe('generated state machines', () => {
  it('replay their own histories under another execution name', () => {
    fc.assert(
      fc.property(generatedCases, fc.nat(), ({ definition, answer }, where) => {
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
