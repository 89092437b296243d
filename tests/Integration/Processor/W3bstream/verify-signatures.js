// Reads lines of CURVE, ENCODING, PUBLIC KEY, MESSAGE (tabs between) from standard input and has OpenSSL, which is what
// node's crypto calls, verify each devnet message. Prints how many hold, and how many r and s begin with a zero byte.
const crypto = require('node:crypto');
const readline = require('node:readline');

// SubjectPublicKeyInfo up to the point (RFC 5480).
const prefixes = {
  secp256k1: '3056301006072a8648ce3d020106052b8104000a034200',
  secp256r1: '3059301306072a8648ce3d020106082a8648ce3d030107034200',
};
const halfOrders = {
  secp256k1: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n / 2n,
  secp256r1: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n / 2n,
};
const keys = new Map();
const counts = { held: 0, shortR: 0, shortS: 0 };

function keyOf(curve, point) {
  if (!keys.has(point))
    keys.set(point, crypto.createPublicKey({ key: Buffer.from(prefixes[curve] + point, 'hex'), format: 'der', type: 'spki' }));
  return keys.get(point);
}

// The two numbers as they stand in the signature; throws where DER is longer than it need be.
function numbersOf(signature, encoding) {
  if (encoding === 'raw') {
    if (signature.length !== 64) throw new Error(`a raw signature has ${signature.length} bytes`);
    return [signature.subarray(0, 32), signature.subarray(32)];
  }
  const integerAt = (at) => {
    const number = signature.subarray(at + 2, at + 2 + signature[at + 1]);
    if (signature[at] !== 2 || (number[0] === 0 && number.length > 1 && number[1] < 0x80)) throw new Error('an integer is not minimal');
    return number;
  };
  const r = integerAt(2);
  const s = integerAt(4 + r.length);
  if (signature[0] !== 0x30 || signature[1] !== signature.length - 2 || signature.length !== 6 + r.length + s.length) throw new Error('not one sequence');
  return [r, s].map((number) => Buffer.from(number.toString('hex').padStart(66, '0').slice(-64), 'hex'));
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const [curve, encoding, point, message] = line.split('\t');
  const parsed = JSON.parse(message);
  const data = message.slice('{"data":'.length, message.indexOf(',"signature":'));
  const signature = Buffer.from(parsed.signature, 'hex');
  const key = { key: keyOf(curve, point), dsaEncoding: encoding === 'raw' ? 'ieee-p1363' : 'der' };
  const [r, s] = numbersOf(signature, encoding);
  if (parsed.public_key !== point) throw new Error('another public key');
  if (!crypto.verify('sha256', Buffer.from(data), key, signature)) throw new Error(`does not hold: ${message}`);
  if (BigInt('0x' + s.toString('hex')) > halfOrders[curve]) throw new Error(`s is high: ${message}`);
  counts.held++;
  if (r[0] === 0) counts.shortR++;
  if (s[0] === 0) counts.shortS++;
}).on('close', () => console.log(JSON.stringify(counts)));
