import { modelPrefixes } from '#contracts/keys.ts';

/** How the checkpoints of SAM 3D Objects are stored: as `convert` writes them, or as their repository has them. */
export type Layout = 'converted' | 'original';

/** Where weights go when no folder is named: outside `.gen3d`, which `npm start -- --fresh` empties. */
export const weightsFolder = 'weights';
/** The mask decoder in a weights folder. */
export const decoderFile = 'sam3-decoder.onnx';

const models = ['ss_generator', 'slat_generator', 'ss_decoder'];
const decoders = ['slat_decoder_gs', 'slat_decoder_gs_4', 'slat_decoder_mesh'];
const parts = [...models, ...decoders];

/** Files of each model that the container reads; see container/README.md. */
const sam3 = ['config.json', 'model.safetensors', 'processor_config.json', 'revision.txt'];
const sam3d = [
  'pipeline.yaml',
  ...parts.map((part) => `${part}.yaml`),
  'revision.txt',
  // Beginnings of DINOv2 and MoGe, as the caches of torch.hub and huggingface_hub name them.
  'hub/torch/hub/facebookresearch_dinov2_main/hubconf.py',
  'hub/huggingface/hub/models--Ruicheng--moge-vitl/refs/main',
];
const checkpoints: Readonly<Record<Layout, readonly string[]>> = {
  converted: [...parts.map((part) => `${part}.safetensors`), 'weights.json'],
  original: parts.map((part) => `${part}.ckpt`),
};

/** Says where each tensor is. A folder or bucket that has it is converted. */
export const weightsIndexKey = `${modelPrefixes.sam3d}weights.json`;

/** SAM's license, which its terms want beside everything that derives from the weights. */
export const licenseKeys = [`${modelPrefixes.sam3}LICENSE`, `${modelPrefixes.sam3d}LICENSE`] as const;

/** Whether the file is one of SAM 3D Objects' original checkpoints. */
export const isCheckpoint = (key: string) => key.startsWith(modelPrefixes.sam3d) && key.endsWith('.ckpt');

/** Keys that the endpoint needs to start. */
export function modelKeys(layout: Layout): string[] {
  return [
    ...sam3.map((name) => modelPrefixes.sam3 + name),
    ...[...sam3d, ...checkpoints[layout]].map((name) => modelPrefixes.sam3d + name),
  ];
}

/** Keys that the endpoint needs and `keys` lacks. */
export function missingModelFiles(keys: readonly string[]): string[] {
  const original = !keys.includes(weightsIndexKey) && keys.some(isCheckpoint);
  return modelKeys(original ? 'original' : 'converted').filter((key) => !keys.includes(key));
}
