import { Annotations, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AccessLevel,
  CachePolicy,
  Distribution,
  type DistributionProps,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  PriceClass,
  type ResponseHeadersPolicy,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Settings } from '#infra/config.ts';
import { pagePath } from '#infra/page-path.ts';
import { pageHeaders } from './page-headers.ts';

export interface PageDistributionProps {
  readonly web: Settings['web'];
  /** Of other stacks: holds `public/`. */
  readonly objects: IBucket;
  readonly headers: Readonly<Record<string, string>>;
}

const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  encryption: BucketEncryption.S3_MANAGED,
  // Everything here is built again by the next deployment, or is a log.
  removalPolicy: RemovalPolicy.DESTROY,
  autoDeleteObjects: true,
};

const acknowledged = {
  listBucketSecurityRisk: 'Every path is one of a file, and no query is handed on: nothing asks for a list.',
  updateImportedBucketPolicyOac: 'The data stack itself lets CloudFront read what is public.',
};

/** The page's bucket, which nobody but its CloudFront distribution reads. */
export class PageDistribution extends Construct {
  readonly files: Bucket;
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, props: PageDistributionProps) {
    super(scope, id);
    const logs = this.logs();
    this.files = new Bucket(this, 'Files', {
      ...closed,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: 'files/',
    });
    const headers = pageHeaders(this, 'Headers', props.headers);
    const { stackName, region } = Stack.of(this);
    const originAccessControl = new S3OriginAccessControl(this, 'AccessControl', {
      originAccessControlName: `${stackName}-${region}`,
    });
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Gen3D: the web page',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      ...domainOf(this, props.web),
      ...(props.web.webAclArn !== undefined && { webAclId: props.web.webAclArn }),
      enableLogging: true,
      logBucket: logs,
      logFilePrefix: 'distribution/',
      defaultBehavior: this.page(originAccessControl, headers),
      additionalBehaviors: { 'public/*': publicObjects(props.objects, originAccessControl, headers) },
      // A file that a deployment is just bringing is not missing for long.
      errorResponses: [{ httpStatus: 404, ttl: Duration.seconds(10) }],
    });
    for (const [warning, reason] of Object.entries(acknowledged)) {
      Annotations.of(this.distribution).acknowledgeWarning(
        `@aws-cdk/aws-cloudfront-origins:${warning}`,
        reason,
      );
    }
  }

  private page(
    originAccessControl: S3OriginAccessControl,
    responseHeadersPolicy: ResponseHeadersPolicy,
  ): DistributionProps['defaultBehavior'] {
    return {
      // Whoever may list is told 404 for what is missing, not 403.
      origin: S3BucketOrigin.withOriginAccessControl(this.files, {
        originAccessControl,
        originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy,
      functionAssociations: [{ function: this.views(), eventType: FunctionEventType.VIEWER_REQUEST }],
    };
  }

  private views(): EdgeFunction {
    return new EdgeFunction(this, 'Views', {
      comment: 'Views of the page get the page',
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(
        `${pagePath}\nfunction handler(event) {\n  event.request.uri = pagePath(event.request.uri);\n  return event.request;\n}\n`,
      ),
    });
  }

  private logs(): Bucket {
    return new Bucket(this, 'Logs', {
      ...closed,
      // CloudFront delivers its standard logs by access control lists.
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
  }
}

/** What everybody may fetch without signing in; the data stack's bucket lets CloudFront read these and no others. */
function publicObjects(
  objects: IBucket,
  originAccessControl: S3OriginAccessControl,
  responseHeadersPolicy: ResponseHeadersPolicy,
) {
  return {
    origin: S3BucketOrigin.withOriginAccessControl(objects, { originAccessControl }),
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    responseHeadersPolicy,
  };
}

/** Only an own domain lets CloudFront insist on TLS 1.2 or newer: its default domain also takes older ones. */
function domainOf(scope: Construct, { domain, certificateArn }: Settings['web']): Partial<DistributionProps> {
  if (domain === undefined || certificateArn === undefined) return {};
  return {
    domainNames: [domain],
    certificate: Certificate.fromCertificateArn(scope, 'Certificate', certificateArn),
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
  };
}
