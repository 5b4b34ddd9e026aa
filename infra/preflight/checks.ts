import type { Settings } from '#infra/config.ts';
import { imageTag } from '#infra/models/image-tag.ts';
import { missingModelFiles } from '#infra/models/layout.ts';
import { deployedNames } from '#infra/names.ts';
import { decoderKey, modelPrefixes } from '#tasks/core/keys.ts';
import type { Account } from './account.ts';

/** What a check sees. */
export interface Surroundings {
  readonly settings: Settings;
  readonly account: Account;
  readonly accountNumber: string;
}

/** `stop`: the deployment would fail or not work; `note`: it works, with something to know. */
export type Finding =
  | { readonly kind: 'good'; readonly says: string }
  | { readonly kind: 'note' | 'stop'; readonly says: string; readonly remedy: string };

export type Check = (around: Surroundings) => Promise<Finding>;

/** Version of the bootstrap stack that this CDK's assemblies ask for. */
const bootstrapVersion = 6;

export const accountIsMeant: Check = async ({ settings, accountNumber }) =>
  settings.account === undefined || settings.account === accountNumber
    ? { kind: 'good', says: `Account ${accountNumber}, region ${settings.region}.` }
    : {
        kind: 'stop',
        says: `The credentials are of account ${accountNumber}, not of ${settings.account}.`,
        remedy: 'Choose other credentials (AWS_PROFILE), or another setting "account".',
      };

export const isBootstrapped: Check = async ({ account, accountNumber }) => {
  const version = await account.parameter('/cdk-bootstrap/hnb659fds/version');
  if (Number(version) >= bootstrapVersion) return { kind: 'good', says: `CDK bootstrap version ${version}.` };
  return {
    kind: 'stop',
    says:
      version === undefined
        ? 'CDK has not been set up here.'
        : `CDK bootstrap version ${version} is too old.`,
    remedy: `npx cdk bootstrap aws://${accountNumber}/${account.region}`,
  };
};

export const hasInstances: Check = async ({ settings, account }) => {
  const { instanceType, scaling } = settings.inference;
  const quota = await account.sageMakerQuota(`${instanceType} for endpoint usage`);
  if (quota === undefined) {
    return {
      kind: 'stop',
      says: `Service Quotas knows no ${instanceType} for endpoints in ${account.region}.`,
      remedy: 'Choose another region, or another setting "inference.instanceType".',
    };
  }
  if (quota.Value >= scaling.maxInstances) {
    return { kind: 'good', says: `${quota.Value} ${instanceType} for endpoints.` };
  }
  return {
    kind: quota.Value >= 1 ? 'note' : 'stop',
    says: `The account may have ${quota.Value} ${instanceType} for endpoints; scaling goes up to ${scaling.maxInstances}.`,
    remedy: `aws service-quotas request-service-quota-increase --region ${account.region} --service-code sagemaker --quota-code ${quota.QuotaCode} --desired-value ${scaling.maxInstances}`,
  };
};

export const hasModels: Check = async ({ settings, account, accountNumber }) => {
  const bucket = bucketOf(settings, accountNumber);
  const found = await Promise.all(
    [modelPrefixes.sam3, modelPrefixes.sam3d].map((prefix) => account.keys(bucket, prefix)),
  );
  if (found.includes(undefined)) return notPrepared(`There is no bucket ${bucket} yet.`);
  const missing = missingModelFiles(found.flatMap((keys) => keys ?? []));
  if (missing.length === 0) return { kind: 'good', says: `Both models lie in ${bucket}.` };
  return {
    kind: 'stop',
    says: `${bucket} lacks ${missing.length === 1 ? missing[0] : `${missing[0]} and ${missing.length - 1} more files of the models`}.`,
    remedy: 'HF_TOKEN=… npm run models:upload',
  };
};

export const hasDecoder: Check = async ({ settings, account, accountNumber }) => {
  if (settings.inference.decoderUrl !== undefined) {
    return { kind: 'good', says: `Browsers get the mask decoder from ${settings.inference.decoderUrl}.` };
  }
  const keys = await account.keys(bucketOf(settings, accountNumber), decoderKey);
  if (keys?.includes(decoderKey)) return { kind: 'good', says: 'The mask decoder for browsers is there.' };
  return {
    kind: 'note',
    says: `${decoderKey} is missing: browsers cannot turn clicks into masks.`,
    remedy: 'npm run models:upload -- --decoder',
  };
};

export const hasImage: Check = async ({ settings, account }) => {
  const tag = settings.inference.imageTag ?? imageTag();
  const { repository } = deployedNames(settings);
  if (await account.hasImage(repository, tag)) return { kind: 'good', says: `Image ${repository}:${tag}.` };
  return {
    kind: 'stop',
    says: `There is no image ${repository}:${tag}.`,
    remedy: 'npm run image:push (after npm run deploy -- --prepare)',
  };
};

export const canSendMail: Check = async ({ settings, account }) => {
  const { senderEmail } = settings;
  const domain = senderEmail.slice(senderEmail.indexOf('@') + 1);
  const [address, ofDomain] = await Promise.all([account.verified(senderEmail), account.verified(domain)]);
  if (address || ofDomain) return { kind: 'good', says: `SES may send from ${senderEmail}.` };
  if (address === undefined && ofDomain === undefined)
    return notPrepared(`SES does not know ${senderEmail}.`);
  return {
    kind: 'stop',
    says: `${senderEmail} is not verified with SES yet.`,
    remedy: 'Open the link that SES has mailed to it (or set the DNS records of its domain), then try again.',
  };
};

/** A user pool cannot be made with a sender that SES does not know. */
export const canSignUp: Check = async (around) => {
  if (!around.settings.signIn.mailBySes)
    return { kind: 'good', says: 'Cognito sends the mails of sign-ups.' };
  const sender = await canSendMail(around);
  if (sender.kind === 'good') return { kind: 'good', says: 'SES sends the mails of sign-ups.' };
  return {
    kind: 'stop',
    says: `Sign-ups cannot be mailed by SES: ${sender.says}`,
    remedy: 'Deploy without the setting "signIn.mailBySes" first; set it once the sender is verified.',
  };
};

export const reachesUsers: Check = async ({ account }) =>
  (await account.mailsInSandbox())
    ? {
        kind: 'note',
        says: 'SES is in its sandbox: only verified addresses get mails.',
        remedy: 'Ask for production access: SES console, Account dashboard.',
      }
    : { kind: 'good', says: 'SES sends to everybody.' };

export const pageIsFound: Check = async ({ settings }) => {
  const { web, webOrigin } = settings;
  if (web.domain !== undefined || new URL(webOrigin).hostname.endsWith('.cloudfront.net')) {
    return { kind: 'good', says: `The page is at ${webOrigin}.` };
  }
  return {
    kind: 'note',
    says: `API and sign-in know the page at ${webOrigin} only, and no domain of that name leads to it.`,
    remedy:
      'Set "web.domain" and "web.certificateArn"; or deploy, set "webOrigin" and "siteUrl" to the address that is printed, and deploy again.',
  };
};

function bucketOf(settings: Settings, accountNumber: string): string {
  return deployedNames(settings).bucket(settings.bucketPrefix, accountNumber, settings.region);
}

function notPrepared(says: string): Finding {
  return { kind: 'stop', says, remedy: 'npm run deploy -- --prepare' };
}
