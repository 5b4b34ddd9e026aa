/**
 * `node decoder/main.ts MILLISECONDS`: decodes the file in the request on its standard input and writes the answer to its
 * standard output. A separate process, because a file may crash, hang or exhaust a decoder.
 */
import { Worker } from 'node:worker_threads';
import { DecodeError, faultOf, sentenceOf } from './fault.ts';
import { decodeMask } from './mask.ts';
import { decodeMessage, encodeMessage, type Message, Request } from './messages.ts';
import { decodePhoto } from './photo.ts';

endAfter(Number(process.argv[2]));
process.stdout.write(Buffer.concat(encodeMessage(await answer())), () => process.exit(0));

/** Ends this process even while it computes, for when nobody is left to end it. */
function endAfter(milliseconds: number): void {
  const timer = `setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${milliseconds})`;
  new Worker(timer, { eval: true }).unref();
}

async function read(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function answer(): Promise<Message> {
  try {
    const { head, files } = decodeMessage(await read());
    const [file] = files;
    if (file === undefined) throw new DecodeError('damaged', 'a request without a file');
    const request = Request.parse(head);
    return request.task === 'photo' ? await decodePhoto(file, request) : await decodeMask(file, request);
  } catch (error) {
    const fault = faultOf(error);
    return { head: { fault, detail: sentenceOf(error).slice(0, 500) }, files: [] };
  }
}
