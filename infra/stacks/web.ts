import { join } from 'node:path';
import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Settings } from '#infra/config.ts';
import type { Identity } from '#infra/constructs/identity.ts';
import { PageDistribution } from '#infra/constructs/web/page-distribution.ts';
import { PageFiles } from '#infra/constructs/web/page-files.ts';
import { securityHeaders } from '#infra/security-headers.ts';
import { webConfigOf } from '#tasks/core/contracts/web-config.ts';

export interface WebStackProps extends StackProps {
  readonly settings: Settings;
  /** Of the data stack: photos, models and what is public. */
  readonly bucket: IBucket;
  readonly identity: Identity;
  /** API with its stage, no slash behind. */
  readonly apiUrl: string;
  /** Folder of the built page; what `npm run build:web` makes, when left out. */
  readonly builtPage?: string;
}

/** Where `npm run build:web` puts the page. */
const builtPage = join(import.meta.dirname, '..', '..', 'web', 'dist');

/** The web page behind CloudFront, and what it must know of the deployment. */
export class WebStack extends Stack {
  constructor(scope: Construct, id: string, props: WebStackProps) {
    super(scope, id, props);
    const { settings, bucket } = props;
    const page = new PageDistribution(this, 'Page', {
      web: settings.web,
      // By name: the data stack itself says what CloudFront may read, so that neither waits for the other.
      objects: Bucket.fromBucketAttributes(this, 'Objects', {
        bucketName: bucket.bucketName,
        region: this.region,
      }),
      headers: securityHeaders(this.origins(props)),
    });
    new PageFiles(this, 'PageFiles', {
      folder: props.builtPage ?? builtPage,
      config: this.config(props),
      bucket: page.files,
      distribution: page.distribution,
    });
    new CfnOutput(this, 'WebUrl', { description: 'The web page', value: settings.webOrigin });
    new CfnOutput(this, 'DistributionDomain', {
      description: 'Where the own domain must point; without one, its https:// address is the web origin',
      value: page.distribution.domainName,
    });
  }

  private origins({ apiUrl, identity, bucket }: WebStackProps) {
    const objects = `https://${bucket.bucketRegionalDomainName}`;
    const issuer = originOf(identity.userPool.userPoolProviderUrl);
    return {
      // The issuer tells where its tokens come from: the managed sign-in pages.
      connect: [originOf(apiUrl), issuer, identity.signInUrl, objects],
      images: [objects],
      // Uploads are fetched, not sent by a form of the page.
      forms: [],
    };
  }

  private config({ settings, bucket, identity, apiUrl }: WebStackProps) {
    const { limits } = settings;
    return webConfigOf({
      apiUrl,
      issuer: identity.userPool.userPoolProviderUrl,
      clientId: identity.webClient.userPoolClientId,
      region: this.region,
      userPoolId: identity.userPool.userPoolId,
      bucketName: bucket.bucketName,
      identityPool: { id: identity.identityPoolId, authenticatedRoleArn: identity.userRoleArn },
      photo: {
        maxBytes: limits.maxPhotoBytes,
        maxPixels: limits.maxPhotoPixels,
        minSide: limits.minPhotoPixels,
      },
    });
  }
}

/** Scheme and host of a URL that is known only when it is deployed. */
function originOf(url: string): string {
  return `https://${Fn.select(2, Fn.split('/', url))}`;
}
