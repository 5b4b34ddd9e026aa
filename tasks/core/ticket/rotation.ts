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
  const now = await secrets.send(new GetSecretValueCommand({ SecretId: secretId, VersionStage: current }));
  const SecretString = rotatedSecret(now.SecretString ?? '', ticketSeconds);
  await secrets.send(
    new PutSecretValueCommand({
      SecretId: secretId,
      ClientRequestToken: version,
      SecretString,
      VersionStages: [pending],
    }),
  );
}

/** @throws ConfigurationError when the new version is not what the functions can read */
export async function checkVersion(rotation: Rotation): Promise<void> {
  parseTicketKeys((await readPending(rotation)) ?? '{}');
}

/** From here on the functions read the new version. */
export async function finishVersion({ secretId, version }: Rotation): Promise<void> {
  const { VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId: secretId }));
  const former = Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id]?.includes(current));
  if (former === version) return;
  await secrets.send(
    new UpdateSecretVersionStageCommand({
      SecretId: secretId,
      VersionStage: current,
      MoveToVersionId: version,
      ...(former !== undefined && { RemoveFromVersionId: former }),
    }),
  );
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
