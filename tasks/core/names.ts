/** Names of the plan of record; everything that is looked up by name rather than by reference. */
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

/** Metrics that the handlers publish and the operations stack watches. Every one has the dimension `service`. */
export const metricNames = {
  sessionStarted: 'SessionStarted',
  sessionCompleted: 'SessionCompleted',
  sessionFailed: 'SessionFailed',
  maskRefused: 'MaskRefused',
  mailFailed: 'MailFailed',
  resultDropped: 'ResultDropped',
  /** Seconds that a stage took, when it is left. */
  stageSeconds: 'StageSeconds',
} as const;
export type MetricName = (typeof metricNames)[keyof typeof metricNames];

/** A second dimension: `SessionFailed` is published with and without its own, `StageSeconds` only with it. */
export const metricDimensions = { SessionFailed: 'reason', StageSeconds: 'stage' } as const satisfies Partial<
  Record<MetricName, string>
>;

/** Keys of items in the table that are not session rows. */
export const itemKeys = {
  callback: (inferenceId: string) => `callback#${inferenceId}`,
  mailMark: (jobId: string, kind: string, redrive: number) => `mail#${jobId}#${kind}#${redrive}`,
} as const;
