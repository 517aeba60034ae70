import PizZip from 'pizzip';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../setup/chromium.ts';
import { type Served, serve } from '../web/serve.ts';

let browser: Browser;
let served: Served;
beforeAll(async () => {
  browser = await launchChromium();
  served = await serve();
});
afterAll(async () => {
  await browser?.close();
  await served?.stop();
});

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const links = [
  "javascript:parent.postMessage('run','*')",
  'https://evil.example/phish',
  'file:///etc/passwd',
];

/** A Word file whose words are links to a script, to elsewhere and to the machine. */
const linked = (): string => {
  const zip = new PizZip();
  zip.file(
    '[Content_Types].xml',
    `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
  );
  zip.file(
    '_rels/.rels',
    `<Relationships xmlns="${packages}/relationships"><Relationship Id="r" Type="${office}/officeDocument" Target="word/document.xml"/></Relationships>`,
  );
  const relations = links.map(
    (link, at) =>
      `<Relationship Id="r${at}" Type="${office}/hyperlink" Target="${link}" TargetMode="External"/>`,
  );
  zip.file(
    'word/_rels/document.xml.rels',
    `<Relationships xmlns="${packages}/relationships">${relations.join('')}</Relationships>`,
  );
  const words = links.map(
    (_, at) => `<w:p><w:hyperlink r:id="r${at}"><w:r><w:t>字${at}</w:t></w:r></w:hyperlink></w:p>`,
  );
  zip.file(
    'word/document.xml',
    `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="${office}"><w:body>${words.join('')}</w:body></w:document>`,
  );
  return zip.generate({ type: 'base64' });
};

it('the preview draws a document’s links as their text: none leads anywhere', async () => {
  const page = await browser.newPage();
  await page.goto(`${served.url}/page/preview.html`);
  await page.evaluate(encoded => {
    const bytes = Uint8Array.from(atob(encoded), sign => sign.charCodeAt(0)).buffer;
    window.postMessage(bytes, '*');
  }, linked());
  await page.getByText('字2').waitFor();
  const drawn = await page.evaluate(() =>
    [...document.querySelectorAll('a')].map(link => [link.textContent, link.getAttribute('href')]),
  );
  expect(drawn).toEqual([
    ['字0', null],
    ['字1', null],
    ['字2', null],
  ]);
  await page.close();
});
