import {
  DescribeImagesCommand,
  ECRClient,
  ImageNotFoundException,
  RepositoryNotFoundException,
} from '@aws-sdk/client-ecr';
import { ListObjectsV2Command, NoSuchBucket, S3Client } from '@aws-sdk/client-s3';
import { ListServiceQuotasCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import {
  GetAccountCommand,
  GetEmailIdentityCommand,
  NotFoundException,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { decoderKey, decoderLicenseKey, publicPrefix } from '#contracts/keys.ts';
import { readSettings, type SettingsInput } from '#infra/config.ts';
import { imageTag } from '#infra/models/image-tag.ts';
import { modelKeys } from '#infra/models/layout.ts';
import { formatFindings, type Phase, preflight } from '#infra/preflight/preflight.ts';

const ecr = mockClient(ECRClient);
const quotas = mockClient(ServiceQuotasClient);
const s3 = mockClient(S3Client);
const ses = mockClient(SESv2Client);
const ssm = mockClient(SSMClient);
const sts = mockClient(STSClient);
const metadata = { $metadata: {}, message: 'not there' };

const quota = (Value: number) => ({
  Quotas: [{ QuotaCode: 'L-1', QuotaName: 'ml.g5.2xlarge for endpoint usage', Value }],
});
const ownPage = { webOrigin: 'https://d111111abcdef8.cloudfront.net' };

beforeEach(() => {
  for (const mock of [ecr, quotas, s3, ses, ssm, sts]) mock.reset();
  sts.on(GetCallerIdentityCommand).resolves({ Account: '123456789012' });
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '28' } });
  quotas.on(ListServiceQuotasCommand).resolves(quota(5));
  ecr.on(DescribeImagesCommand).resolves({ imageDetails: [{}] });
  s3.on(ListObjectsV2Command).callsFake(({ Prefix }: { Prefix: string }) => ({
    Contents: [...modelKeys('converted'), decoderKey, decoderLicenseKey]
      .filter((key) => key.startsWith(Prefix))
      .map((Key) => ({ Key })),
  }));
  ses.on(GetEmailIdentityCommand).resolves({ VerifiedForSendingStatus: true });
  ses.on(GetAccountCommand).resolves({ ProductionAccessEnabled: true });
});

async function stops(input: SettingsInput = {}, phase: Phase = 'all'): Promise<string> {
  const findings = await preflight(readSettings(input), phase);
  return formatFindings(findings.filter(({ kind }) => kind === 'stop'));
}
async function notes(): Promise<string> {
  return formatFindings((await preflight(readSettings(), 'all')).filter(({ kind }) => kind === 'note'));
}

