import { ListObjectsV2Command, NoSuchBucket, S3Client } from '@aws-sdk/client-s3';
import {
  GetAccountCommand,
  GetEmailIdentityCommand,
  NotFoundException,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readSettings, type SettingsInput } from '#infra/config.ts';
import { imageTag } from '#infra/models/image-tag.ts';
import { modelKeys } from '#infra/models/layout.ts';
import { type Phase, preflight, told } from '#infra/preflight/preflight.ts';
import { decoderKey } from '#tasks/core/keys.ts';

const s3 = mockClient(S3Client);
const ses = mockClient(SESv2Client);
const metadata = { $metadata: {}, message: 'not there' };

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

/** Answers of the services that have no client here, by the operation that is asked for; the last one stays. */
let answers: Record<string, Answer[]>;
let asked: { url: string; operation: string; authorization: string }[];

async function answer(url: URL, { headers }: RequestInit): Promise<Response> {
  const sent = new Headers(headers);
  const operation = sent.get('x-amz-target')?.split('.').at(-1) ?? 'GetCallerIdentity';
  asked.push({ url: String(url), operation, authorization: sent.get('authorization') ?? '' });
  const [next, ...more] = answers[operation] ?? [];
  if (more.length > 0) answers[operation] = more;
  return Response.json(next?.body ?? {}, { status: next?.status ?? 200 });
}

const quota = (Value: number) => ({
  body: { Quotas: [{ QuotaCode: 'L-1', QuotaName: 'ml.g5.2xlarge for endpoint usage', Value }] },
});
const ownPage = { webOrigin: 'https://d111111abcdef8.cloudfront.net' };
const refused = (code: string) => ({ status: 400, body: { __type: `com.amazonaws#${code}`, message: 'no' } });

