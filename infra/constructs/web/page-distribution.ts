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
import { pagePath } from '#infra/page-serving.ts';
import { pageHeaders } from './page-headers.ts';

export interface PageDistributionProps {
  readonly web: Settings['web'];
  /** Bucket with `public/`, from another stack. */
  readonly objects: IBucket;
  readonly headers: Readonly<Record<string, string>>;
}

const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  encryption: BucketEncryption.S3_MANAGED,
  // The next deployment recreates the page; the rest is logs.
  removalPolicy: RemovalPolicy.DESTROY,
  autoDeleteObjects: true,
};

const acknowledged = {
  listBucketSecurityRisk:
    'Every path names a file and queries are not forwarded, so no request can list the bucket.',
  updateImportedBucketPolicyOac: 'The data stack grants CloudFront access to public/.',
};

/** The page's bucket and its CloudFront distribution, the only reader. */
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
      // During a deployment, files may be missing for a moment.
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
      // Without list access, S3 answers 403 instead of 404 for a missing file.
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
      comment: 'Serves index.html for the views of the page',
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(
        `${pagePath}\nfunction handler(event) {\n  event.request.uri = pagePath(event.request.uri);\n  return event.request;\n}\n`,
      ),
    });
  }

  private logs(): Bucket {
    return new Bucket(this, 'Logs', {
      ...closed,
      // CloudFront's standard logs require access control lists.
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
  }
}

/** Objects that need no sign-in. CloudFront can read nothing else in the data stack's bucket. */
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

/** CloudFront can require TLS 1.2 only for a custom domain. */
function domainOf(scope: Construct, { domain, certificateArn }: Settings['web']): Partial<DistributionProps> {
  if (domain === undefined || certificateArn === undefined) return {};
  return {
    domainNames: [domain],
    certificate: Certificate.fromCertificateArn(scope, 'Certificate', certificateArn),
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
  };
}
