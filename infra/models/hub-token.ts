import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** The model hub's token: from the named secret, or from HF_TOKEN. It is never printed. */
export async function hubToken(
  region: string | undefined,
  secretId: string | undefined,
): Promise<string | undefined> {
  if (secretId === undefined) return process.env.HF_TOKEN || undefined;
  const secrets = new SecretsManagerClient({ ...(region !== undefined && { region }) });
  const found = await secrets.send(new GetSecretValueCommand({ SecretId: secretId }));
  return found.SecretString?.trim();
}
