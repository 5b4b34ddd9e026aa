import { spawn } from 'node:child_process';
import { runCommand } from '#infra/command.ts';
import type { Settings } from '#infra/config.ts';
import { readArguments, settingsOf } from '#infra/deploy/arguments.ts';
import { deployedNames } from '#infra/names.ts';
import { Account } from '#infra/preflight/account.ts';
import { imageFolder, imageTag } from '../image-tag.ts';

/** Docker failed; its output explains why. */
export class DockerError extends Error {
  override readonly name = 'DockerError';
}

/**
 * Builds the container's image and pushes it, unless the repository already has the image of these sources.
 * @returns the image with its tag
 * @throws DockerError, and the SDK's errors
 */
export async function pushImage(settings: Settings, folder = imageFolder): Promise<string> {
  const account = new Account(settings.region);
  const { repository } = deployedNames(settings);
  const registry = `${await account.number()}.dkr.ecr.${settings.region}.amazonaws.com`;
  const tag = settings.inference.imageTag ?? imageTag(folder);
  const image = `${registry}/${repository}:${tag}`;
  if (await account.hasImage(repository, tag)) return image;
  await docker(['build', '--platform', 'linux/amd64', '--provenance=false', '--tag', image, folder]);
  const password = await account.registryPassword();
  await docker(['login', '--username', 'AWS', '--password-stdin', registry], password);
  await docker(['push', image]);
  return image;
}

function docker(args: readonly string[], input = ''): Promise<void> {
  const child = spawn('docker', args, { stdio: ['pipe', 'inherit', 'inherit'] });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.once('error', () =>
    reject(new DockerError('Docker did not start. Install it and start its daemon.')),
  );
  child.once('exit', (code) => {
    if (code === 0) resolve();
    else reject(new DockerError(`docker ${args[0]} failed with exit code ${code}.`));
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return promise;
}

if (import.meta.main) {
  await runCommand(async () => {
    const { context } = readArguments(process.argv.slice(2));
    console.log(`✓ ${await pushImage(settingsOf(context))}`);
  }, DockerError);
}
