import { S3Client } from '@aws-sdk/client-s3';
import { tracer } from '../middleware/observability.ts';
import { limits } from './options.ts';

export const s3 = tracer.captureAWSv3Client(new S3Client({ ...limits }));
