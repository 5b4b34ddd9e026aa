import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { tracer } from '../middleware/observability.ts';
import { limits } from './options.ts';

export const table = DynamoDBDocumentClient.from(
  tracer.captureAWSv3Client(new DynamoDBClient({ ...limits })),
  { marshallOptions: { removeUndefinedValues: true } },
);
