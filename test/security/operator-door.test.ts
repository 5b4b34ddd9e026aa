import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operatorActions } from '#local/operator/door.ts';
import { Runs } from '#test/e2e/history.ts';
import {
  sampleMask,
  startTestHome,
  type TestHome,
  type TestUser,
  untilMask,
  untilStatus,
} from '#test/e2e/home.ts';
import { accessTokenOf, forgedTokens } from './tokens.ts';

const operatorMail = 'operator@example.com';

let here: TestHome;
let user: TestUser;
let operator: TestUser;
let arn: string;
let jobId: string;

beforeAll(async () => {
  here = await startTestHome(undefined, { operators: [operatorMail] });
  user = await here.newUser();
  operator = await here.signUp({ email: operatorMail, password: 'Secret-of-the-operator-1' });
  jobId = (await untilMask(user)).job_id;
  const [machine = ''] = here.home.stateMachineArns;
  arn = `${machine.replace(':stateMachine:', ':execution:')}:${jobId}`;
}, 120_000);
afterAll(() => here[Symbol.asyncDispose]());

interface Said {
  readonly status: number;
  readonly body: { readonly __type?: string; readonly message?: string; readonly [member: string]: unknown };
  readonly headers: Headers;
}

async function ask(action: string, input: object, authorization: string | undefined): Promise<Said> {
  const response = await fetch(`${here.home.urls.web}/operator/step-functions`, {
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

async function giveMask(job: string, authorization: string, png: Uint8Array, quality = 'low'): Promise<Said> {
  const url = `${here.home.urls.web}/operator/masks/${job}?quality=${quality}`;
  return said(await fetch(url, { method: 'PUT', headers: { Authorization: authorization }, body: png }));
}

async function said(response: Response): Promise<Said> {
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
}

const bearer = ({ tokens }: TestUser) => `Bearer ${tokens.idToken}`;

describe('the operators’ door', { timeout: 120_000 }, () => {
  it('answers 401 to whatever is no ID token of this home, an operator’s own forged ones among them', async () => {
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

  it('tells a user who is no operator so, on every action and for the own session too', async () => {
    const answers = await Promise.all(
      operatorActions.map((action) => ask(action, { executionArn: arn }, bearer(user))),
    );
    const mask = await giveMask(jobId, bearer(user), await readFile(sampleMask));

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
  ])('is closed to operators for %s', async (action) => {
    const { status, body } = await ask(action, {}, bearer(operator));

    expect([status, body.__type]).toEqual([403, 'AccessDenied']);
  });

  it.each([
    ['GET', '/operator/step-functions'],
    ['POST', '/operator/'],
    ['POST', '/operator/masks/x'],
    ['PUT', '/operator/masks/..%2Fx'],
    ['DELETE', '/operator/step-functions'],
  ])('is closed to operators for %s %s', async (method, path) => {
    const headers = { Authorization: bearer(operator) };
    const { status, body } = await said(await fetch(`${here.home.urls.web}${path}`, { method, headers }));

    expect([status, body.__type]).toEqual([403, 'AccessDenied']);
  });

  it('answers operators as AWS does, for nobody’s cache and for no other origin', async () => {
    const { status, body, headers } = await ask('DescribeExecution', { executionArn: arn }, bearer(operator));

    expect(status).toBe(200);
    expect(body).toMatchObject({ executionArn: arn, status: 'RUNNING', startDate: expect.any(Number) });
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.0');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('hands Step Functions’ own refusals on', async () => {
    const { status, body } = await ask(
      'DescribeExecution',
      { executionArn: `${arn}-other` },
      bearer(operator),
    );

    expect([status, body.__type]).toEqual([400, 'ExecutionDoesNotExist']);
  });

  it('refuses a body that is too long', async () => {
    const input = { executionArn: arn, cause: 'x'.repeat(1_100_000) };

    expect((await ask('StopExecution', input, bearer(operator))).status).toBe(413);
  });

  it('refuses a mask of an unknown quality, and one for a run that is not there', async () => {
    const png = await readFile(sampleMask);
    const quality = await giveMask(jobId, bearer(operator), png, 'best');
    const run = await giveMask('gen3d-nobody', bearer(operator), png);

    expect([quality.status, quality.body.__type]).toEqual([400, 'ValidationException']);
    expect([run.status, run.body.__type]).toEqual([400, 'ExecutionDoesNotExist']);
  });

  it('takes an operator’s mask for a session that waits, as its owner’s: the session goes on to its model', async () => {
    const given = await giveMask(jobId, bearer(operator), await readFile(sampleMask));
    const ended = await untilStatus(user, jobId, ({ status }) => status === 'completed');
    await new Runs(here.home).ended(jobId);
    const again = await giveMask(jobId, bearer(operator), await readFile(sampleMask));

    expect(given).toMatchObject({ status: 200, body: { job_id: jobId } });
    expect(ended.status).toBe('completed');
    expect([again.status, again.body.__type]).toEqual([409, 'NotAwaitingMask']);
  });
});
