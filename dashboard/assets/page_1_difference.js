/* What `dashboard/delta.py` wrote, undone. */
(() => {
  "use strict";
  /* What `dashboard/delta.py` made of the page shown and the next: the old parts go into the stream as stored blocks
     (at most 65,535 bytes each), and out of what comes out only the new ones are taken. */
  const MOST_STORED = 65535;
  const asStored = (bytes) => {
    const blocks = [];
    for (let at = 0; at < bytes.length; at += MOST_STORED) {
      const part = bytes.subarray(at, at + MOST_STORED);
      const size = part.length;
      blocks.push(new Uint8Array([0, size & 255, size >> 8, ~size & 255, (~size >> 8) & 255]), part);
    }
    return blocks;
  };
  const undone = async (old, difference) => {
    const head = new DataView(difference.buffer);
    const count = head.getUint32(0, true);
    const [stream, wanted] = [[], []];
    let [at, end] = [4 + 16 * count, 0];
    for (let part = 0; part < count; part += 1) {
      const [from, to, size, length] = [0, 1, 2, 3].map((one) => head.getUint32(4 + 16 * part + 4 * one, true));
      stream.push(...asStored(old.subarray(from, to)), difference.subarray(at, at + length));
      wanted.push([end + to - from, end + to - from + size]);
      [at, end] = [at + length, end + to - from + size];
    }
    // Written piece by piece: a Blob's own stream goes through another process, which takes a phone a tenth of a second.
    const undoing = new DecompressionStream("deflate-raw"), writer = undoing.writable.getWriter();
    const written = Promise.all([...stream.map((piece) => writer.write(piece)), writer.close()]);
    const pieces = [];
    for (const reader = undoing.readable.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
    }
    await written;
    const all = joined(pieces);
    return joined(wanted.map((ends) => all.subarray(...ends)));
  };
  const joined = (pieces) => {
    const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    pieces.reduce((at, piece) => { all.set(piece, at); return at + piece.length; }, 0);
    return all;
  };
  const CAN_UNDO = (() => {
    try { return Boolean(new DecompressionStream("deflate-raw")); } catch { return false; }
  })();
  window.nagarPage = { undone, CAN_UNDO };
})();
