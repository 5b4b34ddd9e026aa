import {
  DescribeImagesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  ImageNotFoundException,
  RepositoryNotFoundException,
} from '@aws-sdk/client-ecr';
import { ListObjectsV2Command, NoSuchBucket, S3Client } from '@aws-sdk/client-s3';
import { paginateListServiceQuotas, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import {
  GetAccountCommand,
  GetEmailIdentityCommand,
  NotFoundException,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { z } from 'zod';

const Identity = z.object({ Account: z.string() });
const Quota = z.object({ QuotaCode: z.string(), Value: z.number() });
const Authorization = z.object({
  authorizationData: z.tuple([z.object({ authorizationToken: z.string() })]),
});

/** Read access to the AWS account that a deployment goes to. All methods throw the SDK's errors. */
export class Account {
  readonly region: string;
  readonly #ecr: ECRClient;
  readonly #quotas: ServiceQuotasClient;
  readonly #s3: S3Client;
  readonly #ses: SESv2Client;
  readonly #ssm: SSMClient;
  readonly #sts: STSClient;

  constructor(region: string) {
    this.region = region;
    this.#ecr = new ECRClient({ region });
    this.#quotas = new ServiceQuotasClient({ region });
    this.#s3 = new S3Client({ region });
    this.#ses = new SESv2Client({ region });
    this.#ssm = new SSMClient({ region });
    this.#sts = new STSClient({ region });
  }

  /** Number of the account that the credentials belong to. */
  async number(): Promise<string> {
    return Identity.parse(await this.#sts.send(new GetCallerIdentityCommand({}))).Account;
  }

  /** Value of a Systems Manager parameter; undefined when it does not exist. */
  async parameter(name: string): Promise<string | undefined> {
    const call = this.#ssm.send(new GetParameterCommand({ Name: name }));
    return (await undefinedOn(call, ParameterNotFound))?.Parameter?.Value;
  }

  /** A SageMaker quota by its name; undefined when the region has no quota of that name. */
  async sageMakerQuota(name: string): Promise<z.infer<typeof Quota> | undefined> {
    const pages = paginateListServiceQuotas(
      { client: this.#quotas, pageSize: 100 },
      { ServiceCode: 'sagemaker' },
    );
    for await (const { Quotas = [] } of pages) {
      const found = Quotas.find(({ QuotaName }) => QuotaName === name);
      if (found !== undefined) return Quota.parse(found);
    }
    return undefined;
  }

  /** Whether a repository has an image with this tag. */
  async hasImage(repositoryName: string, imageTag: string): Promise<boolean> {
    const call = this.#ecr.send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag }] }));
    return (await undefinedOn(call, ImageNotFoundException, RepositoryNotFoundException)) !== undefined;
  }

  /** A password for the account's image registry, valid for 12 hours; its user name is `AWS`. */
  async registryPassword(): Promise<string> {
    const answer = await this.#ecr.send(new GetAuthorizationTokenCommand({}));
    const [{ authorizationToken }] = Authorization.parse(answer).authorizationData;
    return Buffer.from(authorizationToken, 'base64').toString().replace(/^AWS:/, '');
  }

  /** The first thousand keys with a prefix; undefined when the bucket does not exist. */
  async keys(bucket: string, prefix: string): Promise<string[] | undefined> {
    const call = this.#s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
    const page = await undefinedOn(call, NoSuchBucket);
    return page && (page.Contents ?? []).flatMap(({ Key }) => Key ?? []);
  }

  /** Whether an address or domain is verified with SES; undefined when SES has no such identity. */
  async verified(identity: string): Promise<boolean | undefined> {
    const call = this.#ses.send(new GetEmailIdentityCommand({ EmailIdentity: identity }));
    const found = await undefinedOn(call, NotFoundException);
    return found && found.VerifiedForSendingStatus === true;
  }

  /** Whether SES is in its sandbox, where it sends to verified addresses only. */
  async emailInSandbox(): Promise<boolean> {
    return (await this.#ses.send(new GetAccountCommand({}))).ProductionAccessEnabled !== true;
  }
}

type ErrorClass = abstract new (...args: never[]) => Error;

/** A call's answer; undefined when the call fails with one of these errors. */
async function undefinedOn<T>(call: Promise<T>, ...expected: readonly ErrorClass[]): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (expected.some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
}
