/** What the host of an inference instance brings: the container shares its driver. */
export interface HostAmi {
  /** Major version of the NVIDIA driver. */
  readonly driver: number;
  /** The newest CUDA that the driver runs, major and minor. */
  readonly cuda: readonly [number, number];
  /** Instance families of `instanceTypes` on which AWS documents it. */
  readonly families: readonly string[];
}

/**
 * SageMaker's values of `InferenceAmiVersion` whose driver runs CUDA 12, from the API reference and the list of
 * drivers and instance families in the developer guide. Amazon Linux 2 is out of support since June 2026.
 */
export const hostAmis = {
  'al2023-ami-sagemaker-inference-gpu-4-1': { driver: 580, cuda: [13, 0], families: ['g5', 'g6', 'g6e'] },
  'al2-ami-sagemaker-inference-gpu-3-1': { driver: 550, cuda: [12, 4], families: ['g5', 'g6'] },
  'al2-ami-sagemaker-inference-gpu-2-1': { driver: 535, cuda: [12, 2], families: ['g5', 'g6'] },
  'al2-ami-sagemaker-inference-gpu-2': { driver: 535, cuda: [12, 2], families: ['g5', 'g6'] },
} as const satisfies Readonly<Record<string, HostAmi>>;

export type HostAmiName = keyof typeof hostAmis;

const isName = (name: string): name is HostAmiName => name in hostAmis;
/** The default first. */
export const hostAmiNames = Object.keys(hostAmis).filter(isName);

/** Whether AWS documents `ami` for the family of `instanceType`, such as g5 of ml.g5.2xlarge. */
export function documentedOn(instanceType: string, ami: HostAmiName): boolean {
  const { families }: HostAmi = hostAmis[ami];
  return families.includes(instanceType.split('.')[1] ?? '');
}
