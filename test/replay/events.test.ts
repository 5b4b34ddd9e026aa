import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { InitializeRequest, ReconstructRequest, UploadRequest } from '#tasks/core/contracts/api.ts';
import { ExecutionStatusChange, InferenceNotification } from '#tasks/core/contracts/notifications.ts';
import { eventsIn } from './histories.ts';

const Request = z.looseObject({
  httpMethod: z.string(),
  resource: z.string(),
  body: z.string().nullable(),
  requestContext: z.looseObject({
    authorizer: z.looseObject({ claims: z.looseObject({ sub: z.string(), email: z.email() }) }).nullish(),
  }),
});
const Notified = z.array(
  z.looseObject({ Records: z.tuple([z.looseObject({ Sns: z.looseObject({ Message: z.string() }) })]) }),
);

const bodies: Readonly<Record<string, z.core.$ZodType>> = {
  '/uploads': UploadRequest,
  '/initialize': InitializeRequest,
  '/reconstruct': ReconstructRequest,
};

function notificationsOf(name: string) {
  const stored = eventsIn('sns').find((one) => one.name === name);
  return Notified.parse(stored?.event).map(({ Records: [{ Sns }] }) =>
    InferenceNotification.parse(JSON.parse(Sns.Message)),
  );
}

describe('recorded API requests', () => {
  it('are of every route', () => {
    const routes = eventsIn('api').map(({ event }) => {
      const { httpMethod, resource } = Request.parse(event);
      return `${httpMethod} ${resource}`;
    });

    expect(routes.toSorted()).toEqual([
      'DELETE /sessions/{job_id}',
      'GET /download/{ticket}',
      'GET /sessions',
      'GET /sessions/{job_id}/result',
      'GET /status/{job_id}',
      'POST /initialize',
      'POST /reconstruct',
      'POST /uploads',
    ]);
  });

  it.each(eventsIn('api'))('fit the contract of their route: $name', ({ event }) => {
    const { resource, body, requestContext } = Request.parse(event);

    const contract = bodies[resource];

    if (contract === undefined) expect(body).toBeNull();
    else expect(z.safeParse(contract, JSON.parse(body ?? '')).error).toBeUndefined();
    expect(requestContext.authorizer == null).toBe(resource === '/download/{ticket}');
  });
});

describe('recorded notifications of SageMaker', () => {
  it('of jobs that were done tell where the answers lie', () => {
    const notifications = notificationsOf('completed');

    expect(notifications).toHaveLength(2);
    for (const { invocationStatus, responseParameters } of notifications) {
      expect(invocationStatus).toBe('Completed');
      expect(responseParameters?.outputLocation).toMatch(/^s3:\/\/.*sagemaker-async-output\/gen3d-/);
    }
  });

  it('of a job that the container could not do tell why', () => {
    const failed = notificationsOf('failed').find(({ invocationStatus }) => invocationStatus === 'Failed');

    expect(failed?.failureReason).toMatch(/\w/);
  });

  it('of a request that has waited too long say so', () => {
    const [expired] = notificationsOf('expired');

    expect(expired?.invocationStatus).toBe('Expired');
    expect(expired?.responseParameters?.failureLocation).toMatch(/^s3:\/\/.*sagemaker-async-failure\/gen3d-/);
  });

  it('come twice, and may come before their request is answered', () => {
    const [first, second] = notificationsOf('duplicate');

    expect(second).toEqual(first);
    expect(notificationsOf('early')[0]?.invocationStatus).toBe('Completed');
  });
});

describe('recorded status changes', () => {
  it.each(eventsIn('eventbridge'))('fit the contract: $name', ({ name, event }) => {
    const { detail } = ExecutionStatusChange.parse(event);

    expect(detail.status.toLowerCase()).toBe(name);
    expect(detail.executionArn.endsWith(`:${detail.name}`)).toBe(true);
  });

  it('are of every end that is not a success', () => {
    expect(eventsIn('eventbridge').map(({ name }) => name)).toEqual(['aborted', 'failed', 'timed_out']);
  });
});