beforeEach(() => {
  asked = [];
  answers = {
    GetCallerIdentity: [
      { body: { GetCallerIdentityResponse: { GetCallerIdentityResult: { Account: '123456789012' } } } },
    ],
    GetParameter: [{ body: { Parameter: { Value: '28' } } }],
    ListServiceQuotas: [quota(5)],
    DescribeImages: [{ body: { imageDetails: [{}] } }],
  };
  s3.reset();
  s3.on(ListObjectsV2Command).callsFake(({ Prefix }: { Prefix: string }) => ({
    Contents: [...modelKeys, decoderKey].filter((key) => key.startsWith(Prefix)).map((Key) => ({ Key })),
  }));
  ses.reset();
  ses.on(GetEmailIdentityCommand).resolves({ VerifiedForSendingStatus: true });
  ses.on(GetAccountCommand).resolves({ ProductionAccessEnabled: true });
  vi.stubGlobal('fetch', answer);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-of-the-test');
  vi.stubEnv('AWS_ENDPOINT_URL', undefined);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

async function stops(input: SettingsInput = {}, phase: Phase = 'all'): Promise<string> {
  const findings = await preflight(readSettings(input), phase);
  return told(findings.filter(({ kind }) => kind === 'stop'));
}
async function notes(): Promise<string> {
  return told((await preflight(readSettings(), 'all')).filter(({ kind }) => kind === 'note'));
}

describe('before a deployment', () => {
  it('an account that has everything is told as such, check by check', async () => {
    const findings = await preflight(readSettings(ownPage), 'all');

    expect(findings.map(({ kind }) => kind)).toEqual(Array(10).fill('good'));
    expect(told(findings)).toContain('✓ Account 123456789012, region us-east-1.');
  });

  it('each question is signed for its service and region', async () => {
    await preflight(readSettings({ region: 'eu-west-1' }), 'all');

    const scopes = asked.map(({ url, operation, authorization }) => [
      operation,
      url,
      /Credential=AKIAEXAMPLE\/\d{8}\/([\w-]+\/[\w-]+)\/aws4_request/.exec(authorization)?.[1],
    ]);
    expect(scopes).toEqual([
      ['GetCallerIdentity', 'https://sts.eu-west-1.amazonaws.com/', 'eu-west-1/sts'],
      ['GetParameter', 'https://ssm.eu-west-1.amazonaws.com/', 'eu-west-1/ssm'],
      ['ListServiceQuotas', 'https://servicequotas.eu-west-1.amazonaws.com/', 'eu-west-1/servicequotas'],
      ['DescribeImages', 'https://api.ecr.eu-west-1.amazonaws.com/', 'eu-west-1/ecr'],
    ]);
  });

  it('credentials that do not work are told alone', async () => {
    answers.GetCallerIdentity = [
      {
        status: 403,
        body: { Error: { Code: 'ExpiredToken', Message: 'The security token has expired' } },
      },
    ];

    expect(await stops()).toBe(
      [
        '✗ There are no AWS credentials that work: sts answered ExpiredToken: The security token has expired',
        '    aws configure (or aws sso login), or set AWS_PROFILE',
      ].join('\n'),
    );
    expect(asked).toHaveLength(1);
  });

  it('credentials of another account stop it', async () => {
    expect(await stops({ account: '999999999999' })).toContain(
      'of account 123456789012, not of 999999999999',
    );
  });

  it.each([
    [refused('ParameterNotFound'), 'CDK has not been set up here.'],
    [{ body: { Parameter: { Value: '5' } } }, 'CDK bootstrap version 5 is too old.'],
  ])('a region without CDK stops it: %#', async (parameter, says) => {
    answers.GetParameter = [parameter];

    expect(await stops()).toBe(`✗ ${says}\n    npx cdk bootstrap aws://123456789012/us-east-1`);
  });

  it('a quota of no instance stops it and says how to ask for more; a small one is a note', async () => {
    answers.ListServiceQuotas = [quota(0)];
    expect(await stops()).toContain('--quota-code L-1 --desired-value 5');

    answers.ListServiceQuotas = [quota(2)];
    expect(await stops()).toBe('');
    expect(await notes()).toContain('may have 2 ml.g5.2xlarge for endpoints; scaling goes up to 5');
  });

  it('a quota is looked for on every page', async () => {
    answers.ListServiceQuotas = [{ body: { Quotas: [], NextToken: 'more' } }, quota(7)];

    const findings = await preflight(readSettings(), 'prepare');

    expect(told(findings)).toContain('7 ml.g5.2xlarge for endpoints.');
  });

  it('a region without the instances stops it', async () => {
    answers.ListServiceQuotas = [{ body: { Quotas: [] } }];

    expect(await stops()).toContain('knows no ml.g5.2xlarge for endpoints in us-east-1');
  });

  it('missing models stop it, and the first missing file is named', async () => {
    s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: 'models/sam3/config.json' }] });

    const told = await stops();

    expect(told).toContain('lacks models/sam3/model.safetensors and');
    expect(told).toContain('HF_TOKEN=… npm run models:upload');
  });

  it('a bucket that is not there yet is made by --prepare, which does not ask for it', async () => {
    s3.on(ListObjectsV2Command).rejects(new NoSuchBucket(metadata));

    expect(await stops()).toContain(
      '✗ There is no bucket gen3d-data-bucket-123456789012-us-east-1 yet.\n    npm run deploy -- --prepare',
    );
    expect(await stops({}, 'prepare')).toBe('');
  });

  it('a missing decoder is a note, unless it lies elsewhere', async () => {
    s3.on(ListObjectsV2Command, { Prefix: decoderKey }).resolves({});

    expect(await notes()).toContain('public/sam3-decoder.onnx is missing');
    const elsewhere = readSettings({
      ...ownPage,
      inference: { decoderUrl: 'https://cdn.example.com/decoder.onnx' },
    });
    const findings = await preflight(elsewhere, 'all');
    expect(findings.every(({ kind }) => kind === 'good')).toBe(true);
  });

  it.each(['ImageNotFoundException', 'RepositoryNotFoundException'])(
    'a missing image stops it: %s',
    async (code) => {
      answers.DescribeImages = [refused(code)];

      expect(await stops()).toContain(
        `✗ There is no image gen3d-sam3-sam3d:${imageTag()}.\n    npm run image:push`,
      );
    },
  );

  it('a sender that is not verified stops it', async () => {
    ses.on(GetEmailIdentityCommand).resolves({ VerifiedForSendingStatus: false });

    expect(await stops()).toContain('noreply@genesis3d.com is not verified with SES yet.\n    Open the link');
  });

  it('a sender that SES does not know is made by --prepare; its domain is enough', async () => {
    ses.on(GetEmailIdentityCommand).rejects(new NotFoundException(metadata));
    expect(await stops()).toContain(
      'SES does not know noreply@genesis3d.com.\n    npm run deploy -- --prepare',
    );

    ses
      .on(GetEmailIdentityCommand, { EmailIdentity: 'genesis3d.com' })
      .resolves({ VerifiedForSendingStatus: true });
    expect(await stops()).toBe('');
  });

  it('sign-ups by SES wait for a verified sender', async () => {
    const bySes = { signIn: { mailBySes: true } };
    expect(await stops(bySes, 'prepare')).toBe('');

    ses.on(GetEmailIdentityCommand).resolves({ VerifiedForSendingStatus: false });
    expect(await stops(bySes, 'prepare')).toContain('Deploy without the setting "signIn.mailBySes" first');
  });

  it('the sandbox of SES is a note', async () => {
    ses.on(GetAccountCommand).resolves({ ProductionAccessEnabled: false });

    expect(await notes()).toContain('SES is in its sandbox');
  });

  it('a page that its own origin does not lead to is a note', async () => {
    expect(await notes()).toContain('know the page at https://gen3d.genesis3d.com only');
  });

  it('a check that is not allowed to look stops it and says why', async () => {
    answers.DescribeImages = [refused('AccessDeniedException')];

    expect(await stops()).toContain('A check could not be made: ecr answered AccessDeniedException: no');
  });
});
