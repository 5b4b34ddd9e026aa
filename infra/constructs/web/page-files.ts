import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import type { WebConfig } from '#tasks/core/contracts/web-config.ts';

export interface PageFilesProps {
  /** The built page. */
  readonly folder: string;
  readonly config: WebConfig;
  readonly bucket: IBucket;
  readonly distribution: IDistribution;
}

/** Vite's folder of files whose names change with their contents. */
const hashed = 'assets/*';

/**
 * Brings the built page and its `web-config.json` into the bucket. The hashed files come first and old ones
 * stay, so that a page which is open, or was just fetched, finds what it names.
 */
export class PageFiles extends Construct {
  constructor(scope: Construct, id: string, props: PageFilesProps) {
    super(scope, id);
    // CDK's own way of saying that nobody deploys this stack now: then the page need not have been built.
    if (!Stack.of(this).bundlingRequired) return;
    if (!existsSync(join(props.folder, 'index.html'))) {
      Annotations.of(this).addError(
        `There is no built page in ${props.folder}: run "npm run build:web", then deploy again.`,
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
