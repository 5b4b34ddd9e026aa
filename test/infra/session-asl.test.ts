import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { renderedPath, renderSession } from '#infra/render/main.ts';
import { handlers } from '#tasks/manifest.ts';

const lambdaInvoke = 'arn:aws:states:::lambda:invoke';
const Task = z.object({
  Resource: z.string().optional(),
  Arguments: z.object({ FunctionName: z.string().optional() }).optional(),
});
const StateMachine = z.object({ States: z.record(z.string(), Task) });

describe('session.asl.json', () => {
  const committed = readFileSync(renderedPath, 'utf8');

  it('is current (after a change: npm run generate)', () => {
    const rendered = renderSession();

    expect(rendered).toBe(committed);
  });

  it('invokes each function in the states that the manifest lists', () => {
    const { States } = StateMachine.parse(JSON.parse(committed));
    const invoked = Object.entries(States)
      .filter(([, { Resource }]) => Resource?.startsWith(lambdaInvoke))
      .map(([state, { Arguments }]) => `${Arguments?.FunctionName?.split(':gen3d-').at(-1)}: ${state}`);

    const listed = handlers.flatMap((handler) =>
      'states' in handler ? handler.states.map((state) => `${handler.name}: ${state}`) : [],
    );

    expect(invoked.sort()).toEqual(listed.sort());
  });
});
