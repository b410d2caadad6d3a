import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/contracts/input-error.ts';
import { run } from './fake-io.ts';

describe('help and version go to standard output with code 0', () => {
  test.each([
    '--help',
    'help',
    'audit --help',
    'help audit',
    'detectors --help',
    'simulate --help',
    'scenarios init --help',
    'check --help',
  ])('%s', async (line) => {
    const ran = await run(line);
    expect(ran).toMatchObject({ code: 0, err: '' });
    await expect(ran.out).toMatchFileSnapshot(`goldens/${line.replaceAll(' ', '_')}.txt`);
  });

  test('--version', async () => {
    expect(await run('--version')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});

test('no command prints the help on standard error with code 2', async () => {
  const ran = await run('');
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain('Usage: llm-cost');
});

describe('wrong usage is one line on standard error with code 2', () => {
  test.each([
    ['adit x', "unknown command 'adit' (Did you mean audit?)"],
    ['audit', "missing required argument 'paths'"],
    ['audit x --fromat json', "unknown option '--fromat' (Did you mean --format?)"],
    [
      'audit x --format xml',
      "option '--format <id>' argument 'xml' is invalid. Allowed choices are table, json, markdown, html, csv, focus; see llm-cost --help",
    ],
    ['audit x --format', "option '--format <id>' argument missing"],
    ['audit x --json --format table', '--json and --format table exclude each other'],
    ['audit x --top 0', '--top: needs a whole number of at least 1, not "0"'],
    ['audit x --top ten', '--top: needs a whole number of at least 1, not "ten"'],
    ['audit x --width 20', '--width: needs a whole number from 40 to 1000, not "20"'],
    ['audit x --at 2026-02-31', '--at: needs a date such as'],
    ['audit x --timezone Mars/Olympus', '--timezone: "Mars/Olympus" is not a timezone'],
    ['audit x --map model', '--map: needs name=value, not "model"'],
    ['audit x --source acme-lag', '--source: "acme-lag" is not a known format; did you mean "acme-log"?'],
    ['audit x --detectors plane', '"plane" is not a known detector; did you mean "plain"?'],
    ['audit x --strategies first,first', 'strategy "first" is named twice'],
    ['audit x --set pciky.strict=true', '"pciky" is not a known detector or strategy; did you mean "picky"?'],
    ['audit x --set picky.strct=true', '"strct" is not a known option of picky; did you mean "strict"?'],
    ['audit x --set plain.y=1', '"plain" has no options'],
    ['audit x --set picky.withinHours=soon', 'picky.withinHours needs a number, not "soon"'],
    ['audit x --set picky.withinHours=0', 'picky.withinHours must be at least 1, not 0'],
    ['audit x --set picky.withinHours=721', 'picky.withinHours must be at most 720, not 721'],
    ['audit x --set picky.strict=maybe', 'picky.strict needs true or false, not "maybe"'],
    ['audit x --set picky.mode=lose', 'picky.mode needs one of exact, loose, not "lose"'],
    ['audit x --set nothing', '--set: needs id.option=value'],
    ['audit x --prices /no/such.json', 'prices: /no/such.json cannot be read'],
    ['audit x --config /no/such.json', '--config: /no/such.json cannot be read'],
  ])('%s', async (line, message) => {
    const ran = await run(line);
    expect(ran).toMatchObject({ code: 2, out: '', request: undefined });
    expect(ran.err).toMatch(/^llm-cost: [^\n]*\n$/);
    expect(ran.err).toContain(message);
  });
});

describe('failures of the audit', () => {
  const failing = (error: unknown) => ({
    useCases: {
      audit: async () => {
        throw error;
      },
    },
  });

  test('unusable input is its message', async () => {
    const ran = await run('audit x', failing(new InputError('x.jsonl: nothing in it could be read')));
    expect(ran).toMatchObject({ code: 2, out: '', err: 'llm-cost: x.jsonl: nothing in it could be read\n' });
  });

  test('a fault of the program is one line too, and its stack shows only with --debug', async () => {
    const world = failing(new TypeError('boom\nover two lines'));
    const quiet = await run('audit x', world);
    expect(quiet).toMatchObject({ code: 2, out: '' });
    expect(quiet.err).toMatch(/^llm-cost: something unexpected went wrong: boom over two lines [^\n]*\n$/);
    expect((await run('audit x --debug', world)).err).toMatch(/\n\s+at /);
  });

  test('a hostile file name cannot write to the terminal', async () => {
    const ran = await run('audit x', failing(new InputError('\u001b[2J\u202e.jsonl: no')));
    expect(ran.err).toBe('llm-cost: ␛[2J\\u{202e}.jsonl: no\n');
  });
});
