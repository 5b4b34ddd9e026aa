import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { secrets } from '../clients.ts';
import { parseKeySet } from './key-set.ts';
import { rotatedSecret } from './rotate-keys.ts';

/** A version of a secret that becomes the current one. */
export interface SecretRotation {
  readonly secretId: string;
  readonly version: string;
}

const current = 'AWSCURRENT';
const pending = 'AWSPENDING';

/** Creates the new version unless it exists. */
export async function createVersion(rotation: SecretRotation, downloadTokenSeconds: number): Promise<void> {
  if ((await readPending(rotation)) !== undefined) return;
  const { secretId, version } = rotation;
  const SecretString = rotatedSecret(await readCurrent(rotation), downloadTokenSeconds);
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
 * Checks the new version. Secrets Manager also calls this when rotation is set up without a new version; then it checks
 * the current one.
 * @throws ConfigurationError when the functions could not read the version
 */
export async function checkVersion(rotation: SecretRotation): Promise<void> {
  parseKeySet((await readPending(rotation)) ?? (await readCurrent(rotation)));
}

/** Makes the new version current. @throws ConfigurationError when the functions could not read it */
export async function finishVersion(rotation: SecretRotation): Promise<void> {
  const { secretId, version } = rotation;
  const { VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId: secretId }));
  const former = Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id]?.includes(current));
  if (former === version) return;
  parseKeySet((await readPending(rotation)) ?? '{}');
  await secrets.send(
    new UpdateSecretVersionStageCommand({
      SecretId: secretId,
      VersionStage: current,
      MoveToVersionId: version,
      ...(former !== undefined && { RemoveFromVersionId: former }),
    }),
  );
}

async function readCurrent({ secretId }: SecretRotation): Promise<string> {
  const now = await secrets.send(new GetSecretValueCommand({ SecretId: secretId, VersionStage: current }));
  return now.SecretString ?? '';
}

async function readPending({ secretId, version }: SecretRotation): Promise<string | undefined> {
  try {
    const wanted = { SecretId: secretId, VersionId: version, VersionStage: pending };
    return (await secrets.send(new GetSecretValueCommand(wanted))).SecretString;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
