import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { BUNDLING_STACKS } from 'aws-cdk-lib/cx-api';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readSettings } from '#infra/config.ts';
import { builtPage, env, webStack } from './support/web-stack.ts';

const page = builtPage();

afterAll(() => page.remove());

const Code = z.object({ FunctionCode: z.string() });

describe('the web stack', () => {
  const template = Template.fromStack(webStack(page.folder));

  it('lets only its distribution read the page, by origin access control', () => {
    const buckets = Object.values(template.findResources('AWS::S3::Bucket'));
    const closed = {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    };

    expect(buckets).toHaveLength(2);
    for (const { Properties } of buckets) {
      expect(Properties).toMatchObject({ PublicAccessBlockConfiguration: closed });
      expect(Properties).not.toHaveProperty('WebsiteConfiguration');
    }
    template.resourceCountIs('AWS::CloudFront::OriginAccessControl', 1);
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['s3:GetObject', 's3:ListBucket'],
            Principal: { Service: 'cloudfront.amazonaws.com' },
            Condition: { StringEquals: { 'AWS:SourceArn': Match.anyValue() } },
          }),
        ]),
      },
    });
  });

  it('redirects to HTTPS, logs requests, and supports HTTP/2 and 3', () => {
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https', Compress: true },
        Logging: { Prefix: 'distribution/' },
        HttpVersion: 'http2and3',
      },
    });
  });

  it('adds the security headers to the page and to public objects', () => {
    template.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        SecurityHeadersConfig: {
          ContentSecurityPolicy: { Override: true },
          ContentTypeOptions: { Override: true },
          FrameOptions: { FrameOption: 'DENY' },
          ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
          StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, IncludeSubdomains: true },
        },
        CustomHeadersConfig: {
          Items: [
            { Header: 'cross-origin-opener-policy', Value: 'same-origin', Override: true },
            { Header: 'permissions-policy', Override: true },
          ],
        },
      },
    });
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        DefaultCacheBehavior: { ResponseHeadersPolicyId: Match.anyValue() },
        CacheBehaviors: [{ ResponseHeadersPolicyId: Match.anyValue() }],
      },
    });
  });

  it('allows API, issuer, sign-in pages and objects, within CloudFront’s limit of 1,783 characters', () => {
    const [policy] = Object.values(template.findResources('AWS::CloudFront::ResponseHeadersPolicy'));
    const text = JSON.stringify(policy?.Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig);

    expect(text).toContain('api.example.com');
    expect(text).toContain('UserPool');
    expect(text).toContain('amazoncognito.com');
    expect(text).toContain('RegionalDomainName');
    expect(text.length).toBeLessThan(1_783);
  });

  it('has no unacknowledged CDK warnings', () => {
    Annotations.fromStack(webStack(page.folder)).hasNoWarning('*', Match.anyValue());
  });

  it('serves only public/ from the data bucket', () => {
    const [distribution] = Object.values(template.findResources('AWS::CloudFront::Distribution'));
    const { CacheBehaviors } = distribution?.Properties.DistributionConfig ?? {};

    expect(CacheBehaviors).toHaveLength(1);
    expect(CacheBehaviors[0]).toMatchObject({
      PathPattern: 'public/*',
      ViewerProtocolPolicy: 'redirect-to-https',
    });
  });

  it.each([
    ['/', '/index.html'],
    ['/sessions/gen3d-8ecd07', '/index.html'],
    ['/sessions/', '/index.html'],
    ['/index.html', '/index.html'],
    ['/assets/gone-1a2b3c.js', '/assets/gone-1a2b3c.js'],
    ['/web-config.json', '/web-config.json'],
  ])('answers %s with %s', (asked, served) => {
    const [edge] = Object.values(template.findResources('AWS::CloudFront::Function'));
    const { FunctionCode } = Code.parse(edge?.Properties);

    const answer: unknown = runInNewContext(`${FunctionCode}; handler(event).uri`, {
      event: { request: { uri: asked } },
    });

    expect(answer).toBe(served);
  });

  it('caches hashed files but not the page, and deploys hashed files first', () => {
    const deployments = Object.values(template.findResources('Custom::CDKBucketDeployment'));
    const [assets] = deployments.filter(({ Properties }) => Properties.Include?.includes('assets/*'));
    const [pages] = deployments.filter(({ Properties }) => Properties.Exclude?.includes('assets/*'));

    expect(deployments).toHaveLength(2);
    expect(assets?.Properties.SystemMetadata).toEqual({
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect(pages?.Properties.SystemMetadata).toEqual({ 'cache-control': 'no-cache' });
    expect(pages?.Properties.DistributionPaths).toEqual(['/*']);
    expect(JSON.stringify(pages?.DependsOn)).toContain('Assets');
  });
});

describe('the certificate', () => {
  const certificateArn = `arn:aws:acm:us-east-1:${env.account}:certificate/1a2b`;

  it('of a custom domain lets CloudFront require TLS 1.2', () => {
    const settings = {
      webOrigin: 'https://gen3d.example.com',
      web: { domain: 'gen3d.example.com', certificateArn },
    };

    Template.fromStack(webStack(page.folder, { settings })).hasResourceProperties(
      'AWS::CloudFront::Distribution',
      {
        DistributionConfig: {
          Aliases: ['gen3d.example.com'],
          ViewerCertificate: { AcmCertificateArn: certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
        },
      },
    );
  });

  it.each([
    [{ web: { domain: 'gen3d.example.com' } }, '"web.certificateArn" go together'],
    [
      { web: { domain: 'gen3d.example.com', certificateArn }, webOrigin: 'https://other.example.com' },
      '"webOrigin" must be https://gen3d.example.com',
    ],
    [
      { web: { domain: 'a.example.com', certificateArn: certificateArn.replace('us-east-1', 'eu-west-1') } },
      '"web.certificateArn" is not the ARN of a certificate in us-east-1',
    ],
  ])('is refused in one sentence when the settings do not agree: %j', (settings, sentence) => {
    expect(() => readSettings(settings)).toThrow(sentence);
  });
});

describe('a page that was not built', () => {
  const nothing = join(page.folder, 'nothing');

  it('stops a deployment and names the command that builds it', () => {
    Annotations.fromStack(webStack(nothing)).hasError('*', Match.stringLikeRegexp('npm run build:web'));
  });

  it('is not required when nothing is deployed', () => {
    const stack = webStack(nothing, { context: { [BUNDLING_STACKS]: [] } });

    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
    Template.fromStack(stack).resourceCountIs('Custom::CDKBucketDeployment', 0);
  });
});
