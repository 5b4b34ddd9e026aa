import { ListObjectsV2Command, NoSuchBucket, S3Client } from '@aws-sdk/client-s3';
import {
  GetAccountCommand,
  GetEmailIdentityCommand,
  NotFoundException,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import { z } from 'zod';
import { AwsCallError, type Caller, callAws, targetCall } from './signed-call.ts';

const Identity = z.object({
  GetCallerIdentityResponse: z.object({
    GetCallerIdentityResult: z.object({ Account: z.string() }),
  }),
});
const Parameter = z.object({ Parameter: z.object({ Value: z.string() }) });
const Quotas = z.object({
  Quotas: z.array(z.object({ QuotaCode: z.string(), QuotaName: z.string(), Value: z.number() })),
  NextToken: z.string().nullish(),
});
const Authorization = z.object({
  authorizationData: z.tuple([z.object({ authorizationToken: z.string() })]),
});
export type Quota = z.infer<typeof Quotas>['Quotas'][number];

/** What a deployment asks of the account that it goes to. */
export class Account {
  readonly region: string;
  readonly #s3: S3Client;
  readonly #ses: SESv2Client;
  readonly #caller: Caller;

  constructor(region: string) {
    this.region = region;
    this.#s3 = new S3Client({ region });
    this.#ses = new SESv2Client({ region });
    const { credentials, sha256 } = this.#s3.config;
    this.#caller = { region, credentials, sha256 };
  }

  /** Number of the account that the credentials belong to. */
  async number(): Promise<string> {
    const answer = await callAws(this.#caller, {
      service: 'sts',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    });
    return Identity.parse(answer).GetCallerIdentityResponse.GetCallerIdentityResult.Account;
  }

  /** A parameter of Systems Manager, undefined when there is none. */
  async parameter(name: string): Promise<string | undefined> {
    const call = targetCall('ssm', 'AmazonSSM.GetParameter', { Name: name });
    const answer = await this.#unless('ParameterNotFound', call);
    return answer === undefined ? undefined : Parameter.parse(answer).Parameter.Value;
  }

  /** A quota of SageMaker by its name, undefined when the region has none of that name. */
  async sageMakerQuota(name: string, nextToken?: string): Promise<Quota | undefined> {
    const input = { ServiceCode: 'sagemaker', MaxResults: 100, ...(nextToken && { NextToken: nextToken }) };
    const target = 'ServiceQuotasV20190624.ListServiceQuotas';
    const page = Quotas.parse(await callAws(this.#caller, targetCall('servicequotas', target, input)));
    const found = page.Quotas.find(({ QuotaName }) => QuotaName === name);
    if (found !== undefined || !page.NextToken) return found;
    return this.sageMakerQuota(name, page.NextToken);
  }

  /** Whether a repository holds an image of a tag. */
  async hasImage(repositoryName: string, imageTag: string): Promise<boolean> {
    const call = targetCall(
      'ecr',
      'AmazonEC2ContainerRegistry_V20150921.DescribeImages',
      { repositoryName, imageIds: [{ imageTag }] },
      { host: 'api.ecr' },
    );
    const found = await this.#unless(['ImageNotFoundException', 'RepositoryNotFoundException'], call);
    return found !== undefined;
  }

  /** A password of a few hours for the account's image registry; its user is `AWS`. */
  async registryPassword(): Promise<string> {
    const target = 'AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken';
    const answer = await callAws(this.#caller, targetCall('ecr', target, {}, { host: 'api.ecr' }));
    const [{ authorizationToken }] = Authorization.parse(answer).authorizationData;
    return Buffer.from(authorizationToken, 'base64').toString().replace(/^AWS:/, '');
  }

  /** Keys below a prefix, the first thousand; undefined when there is no such bucket. */
  async keys(bucket: string, prefix: string): Promise<string[] | undefined> {
    try {
      const page = await this.#s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
      return (page.Contents ?? []).flatMap(({ Key }) => Key ?? []);
    } catch (error) {
      if (error instanceof NoSuchBucket) return undefined;
      throw error;
    }
  }

  /** Whether SES may send from (in its sandbox: to) an address or domain; undefined when it does not know it. */
  async verified(identity: string): Promise<boolean | undefined> {
    try {
      const found = await this.#ses.send(new GetEmailIdentityCommand({ EmailIdentity: identity }));
      return found.VerifiedForSendingStatus === true;
    } catch (error) {
      if (error instanceof NotFoundException) return undefined;
      throw error;
    }
  }

  /** Whether SES sends to verified addresses only. */
  async mailsInSandbox(): Promise<boolean> {
    return (await this.#ses.send(new GetAccountCommand({}))).ProductionAccessEnabled !== true;
  }

  async #unless(codes: string | readonly string[], call: Parameters<typeof callAws>[1]): Promise<unknown> {
    try {
      return await callAws(this.#caller, call);
    } catch (error) {
      if (error instanceof AwsCallError && codes.includes(error.code)) return undefined;
      throw error;
    }
  }
}
