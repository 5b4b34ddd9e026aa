/** Resources that are referenced by name. */
export const names = {
  stateMachine: 'Gen3DSession',
  table: 'Gen3DJobStatus',
  userIndex: 'user-index',
  endpoint: 'gen3d-sam3-sam3d-endpoint',
  repository: 'gen3d-sam3-sam3d',
  api: 'Gen3DAPI',
  stage: 'prod',
  userPool: 'Gen3DUserPool',
  webClient: 'Gen3DWebClient',
  identityPool: 'Gen3DIdentityPool',
  metricsNamespace: 'Gen3D',
  mailConfiguration: 'gen3d-mail',
  service: 'gen3d',
} as const;

/** Metrics that the handlers publish and the operations stack watches. Each has the dimension `service`. */
export const metricNames = {
  sessionStarted: 'SessionStarted',
  sessionCompleted: 'SessionCompleted',
  sessionFailed: 'SessionFailed',
  maskRefused: 'MaskRefused',
  mailFailed: 'MailFailed',
  resultDropped: 'ResultDropped',
  /** Duration of a stage in seconds, published when it ends. */
  stageSeconds: 'StageSeconds',
} as const;
export type MetricName = (typeof metricNames)[keyof typeof metricNames];

/** Second dimensions. `SessionFailed` is published with and without it, `StageSeconds` only with it. */
export const metricDimensions = { SessionFailed: 'reason', StageSeconds: 'stage' } as const satisfies Partial<
  Record<MetricName, string>
>;

/** ARN of the execution of a job. Its name is the job id. */
export function executionArn(stateMachineArn: string, jobId: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${jobId}`;
}

/** Keys of table items other than session rows. */
export const itemKeys = {
  callback: (inferenceId: string) => `callback#${inferenceId}`,
  sendRecord: (jobId: string, kind: string, redrive: number) => `mail#${jobId}#${kind}#${redrive}`,
} as const;
