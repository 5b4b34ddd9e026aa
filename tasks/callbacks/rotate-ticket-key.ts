import * as z from 'zod/mini';
import { checkVersion, createVersion, finishVersion } from '#tasks/core/download-token/secret-rotation.ts';
import { ContractError } from '#tasks/core/errors.ts';
import { callbackHandler } from '#tasks/core/middleware/callback.ts';
import { rotateTicketKey } from '#tasks/manifest.ts';

const SecretRotationStep = z.object({
  Step: z.enum(['createSecret', 'setSecret', 'testSecret', 'finishSecret']),
  SecretId: z.string(),
  ClientRequestToken: z.string().check(z.minLength(1)),
});

/** Secret rotation, step by step: download tokens get a new signing key, and the former stays valid for a while. */
export const handler = callbackHandler(rotateTicketKey, async (event, environment) => {
  const { Step, SecretId, ClientRequestToken: version } = SecretRotationStep.parse(event);
  const { TICKET_SECRET_ID: secretId, TICKET_SECONDS: downloadTokenSeconds } = environment;
  if (SecretId !== secretId) {
    throw new ContractError('SecretUnknown', 'This function rotates only the keys of the download tokens.');
  }
  switch (Step) {
    case 'createSecret':
      return createVersion({ secretId, version }, downloadTokenSeconds);
    case 'setSecret':
      // No other service stores the key.
      return;
    case 'testSecret':
      return checkVersion({ secretId, version });
    case 'finishSecret':
      return finishVersion({ secretId, version });
  }
});
