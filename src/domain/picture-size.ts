import type { LogoType } from "./page-look.ts";

export type Size = { width: number; height: number };

/** No logo is larger; whatever says so is broken, or means to make browsers suffer. */
const SIDE_PX_MAX = 10_000;

/** How large a picture is, read from its head; null where that head is broken. */
export function pictureSize(type: LogoType, bytes: Uint8Array): Size | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = read(type, view);
  const isSound = (side: number) => side > 0 && side <= SIDE_PX_MAX;
  return size !== null && isSound(size.width) && isSound(size.height) ? size : null;
}

function read(type: LogoType, view: DataView): Size | null {
  switch (type) {
    case "png":
      return pngSize(view);
    case "jpeg":
      return jpegSize(view);
    case "webp":
      return webpSize(view);
    default:
      return type satisfies never;
  }
}

const PNG_HEAD_BYTES = 24;

/** PNG (W3C, 11.2.2): the first chunk is IHDR, and begins with both sides. */
function pngSize(view: DataView): Size | null {
  if (view.byteLength < PNG_HEAD_BYTES) return null;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** JPEG (T.81, B.2.2): the frame header holds them; the tables before it are stepped over. */
function jpegSize(view: DataView): Size | null {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (isFrame(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}

/** SOF0 to SOF15, without the three of that range that mean something else. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

const WEBP_HEAD_BYTES = 30;
const FOURTEEN_BITS = 0x3fff;

/** WebP (RFC 9649, 2.5 to 2.7): lossy, lossless and extended keep them in three places. */
function webpSize(view: DataView): Size | null {
  if (view.byteLength < WEBP_HEAD_BYTES) return null;
  const kind = String.fromCharCode(...[12, 13, 14, 15].map((at) => view.getUint8(at)));
  if (kind === "VP8X") {
    const side = (at: number) => 1 + view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
    return { width: side(24), height: side(27) };
  }
  if (kind === "VP8L") {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & FOURTEEN_BITS), height: 1 + ((bits >>> 14) & FOURTEEN_BITS) };
  }
  if (kind !== "VP8 ") return null;
  const side = (at: number) => view.getUint16(at, true) & FOURTEEN_BITS;
  return { width: side(26), height: side(28) };
}
