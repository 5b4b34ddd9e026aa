import { describe, expect, it } from 'vitest';
import { type Deployment, WebConfig, webConfigOf } from '#contracts/web-config.ts';

const deployment: Deployment = {
  apiUrl: 'https://api.example.com/prod',
  issuer: 'https://issuer.example.com',
  clientId: 'client-1',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_abc',
  bucketName: 'objects',
};
const identityPool = { id: 'eu-central-1:1a2b', authenticatedRoleArn: 'arn:aws:iam::1:role/users' };

describe('web-config.json', () => {
  it('has the fields that the page, the command line and existing tools read', () => {
    const config = WebConfig.parse(webConfigOf({ ...deployment, identityPool }));

    expect(config).toMatchObject({
      apiUrl: deployment.apiUrl,
      issuer: deployment.issuer,
      clientId: deployment.clientId,
    });
    expect(config).toMatchObject({
      region: 'eu-central-1',
      userPoolId: 'eu-central-1_abc',
      userPoolWebClientId: 'client-1',
      identityPoolId: 'eu-central-1:1a2b',
      s3Bucket: 'objects',
      apiEndpoint: deployment.apiUrl,
      cognitoAuthRole: identityPool.authenticatedRoleArn,
    });
  });

  it('has the limits of photos and masks', () => {
    const photo = { maxBytes: 20_000_000, maxPixels: 40_000_000, minSide: 64, maxAspect: 30 };
    const mask = { minCoverage: 0.1, maxCoverage: 95, maxBytes: 10_000_000 };

    expect(WebConfig.parse(webConfigOf({ ...deployment, photo, mask }))).toMatchObject({ photo, mask });
  });

  it('omits the identity pool in an environment without one', () => {
    const config = WebConfig.parse(webConfigOf(deployment));

    expect(config).not.toHaveProperty('identityPoolId');
    expect(config).not.toHaveProperty('cognitoAuthRole');
  });
});
