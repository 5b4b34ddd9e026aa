import { SFNClient } from '@aws-sdk/client-sfn';
import { tracer } from '../middleware/observability.ts';
import { limits } from './options.ts';

export const sfn = tracer.captureAWSv3Client(new SFNClient({ ...limits }));
