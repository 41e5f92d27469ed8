// Adds up the test results and the line coverage of Domain and Application, and says whether it is enough.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const leastCoverage = 85;
const files = readdirSync(process.argv[2], { recursive: true }).map(String);
const read = (name) => readFileSync(join(process.argv[2], name), 'utf8');

let passed = 0;
let failed = 0;
for (const trx of files.filter((f) => f.endsWith('.trx'))) {
  const counters = read(trx).match(/<Counters [^>]*>/)?.[0] ?? '';
  const number = (key) => Number(counters.match(new RegExp(`\\b${key}="(\\d+)"`))?.[1] ?? 0);
  passed += number('passed');
  failed += number('total') - number('passed');
}

for (const report of files.filter((f) => f.endsWith('vitest.json'))) {
  const { numPassedTests, numTotalTests } = JSON.parse(read(report));
  passed += numPassedTests;
  failed += numTotalTests - numPassedTests;
}

// A line counts as covered when any test project ran it.
const covered = new Map();
for (const report of files.filter((f) => f.endsWith('coverage.cobertura.xml'))) {
  for (const [, name, body] of read(report).matchAll(/<package name="(CleanFte\.(?:Domain|Application))"([\s\S]*?)<\/package>/g)) {
    const lines = covered.get(name) ?? covered.set(name, new Map()).get(name);
    for (const [, file, inner] of body.matchAll(/<class [^>]*filename="([^"]*)"[^>]*>([\s\S]*?)<\/class>/g)) {
      for (const [, line, hits] of inner.matchAll(/<line number="(\d+)" hits="(\d+)"/g)) {
        const key = `${file}:${line}`;
        lines.set(key, (lines.get(key) ?? false) || Number(hits) > 0);
      }
    }
  }
}

let enough = covered.size > 0;
for (const [name, lines] of covered) {
  const percent = (100 * [...lines.values()].filter(Boolean).length) / lines.size;
  console.log(`Line coverage of ${name}: ${percent.toFixed(1)} % (at least ${leastCoverage} %)`);
  enough &&= percent >= leastCoverage;
}

console.log(`${passed} passed, ${failed} failed`);
process.exit(enough && failed === 0 && passed > 0 ? 0 : 1);
