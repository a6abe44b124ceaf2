import { MAX_FILE_BYTES } from '../manifests/limits';

/** Reads a stream to its end, or one byte past the limit of a file, so that the reader sees that there is more. */
export async function readStdin(stream: NodeJS.ReadableStream): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    length += bytes.length;
    if (length > MAX_FILE_BYTES) {
      break;
    }
  }
  return Buffer.concat(chunks).subarray(0, MAX_FILE_BYTES + 1);
}
