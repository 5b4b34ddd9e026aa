/** The handlers read it at their first call. */
const variables = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  S3_BUCKET: 'gen3d-bucket',
  JOB_STATUS_TABLE: 'Gen3DJobStatus',
  SAGEMAKER_ENDPOINT_NAME: 'gen3d-endpoint',
  STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:123456789012:stateMachine:Gen3DSession',
  TICKET_SECRET_ID: 'ticket-secret',
  SENDER_EMAIL: 'noreply@example.com',
  ADMIN_EMAIL: 'admin@example.com',
  MAIL_CONFIGURATION_SET: 'gen3d-mail',
  SITE_URL: 'https://gen3d.example.com',
  API_URL: 'https://api.example.com/prod',
  SUCCESS_SUBJECT: 'Your 3D Model is Ready!',
  FAILURE_SUBJECT: 'Your 3D model could not be made',
  WEB_ORIGIN: 'https://gen3d.example.com',
  MIN_PHOTO_PIXELS: '64',
  MAX_PHOTO_PIXELS: '256000000',
  MAX_PHOTO_ASPECT: '30',
  MAX_PHOTO_BYTES: '64000000',
  PHOTO_SIDE: '4096',
  PREPARE_PHOTO_SECONDS: '60',
  PREPARE_MASK_SECONDS: '60',
  MAX_MASK_BYTES: '10000000',
  MIN_MASK_COVERAGE: '0.1',
  MAX_MASK_COVERAGE: '95',
  UPLOAD_SECONDS: '600',
  RESULT_SECONDS: '900',
  TICKET_SECONDS: '86400',
  SESSION_SETTINGS: '{"maskPatience":86400}',
} as const;

Object.assign(process.env, variables);

export const settings = variables;
