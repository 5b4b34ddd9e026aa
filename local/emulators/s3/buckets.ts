import type { Answer } from '../http/server.ts';
import { element, escapeXml, text, xml } from '../http/xml.ts';
import { s3Namespace } from './objects.ts';
import type { Bucket } from './request.ts';

export function listBuckets(buckets: readonly Bucket[]): Answer {
  const entries = buckets.map(({ name }) => element('Bucket', text('Name', name)));
  return xml(200, 'ListAllMyBucketsResult', s3Namespace, [element('Buckets', ...entries)]);
}

/** For us-east-1 the location is empty. */
export function bucketLocation(region: string): Answer {
  return xml(200, 'LocationConstraint', s3Namespace, region === 'us-east-1' ? [] : [escapeXml(region)]);
}

export function bucketVersioning({ versioned }: Bucket): Answer {
  return xml(200, 'VersioningConfiguration', s3Namespace, versioned ? [text('Status', 'Enabled')] : []);
}
