import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';

/**
 * Lets this account's CloudFront distributions read `public/` of a bucket and nothing else. The distribution is
 * of a later stack, so that the account is named in its place.
 */
export function readPublicByCloudFront(bucket: IBucket): void {
  const { account, partition } = Stack.of(bucket);
  const byCloudFront = {
    sid: 'PublicByCloudFront',
    principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
    conditions: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudfront::${account}:distribution/*` },
    },
  };
  const resources = [bucket.arnForObjects('public/*')];
  bucket.addToResourcePolicy(new PolicyStatement({ ...byCloudFront, actions: ['s3:GetObject'], resources }));
  // In a key's policy "*" is the key itself.
  const decrypt = new PolicyStatement({ ...byCloudFront, actions: ['kms:Decrypt'], resources: ['*'] });
  bucket.encryptionKey?.addToResourcePolicy(decrypt);
}
