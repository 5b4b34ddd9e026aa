import { modelPrefixes } from '#tasks/core/keys.ts';

/** What the container reads of each model; see container/README.md. */
const sam3 = ['config.json', 'model.safetensors', 'processor_config.json', 'revision.txt'];

const sam3d = [
  'pipeline.yaml',
  ...['ss_generator', 'slat_generator', 'ss_decoder', 'slat_decoder_gs', 'slat_decoder_gs_4'].flatMap(
    (part) => [`${part}.yaml`, `${part}.ckpt`],
  ),
  'revision.txt',
];

/** Keys that must be in the bucket before the endpoint can start. */
export const modelKeys = [
  ...sam3.map((name) => modelPrefixes.sam3 + name),
  ...sam3d.map((name) => modelPrefixes.sam3d + name),
];

/** Keys that the endpoint needs and that are not among those. */
export function missingModelFiles(keys: readonly string[]): string[] {
  return modelKeys.filter((key) => !keys.includes(key));
}
