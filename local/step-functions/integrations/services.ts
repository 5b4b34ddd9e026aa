/** An AWS service that tasks may call: its SDK package and its names in `aws-sdk:` errors. */
export interface SdkService {
  /** Loaded at the first call: most state machines use few services. */
  readonly load: () => Promise<object>;
  /** The package's client with one method for each action. */
  readonly client: string;
  /** Prefix of errors, and `Service:` in causes. */
  readonly prefix: string;
  /** The protocol's members start in lower case; state machines always write them in upper case. */
  readonly lowerCaseMembers?: boolean;
  /** Members that are bytes on the wire: objects in them are sent as JSON text. */
  readonly textMembers?: readonly string[];
}

/** By the name in `arn:aws:states:::aws-sdk:<name>:<action>`. */
export const sdkServices = {
  dynamodb: {
    load: () => import('@aws-sdk/client-dynamodb'),
    client: 'DynamoDB',
    prefix: 'DynamoDb',
  },
  eventbridge: {
    load: () => import('@aws-sdk/client-eventbridge'),
    client: 'EventBridge',
    prefix: 'EventBridge',
  },
  lambda: {
    load: () => import('@aws-sdk/client-lambda'),
    client: 'Lambda',
    prefix: 'Lambda',
    textMembers: ['Payload'],
  },
  s3: { load: () => import('@aws-sdk/client-s3'), client: 'S3', prefix: 'S3', textMembers: ['Body'] },
  sagemakerruntime: {
    load: () => import('@aws-sdk/client-sagemaker-runtime'),
    client: 'SageMakerRuntime',
    prefix: 'SageMakerRuntime',
    textMembers: ['Body'],
  },
  secretsmanager: {
    load: () => import('@aws-sdk/client-secrets-manager'),
    client: 'SecretsManager',
    prefix: 'SecretsManager',
  },
  sesv2: { load: () => import('@aws-sdk/client-sesv2'), client: 'SESv2', prefix: 'SesV2' },
  sfn: {
    load: () => import('@aws-sdk/client-sfn'),
    client: 'SFN',
    prefix: 'Sfn',
    lowerCaseMembers: true,
  },
  sns: { load: () => import('@aws-sdk/client-sns'), client: 'SNS', prefix: 'Sns' },
  sqs: { load: () => import('@aws-sdk/client-sqs'), client: 'SQS', prefix: 'Sqs' },
} as const satisfies Record<string, SdkService>;

export type ServiceName = keyof typeof sdkServices;

export function isServiceName(name: string): name is ServiceName {
  return Object.hasOwn(sdkServices, name);
}

/** Endpoints of the local services. A service without an endpoint cannot be called. */
export type Endpoints = Partial<Record<ServiceName, string>>;
