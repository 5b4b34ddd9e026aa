import { InvokeEndpointAsyncCommand } from '@aws-sdk/client-sagemaker-runtime';
import { asyncKeys } from '#contracts/keys.ts';
import { ModelJob } from '#contracts/model-job.ts';
import type { RequestInferenceRequest } from '#contracts/workflow.ts';
import { sagemaker } from '../clients.ts';
import { ContractError } from '../errors.ts';

/** Calls the endpoint. The request contains the job, and the key of the answer is known beforehand. */
export async function invokeModel(
  environment: { S3_BUCKET: string; SAGEMAKER_ENDPOINT_NAME: string },
  request: RequestInferenceRequest,
  inferenceId: string,
): Promise<void> {
  const { extension, filename } = asyncKeys(request.job_id, inferenceId);
  await sagemaker.send(
    new InvokeEndpointAsyncCommand({
      EndpointName: environment.SAGEMAKER_ENDPOINT_NAME,
      InferenceId: inferenceId,
      ContentType: 'application/json',
      Accept: 'application/json',
      Body: JSON.stringify(modelJob(environment.S3_BUCKET, request)),
      S3OutputPathExtension: extension,
      Filename: filename,
      RequestTTLSeconds: request.request_ttl_seconds,
      InvocationTimeoutSeconds: request.invocation_timeout_seconds,
    }),
  );
}

/** The job of a request. @throws ContractError when a reconstruction comes without its mask */
export function modelJob(bucket: string, request: RequestInferenceRequest): ModelJob {
  const { stage, session_id, user_id, job_id, image, mask, quality, seed } = request;
  const facts = { bucket, session_id, user_id, job_id, image };
  if (stage === 'embedding') return ModelJob.parse({ task: 'get_embedding', ...facts });
  if (mask === undefined) {
    throw new ContractError('TaskPayloadInvalid', 'The reconstruction request has no mask.', {
      job_id,
    });
  }
  return ModelJob.parse({ task: 'generate_3d', ...facts, mask, quality, seed: seed ?? undefined });
}
