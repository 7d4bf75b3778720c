// Unpacks the files beside the pages. Each file contains its compressed bytes as text.

/**
 * Return the unpacked bytes. The worker gets the source of this function as text, so the function must not use names
 * that are defined outside it.
 *
 * @param {string} text bytes, compressed by gzip, in base64
 * @returns {Promise<Uint8Array>}
 */
export async function unpacked(text) {
  const packed = atob(text);
  const bytes = new Uint8Array(packed.length);
  for (let k = 0; k < packed.length; k++) bytes[k] = packed.charCodeAt(k); // `Uint8Array.from` takes ten times as long
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
