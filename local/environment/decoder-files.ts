import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { decoderKey, decoderLicenseKey, modelPrefixes } from '#contracts/keys.ts';
import { decoderFile, licenseKeys, weightsFolder } from '#infra/models/layout.ts';
import { EnvironmentError } from '../errors.ts';

/**
 * The mask decoder of a weights folder and its license, by the paths that they have on AWS.
 * @param named a folder that must have them; without one, the default folder is used if it has them
 * @returns undefined when the default folder has no decoder
 * @throws EnvironmentError `DecoderMissing`
 */
export async function findDecoder(named?: string): Promise<ReadonlyMap<string, string> | undefined> {
  const folder = resolve(named ?? weightsFolder);
  const license = licenseKeys[0].slice(modelPrefixes.all.length);
  const files = new Map([
    [`/${decoderKey}`, join(folder, decoderFile)],
    [`/${decoderLicenseKey}`, join(folder, license)],
  ]);
  try {
    await Promise.all([...files.values()].map((file) => access(file)));
    return files;
  } catch {
    if (named === undefined) return undefined;
    throw new EnvironmentError(
      'DecoderMissing',
      `${folder} lacks ${decoderFile} or ${license}. Run: npm run models:download -- --folder ${named}`,
      { folder },
    );
  }
}
