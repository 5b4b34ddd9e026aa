import { join } from 'node:path';
import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { webConfigOf } from '#contracts/web-config.ts';
import type { Settings } from '#infra/config.ts';
import type { Identity } from '#infra/constructs/identity.ts';
import { PageDistribution } from '#infra/constructs/web/page-distribution.ts';
import { PageFiles } from '#infra/constructs/web/page-files.ts';
import { securityHeaders } from '#infra/page-serving.ts';

export interface WebStackProps extends StackProps {
  readonly settings: Settings;
  /** The data stack's bucket; it has the public objects. */
  readonly bucket: IBucket;
  readonly identity: Identity;
  /** Base URL of the API with its stage, without a trailing slash. */
  readonly apiUrl: string;
  /** Folder of the built page. Default: the output of `npm run build:web`. */
  readonly builtPage?: string;
}

const builtPage = join(import.meta.dirname, '..', '..', 'web', 'dist');

/** The web page behind CloudFront, and its configuration. */
export class WebStack extends Stack {
  constructor(scope: Construct, id: string, props: WebStackProps) {
    super(scope, id, props);
    const { settings, bucket } = props;
    const page = new PageDistribution(this, 'Page', {
      web: settings.web,
      // By name: the data stack grants CloudFront access itself, so neither stack waits for the other.
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
      description:
        'Target of the custom domain. Without a custom domain, https:// and this name is the web origin.',
      value: page.distribution.domainName,
    });
  }

  private origins({ apiUrl, identity, bucket }: WebStackProps) {
    const objects = `https://${bucket.bucketRegionalDomainName}`;
    const issuer = originOf(identity.userPool.userPoolProviderUrl);
    return {
      // The issuer's metadata points to the sign-in pages for tokens.
      connect: [originOf(apiUrl), issuer, identity.signInUrl, objects],
      images: [objects],
      // The page uploads by fetch, not by a form.
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
        maxAspect: limits.maxPhotoAspect,
      },
      mask: {
        minCoverage: limits.minMaskCoverage,
        maxCoverage: limits.maxMaskCoverage,
        maxBytes: limits.maxMaskBytes,
      },
    });
  }
}

/** Scheme and host of a URL that is known only at deployment. */
function originOf(url: string): string {
  return `https://${Fn.select(2, Fn.split('/', url))}`;
}
