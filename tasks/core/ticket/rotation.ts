import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { secrets } from '../clients/secrets.ts';
import { parseTicketKeys } from './keys.ts';
import { rotatedSecret } from './rotate.ts';

/** A version of a secret on its way to become the current one. */
export interface Rotation {
  readonly secretId: string;
  readonly version: string;
}

const current = 'AWSCURRENT';
const pending = 'AWSPENDING';

/** Puts the new version beside the current one; done before, it stays as it is. */
export async function createVersion(rotation: Rotation, ticketSeconds: number): Promise<void> {
  if ((await readPending(rotation)) !== undefined) return;
  const { secretId, version } = rotation;
  const SecretString = rotatedSecret(await readCurrent(rotation), ticketSeconds);
  await secrets.send(
    new PutSecretValueCommand({
      SecretId: secretId,
      ClientRequestToken: version,
      SecretString,
      VersionStages: [pending],
    }),
  );
}

/**
 * Secrets Manager also asks for this when a rotation is set up, and then there may be no new version: the current
 * one is checked instead.
 * @throws ConfigurationError when the version is not what the functions can read
 */
export async function checkVersion(rotation: Rotation): Promise<void> {
  parseTicketKeys((await readPending(rotation)) ?? (await readCurrent(rotation)));
}

/** From here on the functions read the new version. @throws ConfigurationError when they could not */
export async function finishVersion(rotation: Rotation): Promise<void> {
  const { secretId, version } = rotation;
  const { VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId: secretId }));
  const former = Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id]?.includes(current));
  if (former === version) return;
  parseTicketKeys((await readPending(rotation)) ?? '{}');
  await secrets.send(
    new UpdateSecretVersionStageCommand({
      SecretId: secretId,
      VersionStage: current,
      MoveToVersionId: version,
      ...(former !== undefined && { RemoveFromVersionId: former }),
    }),
  );
}

async function readCurrent({ secretId }: Rotation): Promise<string> {
  const now = await secrets.send(new GetSecretValueCommand({ SecretId: secretId, VersionStage: current }));
  return now.SecretString ?? '';
}

async function readPending({ secretId, version }: Rotation): Promise<string | undefined> {
  try {
    const wanted = { SecretId: secretId, VersionId: version, VersionStage: pending };
    return (await secrets.send(new GetSecretValueCommand(wanted))).SecretString;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
