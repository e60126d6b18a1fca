import { expect, test } from "vitest";
import { newSigningPair, signatureHolds, signer } from "./signing.ts";

// RFC 8032, 7.1, test 2: one byte.
const SEED = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
const PUBLIC = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
const SIGNATURE =
  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
  "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
const base64 = (hex: string): string => Buffer.from(hex, "hex").toString("base64");

test("it signs and checks as RFC 8032 does", () => {
  const privateKey = base64(`302e020100300506032b657004220420${SEED}`);
  const byte = Buffer.from([0x72]);
  expect(signer(privateKey)(byte)).toBe(base64(SIGNATURE));
  expect(signatureHolds(base64(PUBLIC), byte, base64(SIGNATURE))).toBe(true);
  expect(signatureHolds(base64(PUBLIC), Buffer.from([0x73]), base64(SIGNATURE))).toBe(false);
});

test("a new key signs for itself and for nobody else", () => {
  const [ours, theirs] = [newSigningPair(), newSigningPair()];
  const signature = signer(ours.privateKey)("Tout fonctionne à nouveau.");
  expect(ours.id).toMatch(/^[0-9a-f]{16}$/);
  expect(signatureHolds(ours.publicKey, "Tout fonctionne à nouveau.", signature)).toBe(true);
  expect(signatureHolds(ours.publicKey, "Tout fonctionne a nouveau.", signature)).toBe(false);
  expect(signatureHolds(theirs.publicKey, "Tout fonctionne à nouveau.", signature)).toBe(false);
});

test.each(["", "short", "not base64 at all!", "A".repeat(44)])(
  "what is no key or no signature never holds: %j",
  (broken) => {
    const { publicKey, privateKey } = newSigningPair();
    expect(signatureHolds(broken, "text", signer(privateKey)("text"))).toBe(false);
    expect(signatureHolds(publicKey, "text", broken)).toBe(false);
  },
);
