import * as z from 'zod/mini';

/** Photo limits. The API checks them too. */
export const PhotoLimits = z.object({
  maxBytes: z.int().check(z.positive()),
  /** Width × height. */
  maxPixels: z.int().check(z.positive()),
  /** Shortest side in pixels. */
  minSide: z.int().check(z.positive()),
  /** Longest side divided by the shortest. */
  maxAspect: z.int().check(z.positive()),
});
export type PhotoLimits = z.infer<typeof PhotoLimits>;

/** Mask limits. The API checks them too. */
export const MaskLimits = z.object({
  /** Smallest and largest share of the photo that a mask may select, in percent. */
  minCoverage: z.number().check(z.gte(0), z.lte(100)),
  maxCoverage: z.number().check(z.gte(0), z.lte(100)),
  maxBytes: z.int().check(z.positive()),
});
export type MaskLimits = z.infer<typeof MaskLimits>;

/** Values that the page and the command line need. */
export const Site = z.object({
  /** API base URL with its stage, without a trailing slash. */
  apiUrl: z.url(),
  /** OpenID issuer of the ID tokens. Clients discover all sign-in URLs from it. */
  issuer: z.url(),
  clientId: z.string().check(z.minLength(1)),
  /** When absent, only the API checks photos. */
  photo: z.optional(PhotoLimits),
  /** When absent, only the API checks masks. */
  mask: z.optional(MaskLimits),
});
export type Site = z.infer<typeof Site>;

/** The same values with the names that existing tools read. */
const ToolFields = z.object({
  region: z.string().check(z.minLength(1)),
  userPoolId: z.string().check(z.minLength(1)),
  userPoolWebClientId: z.string().check(z.minLength(1)),
  identityPoolId: z.optional(z.string().check(z.minLength(1))),
  s3Bucket: z.string().check(z.minLength(1)),
  apiEndpoint: z.url(),
  cognitoAuthRole: z.optional(z.string().check(z.minLength(1))),
});

/** `/web-config.json` of a site. */
export const WebConfig = z.object({ ...Site.shape, ...ToolFields.shape });
export type WebConfig = z.infer<typeof WebConfig>;

/** A deployment. The local environment has no identity pool. */
export interface Deployment {
  readonly apiUrl: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly photo?: PhotoLimits;
  readonly mask?: MaskLimits;
  readonly region: string;
  readonly userPoolId: string;
  readonly bucketName: string;
  readonly identityPool?: { readonly id: string; readonly authenticatedRoleArn: string };
}

/** The web config of a deployment. Its values may be CDK tokens. */
export function webConfigOf({ identityPool, bucketName, ...deployment }: Deployment): WebConfig {
  return {
    ...deployment,
    userPoolWebClientId: deployment.clientId,
    s3Bucket: bucketName,
    apiEndpoint: deployment.apiUrl,
    ...(identityPool && {
      identityPoolId: identityPool.id,
      cognitoAuthRole: identityPool.authenticatedRoleArn,
    }),
  };
}
