// Takes the pictures in docs/screens of a service in development (BASE, else http://localhost:8080), playing through the pages
// as somebody would who sees them for the first time.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';

const base = process.env.BASE ?? 'http://localhost:8080';
const folder = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
mkdirSync(folder, { recursive: true });
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--lang=en'] });
const desktop = { width: 1280, height: 860 };
const phone = { width: 390, height: 844, isMobile: true, hasTouch: true };
const settle = 900;

async function open(path, viewport, scheme = 'light') {
  const page = await browser.newPage();
  await page.setViewport(viewport);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(base + path, { waitUntil: 'domcontentloaded' });
  await page.waitForSelector('h1');
  await pause();
  return page;
}

const pause = (ms = settle) => new Promise((resolve) => setTimeout(resolve, ms));
const shot = (page, name) => page.screenshot({ path: `${folder}${name}.png` });
const press = async (page, text) => (await page.waitForSelector(`xpath/.//button[contains(., "${text}")]`)).click();

async function fill(page) {
  await page.click('input[value=pothole]');
  for (const [name, text] of Object.entries({
    subject: 'Deep pothole in front of number 5', message: 'Since Monday, right behind the bend. Cyclists cannot see it.',
    address: 'Calle Mayor 5', name: 'Ana García', email: 'ana@example.org',
  })) {
    await page.type(`[name=${name}]`, text);
  }
}

const report = await open('/', desktop);
await shot(report, 'report');
await fill(report);
await press(report, 'Send the report');
await report.waitForFunction(() => location.pathname === '/sent');
await pause();
await shot(report, 'sent');
const link = await report.$eval('a[href^="/track/TKT"]', (a) => a.getAttribute('href'));
await shot(await open(link, desktop, 'dark'), 'track-dark');
await shot(await open('/', phone), 'report-phone');
await shot(await open(link, phone), 'track-phone');

const play = await open('/try', { width: 1440, height: 900 });
await press(play, 'Somebody new');
await press(play, 'deep pothole');
await pause(3 * settle);
await press(play, 'Come to work');
await pause();
await play.type('input[placeholder="Write a message"]', 'I want to talk to a person');
await play.keyboard.press('Enter');
await pause(3 * settle);
await press(play, 'Take over');
await pause();
await play.type('textarea', 'Good morning, this is Alex. A crew comes today.');
await press(play, 'Answer');
await pause(3 * settle);
// As somebody sees it who comes back: told by the events alone.
await play.reload({ waitUntil: 'domcontentloaded' });
await play.waitForSelector('xpath/.//span[. = "Reply read"]');
await pause();
await shot(play, 'try');
await (await play.waitForSelector('xpath/.//a[. = "History"]')).click();
await pause(2 * settle);
await play.$eval('input[type=range]', (input) => {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, '12');
  input.dispatchEvent(new Event('input', { bubbles: true }));
});
await pause();
await shot(play, 'history');
await shot(await open('/try', phone), 'try-phone');
await browser.close();
