import * as z from 'zod/mini';

/** What a photo must be; the API checks it again. */
export const PhotoLimits = z.object({
  maxBytes: z.int().check(z.positive()),
  /** Width × height. */
  maxPixels: z.int().check(z.positive()),
  /** Shortest side in pixels. */
  minSide: z.int().check(z.positive()),
});
export type PhotoLimits = z.infer<typeof PhotoLimits>;

/** What the page and the command line must know of a deployment. */
export const Site = z.object({
  /** API with its stage, no slash behind. */
  apiUrl: z.url(),
  /** OpenID issuer of the ID tokens; everything about signing in is found from here. */
  issuer: z.url(),
  clientId: z.string().check(z.minLength(1)),
  /** Absent: photos are checked by the API alone. */
  photo: z.optional(PhotoLimits),
});
export type Site = z.infer<typeof Site>;

/** The same under the names of the plan of record, for its tools. */
const PlanFields = z.object({
  region: z.string().check(z.minLength(1)),
  userPoolId: z.string().check(z.minLength(1)),
  userPoolWebClientId: z.string().check(z.minLength(1)),
  identityPoolId: z.optional(z.string().check(z.minLength(1))),
  s3Bucket: z.string().check(z.minLength(1)),
  apiEndpoint: z.url(),
  cognitoAuthRole: z.optional(z.string().check(z.minLength(1))),
});

/** `/web-config.json` of a site. */
export const WebConfig = z.object({ ...Site.shape, ...PlanFields.shape });
export type WebConfig = z.infer<typeof WebConfig>;

/** A deployment; on one machine there is no identity pool. */
export interface Deployment {
  readonly apiUrl: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly photo?: PhotoLimits;
  readonly region: string;
  readonly userPoolId: string;
  readonly bucketName: string;
  readonly identityPool?: { readonly id: string; readonly authenticatedRoleArn: string };
}

/** What a deployment tells its page; the values may be known only when it is deployed. */
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
