// Makes the client's types, and the limits that forms check, from the OpenAPI document that the server's tests approve.
// A server that answers otherwise fails those tests; a page that asks otherwise does not compile.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const here = dirname(fileURLToPath(import.meta.url));
const tests = join(here, '../../tests/Integration');
const target = join(here, '../src/api/generated');
const suffix = '.The_document_is_as_approved.approved.txt';

const documents = readdirSync(tests, { recursive: true }).map(String)
  .filter((name) => name.endsWith(suffix) && !name.includes('node_modules')).sort()
  .map((name) => JSON.parse(readFileSync(join(tests, name), 'utf8')));
if (documents.length === 0) {
  throw new Error(`There is no approved OpenAPI document (*${suffix}) under ${tests}.`);
}

const merged = documents[0];
for (const other of documents.slice(1)) {
  Object.assign(merged.paths, other.paths);
  merged.components.schemas = { ...other.components?.schemas, ...merged.components.schemas };
}

// Numbers may be sent as text, too, but they are always answered as numbers.
function plain(node) {
  if (Array.isArray(node)) {
    node.forEach(plain);
  } else if (node && typeof node === 'object') {
    if (Array.isArray(node.type) && node.type.includes('string') && node.type.some((t) => t === 'integer' || t === 'number')) {
      node.type = node.type.filter((t) => t !== 'string');
      delete node.pattern;
    }
    // A dictionary that may be left out is described as if it were a list.
    if (Array.isArray(node.type) && node.type.includes('object') && node.items) {
      node.additionalProperties = node.items;
      delete node.items;
    }
    Object.values(node).forEach(plain);
  }
}
plain(merged);

const limits = {};
for (const [name, schema] of Object.entries(merged.components.schemas)) {
  const fields = Object.entries(schema.properties ?? {})
    .filter(([, p]) => p.maxLength !== undefined || p.minLength !== undefined || p.maximum !== undefined)
    .map(([field, p]) => [field, { min: p.minLength ?? p.minimum ?? 0, max: p.maxLength ?? p.maximum }]);
  if (fields.length > 0) {
    limits[name] = Object.fromEntries(fields);
  }
}

mkdirSync(target, { recursive: true });
writeFileSync(join(target, 'schema.d.ts'), astToString(await openapiTS(merged)));
writeFileSync(join(target, 'limits.ts'), `export const limits = ${JSON.stringify(limits, null, 2)} as const;\n`);
