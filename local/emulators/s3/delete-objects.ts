import { z } from 'zod';
import { AwsError } from '../http/aws-error.ts';
import type { Answer } from '../http/server.ts';
import { element, parseXmlBody, text, xml } from '../http/xml.ts';
import { type ObjectCall, s3Namespace } from './objects.ts';
import { limitBytes, readPayload } from './payload.ts';
import type { Removed } from './store.ts';

const Entry = z.object({ Key: z.string().min(1), VersionId: z.string().min(1).optional() });
type Entry = z.infer<typeof Entry>;
const DeleteRequest = z.object({
  Delete: z.object({
    Quiet: z.string().optional(),
    Object: z.union([z.array(Entry).max(1000), Entry.transform((one) => [one])]),
  }),
});

const bodyLimit = 4 * 1024 * 1024;

/** DeleteObjects: up to 1,000 keys or versions. */
export async function deleteObjects({ store, bucket, request, verified }: ObjectCall): Promise<Answer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of limitBytes(readPayload(request, verified).body, bodyLimit)) chunks.push(chunk);
  const parsed = DeleteRequest.safeParse(parseXmlBody(Buffer.concat(chunks)));
  if (!parsed.success)
    throw new AwsError(400, 'MalformedXML', 'The XML must list 1 to 1,000 objects, each with a key.');
  const { Object: entries, Quiet } = parsed.data.Delete;
  const deleted: string[] = [];
  for (const entry of entries)
    deleted.push(deletedXml(entry, await store.remove(bucket, entry.Key, entry.VersionId)));
  return xml(200, 'DeleteResult', s3Namespace, Quiet === 'true' ? [] : deleted);
}

function deletedXml({ Key, VersionId }: Entry, removed: Removed): string {
  const given = VersionId === undefined ? [] : [text('VersionId', VersionId)];
  const marker = removed.marker
    ? [text('DeleteMarker', true), text('DeleteMarkerVersionId', removed.version ?? 'null')]
    : [];
  return element('Deleted', text('Key', Key), ...given, ...marker);
}
