import { SESv2Client } from '@aws-sdk/client-sesv2';
import { tracer } from '../middleware/observability.ts';
import { limits } from './options.ts';

/** No retries of the SDK's own: a repeat after an unclear failure would be a second mail. */
export const ses = tracer.captureAWSv3Client(new SESv2Client({ ...limits, maxAttempts: 1 }));
