// The bytes of the files beside the pages: compressed, as text.

/**
 * Used by the page, and by the worker as text: it uses nothing that is defined outside of it.
 *
 * @param {string} text bytes, compressed by gzip, in base64
 * @returns {Promise<Uint8Array>}
 */
export async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
