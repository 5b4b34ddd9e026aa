import { z } from 'zod';
import { validateDefinition } from '#state-machines/asl/index.ts';
import { type Operations, operation } from './operation.ts';

const ValidateInput = z.object({
  definition: z
    .string()
    .min(1)
    .max(1024 * 1024),
  type: z.enum(['STANDARD', 'EXPRESS']).default('STANDARD'),
  severity: z.enum(['ERROR', 'WARNING']).default('ERROR'),
  maxResults: z.int().min(0).max(100).nullish(),
});

const validateStateMachine = operation(ValidateInput, (_home, { definition, severity, maxResults }) => {
  const all = validateDefinition(definition);
  const asked = all.filter((one) => severity === 'WARNING' || one.severity === 'ERROR');
  const limit = maxResults ? maxResults : 100;
  return {
    result: all.some((one) => one.severity === 'ERROR') ? 'FAIL' : 'OK',
    diagnostics: asked.slice(0, limit),
    truncated: asked.length > limit,
  };
});

export const validationOperations: Operations = { ValidateStateMachineDefinition: validateStateMachine };
