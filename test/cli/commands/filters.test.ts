import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { useCases } from '../../../src/cli/use-cases.ts';
import type { Report } from '../../../src/model/report.ts';
import { chatLine } from '../../support/chat-lines.ts';
import { logIn } from '../../support/shown-log.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { run } from '../fake-io.ts';

const NOW = Date.UTC(2026, 10, 20);
const ALL = '--strategies none --detectors none --workers 0';

/** Really reads the log of a folder. */
const audit = (folder: string, line: string | readonly string[]) => run(line, { cwd: folder, useCases });

describe('what an audit is asked for', () => {
  test('is nothing by default', async () => {
    const { request } = await run('audit log.jsonl');
    expect(request).not.toHaveProperty('filter');
    expect(request).not.toHaveProperty('groupBy');
  });

  test('are absolute times, conditions and groupings', async () => {
    const { request } = await run(
      'audit log.jsonl --since 7d --until 2026-11-19 --timezone Europe/Berlin --filter user=a --filter tags.team!=b --group-by tag:team,day',
    );
    expect(request).toMatchObject({
      filter: {
        since: NOW - 7 * 86_400_000,
        until: Date.UTC(2026, 10, 19, 23),
        where: [
          { key: 'user', value: 'a', isNegated: false },
          { key: 'tag:team', value: 'b', isNegated: true },
        ],
      },
      groupBy: ['tag:team', 'day'],
    });
  });

  test('may stand in the configuration, and a flag takes its place', async () => {
    const cwd = tempFolder();
    const config = { since: '2026-11-01', filter: { user: ['a', 'b'] }, groupBy: ['day'] };
    writeFileSync(join(cwd, 'llm-cost.config.json'), JSON.stringify(config));
    const { request } = await run('audit log.jsonl --filter user=c', { cwd });
    expect(request).toMatchObject({
      filter: { since: Date.UTC(2026, 10, 1), where: [{ key: 'user', value: 'c', isNegated: false }] },
      groupBy: ['day'],
    });
    writeFileSync(join(cwd, 'llm-cost.config.json'), JSON.stringify({ filter: { usr: 'a' } }));
    const { code, err } = await run('audit log.jsonl', { cwd });
    expect([code, err]).toEqual([
      2,
      'llm-cost: llm-cost.config.json: filter: "usr" is not a known filter; did you mean "user"?\n',
    ]);
  });

  test.each([
    ...['audit log.jsonl', 'simulate log.jsonl', 'show x log.jsonl', 'scenarios init log.jsonl', 'demo'],
    ...['export litellm log.jsonl', 'reconcile log.jsonl --ledger bill.csv'],
  ])('is the same with llm-cost %s', async (command) => {
    const line = `${command} --since soon --until 7d --filter user=a --timezone UTC --top 3`;
    const { code, err } = await run(line);
    expect(code).toBe(2);
    expect(err).toMatch(/^llm-cost: --since: needs a day [^\n]*\n$/);
    expect((await run(`${command.split(' --')[0]} --help`)).out).toMatch(
      /--since .*--until .*--filter .*--timezone .*--top /s,
    );
  });
});

describe('over a log', () => {
  test('the table says the filter and shows the groupings asked for, in their order', async () => {
    const { out, code } = await audit(
      logIn(tempFolder()),
      `audit log.jsonl ${ALL} --no-store --filter user=ann --since 2026-09-01 --group-by user,day`,
    );
    expect(code).toBe(0);
    expect(out).toContain('Only calls since 2026-09-01 00:00, with user=ann; 6 calls left out.');
    expect(out.match(/Spend by \w+/g)).toEqual(['Spend by user', 'Spend by day']);
  });

  test('a filter that leaves nothing says so in words, and is no failure', async () => {
    const { out, code } = await audit(
      logIn(tempFolder()),
      `audit log.jsonl ${ALL} --no-store --filter user=anne`,
    );
    expect(code).toBe(0);
    expect(out).toContain('No calls are left by the filter.');
    expect(out).toContain('no call fits user=anne; did you mean "ann"?');
  });

  test('show looks at the calls of the last audit, and at others where it is told to', async () => {
    const cwd = logIn(tempFolder());
    await audit(cwd, `audit log.jsonl ${ALL} --filter user=ann --since 2026-09-01T09:30Z --quiet`);
    const ids = async (line: string) =>
      (await audit(cwd, `show ${line} --ids --quiet`)).out.split('\n').slice(0, -1);
    expect(await ids('feature=help')).toEqual(['a3']);
    expect(await ids('feature=help --since 2026-09-01')).toEqual(['a1', 'a3']);
    expect(await ids('feature=help --filter feature=help')).toEqual(['a2', 'a3']);
    const { err } = await audit(cwd, 'show feature=help');
    expect(err).toContain('the last audit: log.jsonl, only calls since 2026-09-01 09:30, with user=ann\n');
    const shown = await audit(cwd, 'show feature=help --quiet');
    expect(shown.out).toContain('Only calls since 2026-09-01 09:30, with user=ann; 7 calls left out.');
    const nothing = await audit(cwd, 'show feature=help --until 2026-08-01 --since 2026-07-01 --quiet');
    expect([nothing.code, nothing.err]).toEqual([2, 'llm-cost: the filter leaves no calls\n']);
  });

  test('a tag’s value is a figure to look behind like any other', async () => {
    const line = (id: string, team: string) =>
      JSON.stringify({ ...JSON.parse(chatLine({ id })), tags: { team } });
    const cwd = logIn(tempFolder(), [line('a', 'x=y'), line('b', 'z'), line('c', 'x=y')].join('\n'));
    await audit(cwd, `audit log.jsonl ${ALL} --group-by tag:team --quiet`);
    expect((await audit(cwd, 'show tag:team=x=y --ids --quiet')).out).toBe('a\nc\n');
    const { out } = await audit(cwd, 'show tag:team=z');
    expect(out).toMatch(/^tag:team z: .* for 1 call\n/);
    const { err } = await audit(cwd, 'show tag:team=zz --quiet');
    expect(err).toBe('llm-cost: no call has the tag:team "zz"; did you mean "z"?\n');
  });

  test('a drafted scenario says which calls it was made from, and no condition ends its comment', async () => {
    const cwd = logIn(tempFolder());
    const line = [
      'scenarios',
      'init',
      'log.jsonl',
      '--no-store',
      '--quiet',
      '--filter',
      'user!=x\nstrategies: []',
    ];
    const { files } = await audit(cwd, line);
    const [text = ''] = files.values();
    expect(text).toMatch(/^# Made from an audit of log\.jsonl, only calls with user!=x/);
    expect(text.match(/^strategies:/gm)).toHaveLength(1);
  });

  test('a day of a flag is one of the last audit’s timezone', async () => {
    const cwd = logIn(tempFolder());
    await audit(cwd, `audit log.jsonl ${ALL} --timezone Pacific/Kiritimati --quiet`);
    const { err } = await audit(cwd, 'show user=ann --since 2026-09-01');
    expect(err).toContain('only calls since 2026-09-01 00:00\n');
  });

  test('a simulation replays what was audited', async () => {
    const cwd = logIn(tempFolder());
    await audit(cwd, `audit log.jsonl ${ALL} --filter user=ann --group-by user --quiet`);
    const { out } = await audit(cwd, 'simulate --strategies cache --json --quiet');
    const report = JSON.parse(out) as Report;
    expect(report.totals.calls).toBe(2);
    expect(report.filter?.where).toEqual(['user=ann']);
    expect(report.groupBy).toEqual(['user']);
  });
});
