import fc from 'fast-check';

const LITERALS = [
  '<|endoftext|>',
  '<|endofprompt|>',
  '<|fim_prefix|>',
  '<|fim_middle|>',
  '<|fim_suffix|>',
  "I'm",
  "you'RE",
  "we'Ll",
  "'s",
  "''t",
  "'\u017f",
  '\r\n',
  '\r\n\r\n',
  '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}',
  '\u{1f1e9}\u{1f1ea}',
  '❤️',
  'e\u0301\u0323',
  '한국어',
  '中文字符',
  'ไทย',
  'ǅ',
  'ʰ',
  '\ud83d',
  '\ude00',
  '\ufeff',
  '\u0085',
  '\u2028',
  '\u3000',
  '\0',
  '\x1b[31m',
  'HTTPServer',
  'xmlHTTPRequest',
  '//\n/\r',
  '½²٣',
];

const unit = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) },
  { weight: 2, arbitrary: fc.constantFrom(' ', '\n', '\r', '\t', "'", '/', '0', 'A', 'a') },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point)) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) },
  { weight: 1, arbitrary: fc.integer({ min: 0x300, max: 0x36f }).map((code) => String.fromCharCode(code)) },
  { weight: 1, arbitrary: fc.integer({ min: 0x4e00, max: 0x9fff }).map((code) => String.fromCharCode(code)) },
  { weight: 1, arbitrary: fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code)) },
  { weight: 4, arbitrary: fc.constantFrom(...LITERALS) },
);

const run = fc.tuple(unit, fc.integer({ min: 2, max: 60 })).map(([text, times]) => text.repeat(times));

/** Text of all planes with lone surrogates, runs, contractions and special-token literals. */
export const hostileText = fc
  .array(fc.oneof({ weight: 12, arbitrary: unit }, { weight: 1, arbitrary: run }), { maxLength: 60 })
  .map((parts) => parts.join(''));
