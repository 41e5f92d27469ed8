// Packs what the build made, once and as small as it gets, so that the server never has to.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = process.env.WEB_ROOT || new URL('../../src/WebApi/wwwroot', import.meta.url).pathname;
const worthIt = 0.9;

for (const name of readdirSync(root, { recursive: true }).map(String)) {
  const file = join(root, name);
  if (!statSync(file).isFile() || !/\.(js|css|html|svg|txt)$/.test(name)) {
    continue;
  }

  const plain = readFileSync(file);
  const packed = {
    br: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }),
    gz: gzipSync(plain, { level: 9 }),
  };
  for (const [extension, bytes] of Object.entries(packed)) {
    if (bytes.length < plain.length * worthIt) {
      writeFileSync(`${file}.${extension}`, bytes);
    }
  }
}
