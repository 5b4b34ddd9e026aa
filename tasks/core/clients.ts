import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { tracer } from './telemetry/telemetry.ts';

/** Milliseconds: below the shortest function timeout, so that a slow service is our error and not Lambda's. */
const limits = { requestHandler: { connectionTimeout: 2_000, requestTimeout: 8_000 } };

// The marks let esbuild omit the clients that a function does not use.
const traced = <C>(make: () => C): C => tracer.captureAWSv3Client(make());

export const s3 = /* @__PURE__ */ traced(() => new S3Client({ ...limits }));
export const sfn = /* @__PURE__ */ traced(() => new SFNClient({ ...limits }));
export const sagemaker = /* @__PURE__ */ traced(() => new SageMakerRuntimeClient({ ...limits }));
export const secrets = /* @__PURE__ */ traced(() => new SecretsManagerClient({ ...limits }));
/** Never retries: a retry after an unclear failure could send a second email. */
export const ses = /* @__PURE__ */ traced(() => new SESv2Client({ ...limits, maxAttempts: 1 }));
export const table = /* @__PURE__ */ DynamoDBDocumentClient.from(
  /* @__PURE__ */ traced(() => new DynamoDBClient({ ...limits })),
  { marshallOptions: { removeUndefinedValues: true } },
);
