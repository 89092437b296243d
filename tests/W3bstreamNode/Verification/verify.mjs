// Judges ECDSA signatures with @noble/curves: one JSON object a line comes in, one goes out, in the same order.
//   in:  {"message": hex, "signature": hex, "key": hex} or {"message", "signature", "address": "0x…", "curves"?: [name]}
//   out: {"ok", "why"?, "curve"?, "encoding"?, "key"?, "address"?, "io"?, "highS"?}
// It ends when its standard input does, so that it never outlives the program that started it.
import { createInterface } from "node:readline";
import { secp256k1 } from "@noble/curves/secp256k1";
import { p256 } from "@noble/curves/nist";
import { sha256 } from "@noble/hashes/sha2";
import { keccak_256 } from "@noble/hashes/sha3";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils";
import { bech32 } from "@scure/base";

const curves = { secp256k1, secp256r1: p256 };

// A message is any length, and SHA-256 is part of the signature's scheme. Both halves of the order are allowed: nobody
// in this protocol asks for a low s.
const verifyOptions = { prehash: true, lowS: false };

// A device signs thousands of readings with the same key: its point is kept, with the multiples of it that noble computes in
// advance, which makes the verification three times as fast. A key that was seen only once or twice is not worth them.
const worthIt = 3;
const mostPoints = 64;

for (const { Point } of Object.values(curves)) {
  const read = Point.fromBytes;
  const seen = new Map();
  Point.fromBytes = bytes => {
    if (bytes.length !== 65) return read.call(Point, bytes);
    const name = bytesToHex(bytes);
    const { point, times } = seen.get(name) ?? { point: read.call(Point, bytes), times: 0 };
    if (times + 1 === worthIt) point.precompute(8, false);
    if (times === 0 && seen.size >= mostPoints) seen.delete(seen.keys().next().value);
    seen.set(name, { point, times: times + 1 });
    return point;
  };
}

/** An address as EIP-55 writes it, and as IoTeX does, from the 64 bytes of a public key. */
function addressesOf(key) {
  const address = keccak_256(key.subarray(1)).subarray(12);
  const digits = bytesToHex(address);
  const checksum = bytesToHex(keccak_256(utf8ToBytes(digits)));
  const cased = [...digits].map((digit, i) => (parseInt(checksum[i], 16) >= 8 ? digit.toUpperCase() : digit)).join("");
  return { address: `0x${cased}`, io: bech32.encode("io", bech32.toWords(address)) };
}

/** The ways in which these bytes can be read as a signature: 64 bytes can also be a short DER sequence. */
function parseSignature(curve, bytes) {
  const parsed = [];
  for (const [encoding, format] of [["raw", "compact"], ["der", "der"]]) {
    if (encoding === "raw" && bytes.length !== 64) continue;
    try {
      parsed.push({ encoding, format, value: curve.Signature.fromBytes(bytes, format) });
    } catch {
      // Not in this encoding.
    }
  }
  return parsed;
}

function isOnCurve(curve, key) {
  try {
    curve.Point.fromBytes(key);
    return true;
  } catch {
    return false;
  }
}

function judgeByKey(message, signature, key, name) {
  const curve = curves[name];
  const known = { curve: name, key: bytesToHex(key), ...addressesOf(key) };
  const encodings = parseSignature(curve, signature);
  if (encodings.length === 0) return { ok: false, why: "the signature is neither 64 bytes nor DER, or r or s is out of range", ...known };
  for (const { encoding, format, value } of encodings)
    if (curve.verify(signature, message, key, { ...verifyOptions, format })) return { ok: true, encoding, highS: value.hasHighS(), ...known };
  return { ok: false, why: "the signature is not this key's over these bytes", encoding: encodings[0].encoding, ...known };
}

function* recoveredKeys(message, signature, names) {
  const digest = sha256(message);
  for (const name of names)
    for (const { value } of parseSignature(curves[name], signature))
      for (const bit of [0, 1, 2, 3]) {
        try {
          yield { name, key: value.addRecoveryBit(bit).recoverPublicKey(digest).toBytes(false) };
        } catch {
          // There is no point with this x.
        }
      }
}

// An address without its key: the key that was found for it before is tried first.
const keysByAddress = new Map();
const mostKeys = 10_000;

function judgeByAddress(message, signature, address, names) {
  const wanted = address.toLowerCase();
  const known = keysByAddress.get(wanted);
  if (known && names.includes(known.name)) {
    const verdict = judgeByKey(message, signature, known.key, known.name);
    if (verdict.ok) return hasRightCase(address, verdict) ? verdict : wrongCase(verdict);
  }
  for (const { name, key } of recoveredKeys(message, signature, names)) {
    if (addressesOf(key).address.toLowerCase() !== wanted) continue;
    const verdict = judgeByKey(message, signature, key, name);
    if (!verdict.ok) continue;
    if (keysByAddress.size >= mostKeys) keysByAddress.clear();
    keysByAddress.set(wanted, { name, key });
    return hasRightCase(address, verdict) ? verdict : wrongCase(verdict);
  }
  const why = "no key that can have made the signature over these bytes has this address";
  return known ? { ok: false, why, curve: known.name, key: bytesToHex(known.key) } : { ok: false, why };
}

/** EIP-55: an address in one case has no checksum, any other must have the right one. */
const hasRightCase = (address, verdict) => {
  const digits = address.slice(2);
  return digits === digits.toLowerCase() || digits === digits.toUpperCase() || address === verdict.address;
};

const wrongCase = verdict => ({ ...verdict, ok: false, why: "the address's EIP-55 checksum is wrong", checksum: false });

function judge({ message, signature, key, address, curves: names = Object.keys(curves) }) {
  const messageBytes = hexToBytes(message);
  const signatureBytes = hexToBytes(signature);
  if (address !== undefined) return judgeByAddress(messageBytes, signatureBytes, address, names);
  const keyBytes = hexToBytes(key);
  const name = names.find(each => isOnCurve(curves[each], keyBytes));
  return name
    ? judgeByKey(messageBytes, signatureBytes, keyBytes, name)
    : { ok: false, why: `the public key is no point of ${names.join(" or ")}` };
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  let verdict;
  try {
    verdict = judge(JSON.parse(line));
  } catch (error) {
    verdict = { ok: false, why: `could not be judged: ${error.message}` };
  }
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
}
