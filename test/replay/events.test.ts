import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { InitializeRequest, ReconstructRequest, UploadRequest } from '#contracts/api.ts';
import { ExecutionStatusChange, InferenceNotification } from '#contracts/notifications.ts';
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
  it('cover every route', () => {
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

describe('recorded notifications from SageMaker', () => {
  it('name the output of completed jobs', () => {
    const notifications = notificationsOf('completed');

    expect(notifications).toHaveLength(2);
    for (const { invocationStatus, responseParameters } of notifications) {
      expect(invocationStatus).toBe('Completed');
      expect(responseParameters?.outputLocation).toMatch(/^s3:\/\/.*sagemaker-async-output\/gen3d-/);
    }
  });

  it('name the reason of a failed job', () => {
    const failed = notificationsOf('failed').find(({ invocationStatus }) => invocationStatus === 'Failed');

    expect(failed?.failureReason).toMatch(/\w/);
  });

  it('report an expired request', () => {
    const [expired] = notificationsOf('expired');

    expect(expired?.invocationStatus).toBe('Expired');
    expect(expired?.responseParameters?.failureLocation).toMatch(/^s3:\/\/.*sagemaker-async-failure\/gen3d-/);
  });

  it('arrive twice, and sometimes before the response to the request', () => {
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

  it('cover every end except success', () => {
    expect(eventsIn('eventbridge').map(({ name }) => name)).toEqual(['aborted', 'failed', 'timed_out']);
  });
});
