import { Duration, Stack } from 'aws-cdk-lib';
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  ResponseHeadersPolicy,
  type ResponseSecurityHeadersBehavior,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

const override = true;

/** CloudFront has properties for these headers and rejects them as custom headers. */
const securityHeaders: Readonly<Record<string, (value: string) => ResponseSecurityHeadersBehavior>> = {
  'content-security-policy': (contentSecurityPolicy) => ({
    contentSecurityPolicy: { contentSecurityPolicy, override },
  }),
  'strict-transport-security': (value) => ({
    strictTransportSecurity: {
      accessControlMaxAge: Duration.seconds(Number(/max-age=(\d+)/.exec(value)?.[1])),
      includeSubdomains: value.includes('includeSubDomains'),
      override,
    },
  }),
  'x-content-type-options': () => ({ contentTypeOptions: { override } }),
  'x-frame-options': () => ({ frameOptions: { frameOption: HeadersFrameOption.DENY, override } }),
  'referrer-policy': () => ({
    referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override },
  }),
};

/** A CloudFront policy that adds exactly these headers. */
export function pageHeaders(
  scope: Construct,
  id: string,
  headers: Readonly<Record<string, string>>,
): ResponseHeadersPolicy {
  const all = Object.entries(headers);
  const behavior = all.map(([name, value]) => securityHeaders[name]?.(value) ?? {});
  const custom = all.filter(([name]) => !(name in securityHeaders));
  const { stackName, region } = Stack.of(scope);
  return new ResponseHeadersPolicy(scope, id, {
    // Policy names are unique per account, across regions.
    responseHeadersPolicyName: `${stackName}-${region}`,
    comment: 'Gen3D: security headers of the page',
    securityHeadersBehavior: Object.assign({}, ...behavior),
    customHeadersBehavior: {
      customHeaders: custom.map(([header, value]) => ({ header, value, override })),
    },
  });
}
