import { decoderKey, decoderLicenseKey, modelPrefixes, publicPrefix } from '#contracts/keys.ts';
import type { Settings } from '#infra/config.ts';
import { imageTag } from '#infra/models/image-tag.ts';
import { missingModelFiles } from '#infra/models/layout.ts';
import { deployedNames } from '#infra/names.ts';
import type { Account } from './account.ts';

export interface CheckContext {
  readonly settings: Settings;
  readonly account: Account;
  readonly accountNumber: string;
}

/** `stop`: the deployment would fail or not work. `note`: it works, with a limitation. */
export type Finding =
  | { readonly kind: 'good'; readonly text: string }
  | { readonly kind: 'note' | 'stop'; readonly text: string; readonly remedy: string };

export type Check = (context: CheckContext) => Promise<Finding>;

/** Version of the bootstrap stack that this CDK's assemblies require. */
const bootstrapVersion = 6;

export const checkAccount: Check = async ({ settings, accountNumber }) =>
  settings.account === undefined || settings.account === accountNumber
    ? { kind: 'good', text: `Account ${accountNumber}, region ${settings.region}.` }
    : {
        kind: 'stop',
        text: `The credentials belong to account ${accountNumber}, not to ${settings.account}.`,
        remedy: 'Use other credentials (AWS_PROFILE), or change the setting "account".',
      };

export const checkBootstrap: Check = async ({ account, accountNumber }) => {
  const version = await account.parameter('/cdk-bootstrap/hnb659fds/version');
  if (Number(version) >= bootstrapVersion) return { kind: 'good', text: `CDK bootstrap version ${version}.` };
  return {
    kind: 'stop',
    text:
      version === undefined
        ? 'This region is not bootstrapped for CDK.'
        : `CDK bootstrap version ${version} is too old.`,
    remedy: `npx cdk bootstrap aws://${accountNumber}/${account.region}`,
  };
};

export const checkInstanceQuota: Check = async ({ settings, account }) => {
  const { instanceType, scaling } = settings.inference;
  const quota = await account.sageMakerQuota(`${instanceType} for endpoint usage`);
  if (quota === undefined) {
    return {
      kind: 'stop',
      text: `${account.region} has no quota for ${instanceType} endpoints.`,
      remedy: 'Use another region, or change the setting "inference.instanceType".',
    };
  }
  if (quota.Value >= scaling.maxInstances) {
    return { kind: 'good', text: `Quota: ${quota.Value} ${instanceType} for endpoints.` };
  }
  return {
    kind: quota.Value >= 1 ? 'note' : 'stop',
    text: `The quota is ${quota.Value} ${instanceType} for endpoints, but scaling goes up to ${scaling.maxInstances}.`,
    remedy: `aws service-quotas request-service-quota-increase --region ${account.region} --service-code sagemaker --quota-code ${quota.QuotaCode} --desired-value ${scaling.maxInstances}`,
  };
};

export const checkModels: Check = async ({ settings, account, accountNumber }) => {
  const bucket = bucketOf(settings, accountNumber);
  const found = await Promise.all(
    [modelPrefixes.sam3, modelPrefixes.sam3d].map((prefix) => account.keys(bucket, prefix)),
  );
  if (found.includes(undefined)) return notPrepared(`Bucket ${bucket} does not exist yet.`);
  const missing = missingModelFiles(found.flatMap((keys) => keys ?? []));
  if (missing.length === 0) return { kind: 'good', text: `${bucket} has both models.` };
  return {
    kind: 'stop',
    text: `${bucket} lacks ${missing.length === 1 ? missing[0] : `${missing[0]} and ${missing.length - 1} more model files`}.`,
    remedy: 'HF_TOKEN=… npm run models:upload',
  };
};

export const checkDecoder: Check = async ({ settings, account, accountNumber }) => {
  if (settings.inference.decoderUrl !== undefined) {
    return { kind: 'good', text: `Browsers load the mask decoder from ${settings.inference.decoderUrl}.` };
  }
  const bucket = bucketOf(settings, accountNumber);
  const keys = (await account.keys(bucket, publicPrefix)) ?? [];
  const remedy = 'npm run models:upload -- --decoder';
  if (!keys.includes(decoderKey)) {
    const text = `${decoderKey} is missing, so browsers cannot turn clicks into masks.`;
    return { kind: 'note', text, remedy };
  }
  if (keys.includes(decoderLicenseKey)) return { kind: 'good', text: `${bucket} has the mask decoder.` };
  const text = `${decoderLicenseKey} is missing, but SAM's terms ask for it beside the decoder.`;
  return { kind: 'note', text, remedy };
};

export const checkImage: Check = async ({ settings, account }) => {
  const tag = settings.inference.imageTag ?? imageTag();
  const { repository } = deployedNames(settings);
  if (await account.hasImage(repository, tag)) return { kind: 'good', text: `Image ${repository}:${tag}.` };
  return {
    kind: 'stop',
    text: `Image ${repository}:${tag} does not exist.`,
    remedy: 'npm run image:push (after npm run deploy -- --prepare)',
  };
};

export const checkSender: Check = async ({ settings, account }) => {
  const { senderEmail } = settings;
  const domain = senderEmail.slice(senderEmail.indexOf('@') + 1);
  const [address, ofDomain] = await Promise.all([account.verified(senderEmail), account.verified(domain)]);
  if (address || ofDomain) return { kind: 'good', text: `SES may send from ${senderEmail}.` };
  if (address === undefined && ofDomain === undefined)
    return notPrepared(`SES has no identity for ${senderEmail}.`);
  return {
    kind: 'stop',
    text: `${senderEmail} is not verified with SES yet.`,
    remedy: 'Open the link that SES sent to it (or set the DNS records of its domain), then try again.',
  };
};

/** Cognito refuses to create a user pool whose sender is not verified with SES. */
export const checkSignUp: Check = async (context) => {
  if (!context.settings.signIn.mailBySes) return { kind: 'good', text: 'Cognito sends the sign-up emails.' };
  const sender = await checkSender(context);
  if (sender.kind === 'good') return { kind: 'good', text: 'SES sends the sign-up emails.' };
  return {
    kind: 'stop',
    text: `SES cannot send the sign-up emails: ${sender.text}`,
    remedy: 'Deploy without the setting "signIn.mailBySes" first. Set it once the sender is verified.',
  };
};

export const checkSandbox: Check = async ({ account }) =>
  (await account.emailInSandbox())
    ? {
        kind: 'note',
        text: 'SES is in its sandbox, so only verified addresses get emails.',
        remedy: 'Request production access in the SES console, on the account dashboard.',
      }
    : { kind: 'good', text: 'SES sends to every address.' };

export const checkPageAddress: Check = async ({ settings }) => {
  const { web, webOrigin } = settings;
  if (web.domain !== undefined || new URL(webOrigin).hostname.endsWith('.cloudfront.net')) {
    return { kind: 'good', text: `The page is at ${webOrigin}.` };
  }
  return {
    kind: 'note',
    text: `The API and sign-in accept the page at ${webOrigin} only, but this deployment does not serve that domain.`,
    remedy:
      'Set "web.domain" and "web.certificateArn". Or deploy, set "webOrigin" and "siteUrl" to the printed address, and deploy again.',
  };
};

function bucketOf(settings: Settings, accountNumber: string): string {
  return deployedNames(settings).bucket(settings.bucketPrefix, accountNumber, settings.region);
}

function notPrepared(text: string): Finding {
  return { kind: 'stop', text, remedy: 'npm run deploy -- --prepare' };
}
