import { webConfigOf } from '#contracts/web-config.ts';
import { securityHeaders } from '#infra/page-serving.ts';
import type { WebPage } from '../emulators/api-gateway/web-page.ts';
import type { IdentityService } from '../emulators/identity/server.ts';
import type { EnvironmentModel } from './assembly/model.ts';
import { location } from './assembly/read-assembly.ts';
import { urlOf } from './aws-config.ts';
import { inputSettings } from './input-settings.ts';
import type { Ports } from './ports.ts';

/** The web page as a deployed site serves it: files, configuration and security headers. */
export function webPageOf(at: {
  readonly webFolder: string;
  readonly publicFiles: ReadonlyMap<string, string>;
  readonly ports: Ports;
  readonly model: EnvironmentModel;
  readonly identity: IdentityService;
}): WebPage {
  const { ports, model, identity } = at;
  const { bucket, ...limits } = inputSettings(model.functions);
  const objects = urlOf(ports, 's3');
  return {
    folder: at.webFolder,
    files: at.publicFiles,
    origin: urlOf(ports, 'api'),
    headers: securityHeaders({ connect: [identity.url, objects], images: [objects], forms: [] }),
    config: webConfigOf({
      apiUrl: `${urlOf(ports, 'api')}/${model.api.stage}`,
      issuer: identity.url,
      clientId: identity.clientId,
      photo: {
        maxBytes: limits.maxPhotoBytes,
        maxPixels: limits.maxPhotoPixels,
        minSide: limits.minPhotoSide,
        maxAspect: limits.maxPhotoAspect,
      },
      mask: {
        minCoverage: limits.minMaskCoverage,
        maxCoverage: limits.maxMaskCoverage,
        maxBytes: limits.maxMaskBytes,
      },
      region: location.region,
      userPoolId: model.identity.userPoolId,
      bucketName: bucket,
    }),
  };
}
