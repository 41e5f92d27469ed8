// Measures the portal of a running service (BASE, else http://localhost:8080) in Debian's chromium: Lighthouse, axe, and how
// long a newcomer waits. Run three times, the medians are told.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import lighthouse, { desktopConfig } from 'lighthouse';
import puppeteer from 'puppeteer-core';

const base = process.env.BASE ?? 'http://localhost:8080';
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const runs = 3;
const categories = ['performance', 'accessibility', 'best-practices'];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const report = await fetch(`${base}/api/v1/support/form`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({
    name: 'Ana García', email: 'ana@example.org', subject: 'Deep pothole', category: 'pothole', message: 'Since Monday, right behind the bend.',
  }),
});
const { trackingNumber } = await report.json();
const pages = ['/', '/track', `/track/${trackingNumber}`];

const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox'] });
const port = Number(new URL(browser.wsEndpoint()).port);

for (const [form, config] of [['phone (throttled)', undefined], ['desktop', desktopConfig]]) {
  for (const path of pages) {
    const scores = [];
    for (let i = 0; i < runs; i++) {
      const { lhr } = await lighthouse(base + path, { port, logLevel: 'error', onlyCategories: categories }, config);
      scores.push(lhr);
    }

    const score = (category) => Math.round(100 * median(scores.map((s) => s.categories[category].score)));
    const metric = (name) => median(scores.map((s) => s.audits[name].numericValue));
    console.log(
      `Lighthouse ${form} ${path}: ${categories.map((c) => `${c} ${score(c)}`).join(', ')}; LCP ${Math.round(metric('largest-contentful-paint'))} ms, `
      + `blocking ${Math.round(metric('total-blocking-time'))} ms, layout shift ${metric('cumulative-layout-shift').toFixed(3)}`);
    const lost = scores[0].categories;
    for (const category of ['accessibility', 'best-practices']) {
      for (const ref of lost[category].auditRefs.filter((r) => r.weight > 0 && scores[0].audits[r.id].score !== null && scores[0].audits[r.id].score < 1)) {
        console.log(`  ${category}: ${ref.id}`);
      }
    }
  }
}

for (const scheme of ['light', 'dark']) {
  for (const path of [...pages, '/try', '/history', '/report/plain', '/track/plain', `/track/plain/${trackingNumber}`]) {
    const page = await browser.newPage();
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.goto(base + path, { waitUntil: 'domcontentloaded' });
    await page.waitForSelector('h1');
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run());
    console.log(`axe ${scheme} ${path}: ${violations.length} findings ${violations.map((v) => v.id).join(' ')}`);
    await page.close();
  }
}

const waits = [];
let bytes = 0;
for (let i = 0; i < runs; i++) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const session = await page.createCDPSession();
  await session.send('Network.enable');
  bytes = 0;
  session.on('Network.loadingFinished', (e) => (bytes += e.encodedDataLength));
  const begun = performance.now();
  await page.goto(base, { waitUntil: 'domcontentloaded' });
  await page.waitForSelector('input[name=category]:not(:disabled)');
  waits.push(performance.now() - begun);
  await page.waitForNetworkIdle();
  await context.close();
}

console.log(`First load: ${Math.round(bytes / 1000)} kB over the wire; the form can be used after ${Math.round(median(waits))} ms`);
await browser.close();
