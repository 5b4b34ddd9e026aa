import * as z from 'zod/mini';
import { ContractError } from '#tasks/core/errors.ts';
import { callbackHandler } from '#tasks/core/middleware/callback.ts';
import { checkVersion, createVersion, finishVersion } from '#tasks/core/ticket/rotation.ts';

const RotationStep = z.object({
  Step: z.enum(['createSecret', 'setSecret', 'testSecret', 'finishSecret']),
  SecretId: z.string(),
  ClientRequestToken: z.string().check(z.minLength(1)),
});

/** Secrets Manager, step by step: the download tickets get a new signing key, and keep the former for a while. */
export const handler = callbackHandler('rotate-ticket-key', async (event, environment) => {
  const { Step, SecretId, ClientRequestToken: version } = RotationStep.parse(event);
  const { TICKET_SECRET_ID: secretId, TICKET_SECONDS: ticketSeconds } = environment;
  if (SecretId !== secretId) {
    throw new ContractError('SecretUnknown', 'This function rotates the keys of the download tickets only.');
  }
  switch (Step) {
    case 'createSecret':
      return createVersion({ secretId, version }, ticketSeconds);
    case 'setSecret':
      // Nobody else keeps the key.
      return;
    case 'testSecret':
      return checkVersion({ secretId, version });
    case 'finishSecret':
      return finishVersion({ secretId, version });
  }
});
