import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../../src/model/report.ts';
import page from '../../../src/report/html.ts';
import { sampleReport } from '../sample-reports.ts';
import { Chromium, chromiumCommand } from './chromium.ts';
import { HOSTILE_TEXTS, hostileReport } from './hostile-report.ts';

const NOT_HERE = 'no Chromium is installed here, so the page was opened in none';

describe.skipIf(chromiumCommand === undefined)('in a real browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  let browser: Chromium;

  beforeAll(async () => {
    browser = await Chromium.open(chromiumCommand!);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function show(report: Report): Promise<void> {
    const file = join(folder, 'report.html');
    writeFileSync(file, page.render(report, { width: 80, color: false }));
    await browser.visit(pathToFileURL(file).href);
  }

  async function emulate(theme: 'light' | 'dark', width: number): Promise<void> {
    const features = [{ name: 'prefers-color-scheme', value: theme }];
    await browser.send('Emulation.setEmulatedMedia', { features });
    const mobile = width < 500;
    await browser.send('Emulation.setDeviceMetricsOverride', {
      width,
      height: 900,
      deviceScaleFactor: 1,
      mobile,
    });
  }

  const column = (table: string, index: number): Promise<unknown> =>
    browser.evaluate(
      `[...document.querySelectorAll('#${table} tbody tr')].map((row) => row.cells[${index}].textContent)`,
    );
  const header = (table: string, index: number): string =>
    `document.querySelectorAll('#${table} thead th')[${index}]`;

  test('a table sorts by click and by key, figures by their value and what is unknown last', async () => {
    await show(sampleReport('typical'));
    const costs = ['$710.46', '$320.75', '$38.56', 'unknown'];
    expect(await column('spend-1', 2)).toEqual(costs);
    await browser.evaluate(`${header('spend-1', 2)}.querySelector('button').focus()`);
    await browser.press('Enter');
    expect(await browser.evaluate(`${header('spend-1', 2)}.getAttribute('aria-sort')`)).toBe('descending');
    expect(await column('spend-1', 2)).toEqual(costs);
    await browser.press(' ');
    expect(await browser.evaluate(`${header('spend-1', 2)}.getAttribute('aria-sort')`)).toBe('ascending');
    expect(await column('spend-1', 2)).toEqual(['$38.56', '$320.75', '$710.46', 'unknown']);
    await browser.evaluate(`${header('spend-1', 0)}.querySelector('button').click()`);
    expect(await column('spend-1', 0)).toEqual([
      'acme-internal-7b',
      'claude-sonnet-4-5',
      'gpt-4.1',
      'gpt-4.1-mini',
    ]);
    expect(await browser.evaluate(`${header('spend-1', 2)}.getAttribute('aria-sort')`)).toBe('none');
    expect(browser.complaints).toEqual([]);
  });

  test('a long table sorts as a whole and shows more of it on request', async () => {
    const report = sampleReport('typical');
    const user = Array.from({ length: 3000 }, (_, i) => ({
      ...report.groups.user[0]!,
      key: `user-${i}`,
      costUsd: i,
    }));
    await show({
      ...report,
      groups: { ...report.groups, user },
      groupTotals: { ...report.groupTotals, user: 3000 },
    });
    const rows = `document.querySelector('#spend-3').tBodies[0].rows.length`;
    expect(await browser.evaluate(rows)).toBe(10);
    await browser.evaluate(`${header('spend-3', 2)}.querySelector('button').click()`);
    expect(((await column('spend-3', 0)) as string[]).slice(0, 2)).toEqual(['user-2999', 'user-2998']);
    const counts = [];
    for (let i = 0; i < 3; i++) {
      await browser.evaluate(`document.querySelector('[data-more=spend-3]').click()`);
      counts.push(await browser.evaluate(rows));
    }
    expect(counts).toEqual([1010, 2010, 3000]);
    expect(await browser.evaluate(`document.querySelector('[data-more=spend-3]')`)).toBe(null);
    const all = (await column('spend-3', 0)) as string[];
    expect([new Set(all).size, all[0], all.at(-1)]).toEqual([3000, 'user-2999', 'user-0']);
    expect(browser.complaints).toEqual([]);
  });

  test('it is dark where the reader wants it dark, and no wider than a phone', async () => {
    await show(sampleReport('what-if'));
    const ground = `getComputedStyle(document.body).backgroundColor`;
    await emulate('light', 1280);
    expect(await browser.evaluate(ground)).toBe('rgb(255, 255, 255)');
    await emulate('dark', 390);
    expect(await browser.evaluate(ground)).toBe('rgb(17, 22, 28)');
    expect(await browser.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await emulate('light', 1280);
  });

  test('on paper it is light and everything is open; afterwards it is as before', async () => {
    await show(sampleReport('typical'));
    await emulate('dark', 1280);
    await browser.evaluate(`addEventListener('beforeprint', () => {
      window.openOnPaper = document.querySelectorAll('details[open]').length;
    })`);
    const closed = `document.querySelectorAll('details:not([open])').length`;
    const before = await browser.evaluate(closed);
    const { data } = await browser.send('Page.printToPDF', { printBackground: true });
    expect(Buffer.from(String(data), 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect(await browser.evaluate('window.openOnPaper')).toBe(before);
    expect(await browser.evaluate(closed)).toBe(before);
    await browser.send('Emulation.setEmulatedMedia', { media: 'print' });
    expect(await browser.evaluate(`getComputedStyle(document.body).backgroundColor`)).toBe(
      'rgb(255, 255, 255)',
    );
    await browser.send('Emulation.setEmulatedMedia', { media: '' });
    expect(browser.complaints).toEqual([]);
  });

  test.each(['typical', 'what-if'] as const)(
    'hostile text in %s runs nothing and asks for nothing',
    async (name) => {
      for (const text of HOSTILE_TEXTS) {
        await show(hostileReport(name, text));
        await browser.evaluate(`for (const button of document.querySelectorAll('th button')) button.click();
        for (const details of document.querySelectorAll('details')) details.open = true;
        for (const it of document.querySelectorAll('main *')) it.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));`);
        expect(await browser.evaluate('typeof window.pwned'), text.slice(0, 40)).toBe('undefined');
      }
      expect(browser.complaints).toEqual([]);
    },
  );

  test('what the policy forbids is told here, so that silence means something', async () => {
    const file = join(folder, 'broken.html');
    const text = page.render(sampleReport('one-call'), { width: 80, color: false });
    writeFileSync(
      file,
      text.replace('</main>', '<img src="http://127.0.0.1:9/x.png"><script>window.pwned = 1</script></main>'),
    );
    await browser.visit(pathToFileURL(file).href);
    expect(await browser.evaluate('typeof window.pwned')).toBe('undefined');
    expect(browser.complaints.join('\n')).toMatch(/Content Security Policy/);
    browser.complaints.length = 0;
  });
});

test.runIf(chromiumCommand === undefined)(NOT_HERE, (context) => context.skip(NOT_HERE));
