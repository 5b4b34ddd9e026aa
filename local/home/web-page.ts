import { securityHeaders } from '#infra/security-headers.ts';
import { webConfigOf } from '#tasks/core/contracts/web-config.ts';
import type { HomeModel } from '../assembly/model.ts';
import { place } from '../assembly.ts';
import type { WebPage } from '../services/api-gateway/web-page.ts';
import type { IdentityService } from '../services/identity.ts';
import { urlOf } from './environment.ts';
import { inputSettings } from './input-settings.ts';
import type { Ports } from './ports.ts';

/** The page as a deployed site has it: its files, what it must know, and the headers that guard it. */
export function webPageOf(at: {
  readonly webFolder: string;
  readonly ports: Ports;
  readonly model: HomeModel;
  readonly identity: IdentityService;
}): WebPage {
  const { ports, model, identity } = at;
  const { bucket, maxPhotoBytes, maxPhotoPixels, minPhotoSide } = inputSettings(model.functions);
  const objects = urlOf(ports, 's3');
  return {
    folder: at.webFolder,
    origin: urlOf(ports, 'api'),
    headers: securityHeaders({ connect: [identity.url, objects], images: [objects], forms: [] }),
    config: webConfigOf({
      apiUrl: `${urlOf(ports, 'api')}/${model.api.stage}`,
      issuer: identity.url,
      clientId: identity.clientId,
      photo: { maxBytes: maxPhotoBytes, maxPixels: maxPhotoPixels, minSide: minPhotoSide },
      region: place.region,
      userPoolId: model.identity.userPoolId,
      bucketName: bucket,
    }),
  };
}
