import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { tracer } from '../middleware/observability.ts';
import { limits } from './options.ts';

export const sagemaker = tracer.captureAWSv3Client(new SageMakerRuntimeClient({ ...limits }));
