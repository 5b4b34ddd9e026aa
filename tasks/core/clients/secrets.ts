import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { tracer } from '../middleware/observability.ts';
import { limits } from './options.ts';

export const secrets = tracer.captureAWSv3Client(new SecretsManagerClient({ ...limits }));
