import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { tracer } from './middleware/observability.ts';

/** Milliseconds: below the shortest function timeout, so that a slow service is our error and not Lambda's. */
const limits = { requestHandler: { connectionTimeout: 2_000, requestTimeout: 8_000 } };

export const s3 = tracer.captureAWSv3Client(new S3Client({ ...limits }));
export const sfn = tracer.captureAWSv3Client(new SFNClient({ ...limits }));
export const sagemaker = tracer.captureAWSv3Client(new SageMakerRuntimeClient({ ...limits }));
export const secrets = tracer.captureAWSv3Client(new SecretsManagerClient({ ...limits }));

/** No retries of the SDK's own: a repeat after an unclear failure would be a second mail. */
export const ses = tracer.captureAWSv3Client(new SESv2Client({ ...limits, maxAttempts: 1 }));

export const table = DynamoDBDocumentClient.from(
  tracer.captureAWSv3Client(new DynamoDBClient({ ...limits })),
  {
    marshallOptions: { removeUndefinedValues: true },
  },
);