describe('preflight', () => {
  it('reports every check of a complete account as good', async () => {
    const findings = await preflight(readSettings(ownPage), 'all');

    expect(findings.map(({ kind }) => kind)).toEqual(Array(10).fill('good'));
    expect(formatFindings(findings)).toContain('✓ Account 123456789012, region us-east-1.');
  });

  it('asks the services of the region in the settings', async () => {
    await preflight(readSettings({ region: 'eu-west-1' }), 'all');

    const regions = await Promise.all(
      [ecr, quotas, s3, ses, ssm, sts].map((mock) => mock.calls()[0]?.thisValue.config.region()),
    );
    expect(regions).toEqual(Array(6).fill('eu-west-1'));
  });

  it('reports credentials that do not work, and nothing else', async () => {
    sts.on(GetCallerIdentityCommand).rejects(new Error('The security token has expired'));

    expect(await stops()).toBe(
      [
        '✗ No AWS credentials work here: The security token has expired',
        '    Run "aws configure" or "aws sso login", or set AWS_PROFILE.',
      ].join('\n'),
    );
    expect(ecr.calls()).toHaveLength(0);
  });

  it('stops for credentials of another account', async () => {
    expect(await stops({ account: '999999999999' })).toContain(
      'belong to account 123456789012, not to 999999999999',
    );
  });

  it('stops in a region that is not bootstrapped', async () => {
    ssm.on(GetParameterCommand).rejects(new ParameterNotFound(metadata));

    expect(await stops()).toBe(
      '✗ This region is not bootstrapped for CDK.\n    npx cdk bootstrap aws://123456789012/us-east-1',
    );
  });

  it('stops for a bootstrap stack that is too old', async () => {
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '5' } });

    expect(await stops()).toContain('✗ CDK bootstrap version 5 is too old.\n    npx cdk bootstrap');
  });

  it('stops for a quota of zero and says how to raise it; notes a small quota', async () => {
    quotas.on(ListServiceQuotasCommand).resolves(quota(0));
    expect(await stops()).toContain('--quota-code L-1 --desired-value 5');

    quotas.on(ListServiceQuotasCommand).resolves(quota(2));
    expect(await stops()).toBe('');
    expect(await notes()).toContain('quota is 2 ml.g5.2xlarge for endpoints, but scaling goes up to 5');
  });

  it('reads every page of quotas', async () => {
    quotas
      .on(ListServiceQuotasCommand)
      .resolvesOnce({ Quotas: [], NextToken: 'more' })
      .resolvesOnce(quota(7));

    const findings = await preflight(readSettings(), 'prepare');

    expect(formatFindings(findings)).toContain('7 ml.g5.2xlarge for endpoints.');
  });

  it('stops in a region without the instance type', async () => {
    quotas.on(ListServiceQuotasCommand).resolves({ Quotas: [] });

    expect(await stops()).toContain('us-east-1 has no quota for ml.g5.2xlarge endpoints');
  });

  it('stops for missing models and names the first missing file', async () => {
    s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: 'models/sam3/config.json' }] });

    const text = await stops();

    expect(text).toContain('lacks models/sam3/model.safetensors and');
    expect(text).toContain('HF_TOKEN=… npm run models:upload');
  });

  it('stops for a missing bucket, which --prepare creates', async () => {
    s3.on(ListObjectsV2Command).rejects(new NoSuchBucket(metadata));

    expect(await stops()).toContain(
      '✗ Bucket gen3d-data-bucket-123456789012-us-east-1 does not exist yet.\n    npm run deploy -- --prepare',
    );
    expect(await stops({}, 'prepare')).toBe('');
  });

  it('notes a missing decoder, unless browsers load it from another URL', async () => {
    s3.on(ListObjectsV2Command, { Prefix: publicPrefix }).resolves({});

    expect(await notes()).toContain('public/sam3-decoder.onnx is missing');
    const elsewhere = readSettings({
      ...ownPage,
      inference: { decoderUrl: 'https://cdn.example.com/decoder.onnx' },
    });
    const findings = await preflight(elsewhere, 'all');
    expect(findings.every(({ kind }) => kind === 'good')).toBe(true);
  });

  it('notes a decoder without its license', async () => {
    s3.on(ListObjectsV2Command, { Prefix: publicPrefix }).resolves({ Contents: [{ Key: decoderKey }] });

    expect(await notes()).toContain('public/sam3-decoder.LICENSE.txt is missing');
  });

  it('accepts the original checkpoints in place of converted ones', async () => {
    s3.on(ListObjectsV2Command, { Prefix: 'models/sam3d/' }).resolves({
      Contents: modelKeys('original').map((Key) => ({ Key })),
    });

    expect(await stops()).toBe('');
  });

  it.each([new ImageNotFoundException(metadata), new RepositoryNotFoundException(metadata)])(
    'stops for a missing image: $name',
    async (error) => {
      ecr.on(DescribeImagesCommand).rejects(error);

      expect(await stops()).toContain(
        `✗ Image gen3d-sam3-sam3d:${imageTag()} does not exist.\n    npm run image:push`,
      );
    },
  );

  it('stops for a sender that is not verified', async () => {
    ses.on(GetEmailIdentityCommand).resolves({ VerifiedForSendingStatus: false });

    expect(await stops()).toContain('noreply@genesis3d.com is not verified with SES yet.\n    Open the link');
  });

  it('stops for a sender without an identity, which --prepare creates; an identity of its domain is enough', async () => {
    ses.on(GetEmailIdentityCommand).rejects(new NotFoundException(metadata));
    expect(await stops()).toContain(
      'SES has no identity for noreply@genesis3d.com.\n    npm run deploy -- --prepare',
    );

    ses
      .on(GetEmailIdentityCommand, { EmailIdentity: 'genesis3d.com' })
      .resolves({ VerifiedForSendingStatus: true });
    expect(await stops()).toBe('');
  });

  it('requires a verified sender when SES sends the sign-up emails', async () => {
    const bySes = { signIn: { mailBySes: true } };
    expect(await stops(bySes, 'prepare')).toBe('');

    ses.on(GetEmailIdentityCommand).resolves({ VerifiedForSendingStatus: false });
    expect(await stops(bySes, 'prepare')).toContain('Deploy without the setting "signIn.mailBySes" first');
  });

  it('notes that SES is in its sandbox', async () => {
    ses.on(GetAccountCommand).resolves({ ProductionAccessEnabled: false });

    expect(await notes()).toContain('SES is in its sandbox');
  });

  it('notes a web origin that this deployment does not serve', async () => {
    expect(await notes()).toContain('accept the page at https://gen3d.genesis3d.com only');
  });

  it('stops for a check without permission and says why', async () => {
    ecr.on(DescribeImagesCommand).rejects(new Error('not authorized to perform: ecr:DescribeImages'));

    expect(await stops()).toContain('A check could not run: not authorized to perform: ecr:DescribeImages');
  });
});
