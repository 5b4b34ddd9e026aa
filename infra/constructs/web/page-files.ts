import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import type { WebConfig } from '#contracts/web-config.ts';

export interface PageFilesProps {
  /** The built page. */
  readonly folder: string;
  readonly config: WebConfig;
  readonly bucket: IBucket;
  readonly distribution: IDistribution;
}

/** Vite's files with content hashes in their names. */
const hashed = 'assets/*';

/**
 * Copies the built page and its `web-config.json` to the bucket. Hashed files are copied first and old ones stay, so
 * pages that are already open find the files they refer to.
 */
export class PageFiles extends Construct {
  constructor(scope: Construct, id: string, props: PageFilesProps) {
    super(scope, id);
    // CDK is not deploying this stack, so the page need not be built.
    if (!Stack.of(this).bundlingRequired) return;
    if (!existsSync(join(props.folder, 'index.html'))) {
      Annotations.of(this).addError(
        `${props.folder} has no built page. Run "npm run build:web", then deploy again.`,
      );
      return;
    }
    this.deploy(props);
  }

  private deploy({ folder, bucket, config, distribution }: PageFilesProps): void {
    const common = {
      destinationBucket: bucket,
      prune: false,
      memoryLimit: 512,
      logGroup: new LogGroup(this, 'Logs', {
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    };
    const assets = new BucketDeployment(this, 'Assets', {
      ...common,
      sources: [Source.asset(folder)],
      exclude: ['*'],
      include: [hashed],
      cacheControl: [
        CacheControl.setPublic(),
        CacheControl.maxAge(Duration.days(365)),
        CacheControl.immutable(),
      ],
    });
    const pages = new BucketDeployment(this, 'Pages', {
      ...common,
      sources: [Source.asset(folder), Source.jsonData('web-config.json', config)],
      exclude: [hashed],
      cacheControl: [CacheControl.noCache()],
      distribution,
      distributionPaths: ['/*'],
    });
    pages.node.addDependency(assets);
  }
}
