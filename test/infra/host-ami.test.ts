import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from '#infra/config.ts';
import { imageFolder } from '#infra/models/image-tag.ts';
import { type HostAmi, hostAmis } from '#infra/settings/host-ami.ts';

type Cuda = readonly [number, number];

/** CUDA versions that the image's pinned packages are built for, by package. */
async function pinnedCuda(): Promise<ReadonlyMap<string, Cuda>> {
  const read = (name: string) => readFile(join(imageFolder, name), 'utf8');
  const dockerfile = await read('Dockerfile');
  const sam3 = await read('requirements/sam3.txt');
  const sam3d = await read('requirements/sam3d.txt');
  const found = [
    ...dockerfile.matchAll(/^ARG (PYTORCH)=\S+-cuda(\d+)\.(\d+)-/gm),
    ...sam3.matchAll(/^(nvidia-cuda-runtime-cu12)==(\d+)\.(\d+)\./gm),
    ...sam3d.matchAll(/^([a-z]+-cu(?=\d{3}==))(\d\d)(\d)==/gm),
  ];
  return new Map(found.map(([, name = '', major, minor]) => [name, [Number(major), Number(minor)]]));
}

const notNewer = ([major, minor]: Cuda, than: Cuda) =>
  major < than[0] || (major === than[0] && minor <= than[1]);

describe('the host of an endpoint', () => {
  it('finds the CUDA versions of torch twice, spconv and cumm', async () => {
    expect([...(await pinnedCuda()).keys()].sort()).toEqual([
      'PYTORCH',
      'cumm-cu',
      'nvidia-cuda-runtime-cu12',
      'spconv-cu',
    ]);
  });

  it('runs by default every CUDA version of the image, without compatibility libraries', async () => {
    const { cuda }: HostAmi = hostAmis[readSettings().inference.hostAmi];

    expect([...(await pinnedCuda())].filter(([, pinned]) => !notNewer(pinned, cuda))).toEqual([]);
  });

  it('runs with each AMI at least the major CUDA version of the image, from driver 525', async () => {
    const majors = [...(await pinnedCuda()).values()].map(([major]) => major);

    for (const { driver, cuda } of Object.values(hostAmis)) {
      expect(driver).toBeGreaterThanOrEqual(525);
      expect(cuda[0]).toBeGreaterThanOrEqual(Math.max(...majors));
    }
  });

  it('rejects an AMI that AWS does not document for the instance type', () => {
    const read = (instanceType: string, hostAmi: string) => () =>
      readSettings({ inference: { instanceType, hostAmi } });

    expect(read('ml.g6e.2xlarge', 'al2-ami-sagemaker-inference-gpu-3-1')).toThrow(
      'Setting "inference.hostAmi" is an AMI that AWS does not document for this "instanceType".',
    );
    expect(read('ml.g5.2xlarge', 'al2-ami-sagemaker-inference-gpu-3-1')).not.toThrow();
    expect(read('ml.g5.2xlarge', 'al2-ami-sagemaker-inference-gpu-9')).toThrow(
      'Setting "inference.hostAmi" must be one of al2023-ami-sagemaker-inference-gpu-4-1',
    );
  });
});
