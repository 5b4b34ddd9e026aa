import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operatorActions } from '#local/operator-api/operator-api.ts';
import { sampleMask } from '#local/testing/sample-images.ts';
import type { TestUser } from '#local/testing/users.ts';
import { Executions } from '#test/support/executions.ts';
import {
  startTestEnvironment,
  type TestEnvironment,
  untilMask,
  untilStatus,
} from '#test/support/test-environment.ts';
import { accessTokenOf, forgedTokens } from './tokens.ts';

const operatorMail = 'operator@example.com';

let here: TestEnvironment;
let user: TestUser;
let operator: TestUser;
let arn: string;
let jobId: string;

beforeAll(async () => {
  here = await startTestEnvironment(undefined, { operators: [operatorMail] });
  user = await here.newUser();
  operator = await here.signUp({ email: operatorMail, password: 'Secret-of-the-operator-1' });
  jobId = (await untilMask(user)).job_id;
  const [machine = ''] = here.environment.stateMachineArns;
  arn = `${machine.replace(':stateMachine:', ':execution:')}:${jobId}`;
}, 120_000);
afterAll(() => here[Symbol.asyncDispose]());

interface Said {
  readonly status: number;
  readonly body: { readonly __type?: string; readonly message?: string; readonly [member: string]: unknown };
  readonly headers: Headers;
}

async function ask(action: string, input: object, authorization: string | undefined): Promise<Said> {
  const response = await fetch(`${here.environment.urls.web}/operator/step-functions`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `AWSStepFunctions.${action}`,
      ...(authorization === undefined ? {} : { Authorization: authorization }),
    },
    body: JSON.stringify(input),
  });
  return said(response);
}

async function giveMask(
  job: string,
  authorization: string,
  mask: Uint8Array,
  quality = 'low',
): Promise<Said> {
  const url = `${here.environment.urls.web}/operator/masks/${job}?quality=${quality}`;
  const headers = { Authorization: authorization, 'content-type': 'image/webp' };
  return said(await fetch(url, { method: 'PUT', headers, body: mask }));
}

const maskAsWebp = () => sharp(sampleMask).webp({ lossless: true }).toBuffer();

async function said(response: Response): Promise<Said> {
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
}

const bearer = ({ tokens }: TestUser) => `Bearer ${tokens.idToken}`;

describe('the operator API', { timeout: 120_000 }, () => {
  it('responds with 401 to everything but a valid ID token, forged operator tokens included', async () => {
    const tokens = await forgedTokens(here, operator, await accessTokenOf(here, operator));
    const wrong: string[] = [];
    for (const action of operatorActions) {
      for (const [what, token] of tokens) {
        const { status, body } = await ask(action, { executionArn: arn }, token);
        if (status !== 401 || body.__type !== 'Unauthorized') wrong.push(`${action} with ${what}: ${status}`);
      }
    }

    expect(tokens.length).toBeGreaterThan(15);
    expect(wrong).toEqual([]);
  });

  it('denies users every action, even for their own sessions', async () => {
    const answers = await Promise.all(
      operatorActions.map((action) => ask(action, { executionArn: arn }, bearer(user))),
    );
    const mask = await giveMask(jobId, bearer(user), await maskAsWebp());

    for (const { status, body } of [...answers, mask]) {
      expect(status).toBe(403);
      expect(body.__type).toBe('NotAnOperator');
      expect(body.message).toMatch(/operators.*npm start -- --operator/);
    }
    expect((await user.client.status(jobId)).status).toBe('awaiting_mask');
  });

  it.each([
    'StartExecution',
    'CreateStateMachine',
    'UpdateStateMachine',
    'DeleteStateMachine',
    'SendTaskHeartbeat',
    'ValidateStateMachineDefinition',
    'listExecutions',
    '__proto__',
  ])('denies operators %s', async (action) => {
    const { status, body } = await ask(action, {}, bearer(operator));

    expect([status, body.__type]).toEqual([403, 'AccessDenied']);
  });

  it.each([
    ['GET', '/operator/step-functions'],
    ['POST', '/operator/'],
    ['POST', '/operator/masks/x'],
    ['PUT', '/operator/masks/..%2Fx'],
    ['DELETE', '/operator/step-functions'],
  ])('denies operators %s %s', async (method, path) => {
    const headers = { Authorization: bearer(operator) };
    const { status, body } = await said(
      await fetch(`${here.environment.urls.web}${path}`, { method, headers }),
    );

    expect([status, body.__type]).toEqual([403, 'AccessDenied']);
  });

  it('responds as AWS does, without caching and without CORS', async () => {
    const { status, body, headers } = await ask('DescribeExecution', { executionArn: arn }, bearer(operator));

    expect(status).toBe(200);
    expect(body).toMatchObject({ executionArn: arn, status: 'RUNNING', startDate: expect.any(Number) });
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.0');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('forwards errors of Step Functions', async () => {
    const { status, body } = await ask(
      'DescribeExecution',
      { executionArn: `${arn}-other` },
      bearer(operator),
    );

    expect([status, body.__type]).toEqual([400, 'ExecutionDoesNotExist']);
  });

  it('rejects a body that is too long', async () => {
    const input = { executionArn: arn, cause: 'x'.repeat(1_100_000) };

    expect((await ask('StopExecution', input, bearer(operator))).status).toBe(413);
  });

  it('rejects a mask with an unknown quality or for an unknown execution', async () => {
    const mask = await maskAsWebp();
    const quality = await giveMask(jobId, bearer(operator), mask, 'best');
    const run = await giveMask('gen3d-nobody', bearer(operator), mask);

    expect([quality.status, quality.body.__type]).toEqual([400, 'ValidationException']);
    expect([run.status, run.body.__type]).toEqual([400, 'ExecutionDoesNotExist']);
  });

  it('accepts an operator’s mask for a waiting session and completes the session', async () => {
    const given = await giveMask(jobId, bearer(operator), await maskAsWebp());
    const ended = await untilStatus(user, jobId, ({ status }) => status === 'completed');
    await new Executions(here.environment).ended(jobId);
    const again = await giveMask(jobId, bearer(operator), await maskAsWebp());

    expect(given).toMatchObject({ status: 200, body: { job_id: jobId } });
    expect(ended.status).toBe('completed');
    expect([again.status, again.body.__type]).toEqual([409, 'NotAwaitingMask']);
  });
});
