import type { Report } from '../../../src/model/report.ts';
import { sampleReport } from '../sample-reports.ts';

/** What logs have been made to say. */
export const HOSTILE_TEXTS: readonly string[] = [
  '<script>window.pwned=1</script>',
  '</script><script>window.pwned=1</script>',
  '</style><img src=x onerror=window.pwned=1>',
  '</title></template><svg onload=window.pwned=1>',
  '"><img src=x onerror="window.pwned=1">',
  "' onmouseover='window.pwned=1",
  '` onfocus=`window.pwned=1` autofocus',
  '<!--',
  '--><b>',
  ']]>',
  '<![CDATA[',
  '&lt;script&gt; &amp; &#x3c;',
  '&amp',
  '<a href="javascript:window.pwned=1">x</a>',
  '<meta http-equiv=refresh content="0;url=http://evil.example">',
  '<link rel=stylesheet href=http://evil.example/x.css>',
  '](http://evil.example) ![x](http://evil.example/x.png) | ``` **x**',
  '=cmd|/C calc!A0',
  '+1',
  '-2',
  '@SUM(A1)',
  '\u001b[2J\u001b[31m\u001b]8;;http://evil.example\u0007x\u001b]52;c;eA==\u0007',
  '\u009b31m\u0090q\u009c',
  'a\r\nb\tc\u0000d\u2028e\u2029f',
  '\u202egnp.exe\u202c\u2066x\u2069\u200f',
  'שלום 123 مرحبا',
  '\u200b\ufeff\u00ad',
  `e${'\u0301'.repeat(40)}`,
  '\ud800 lone \udfff',
  '👨‍👩‍👧 🏳️‍🌈 模型 ไทยน้ำ',
  '{{window.pwned=1}} #{7*7}',
  'x'.repeat(10_000),
  '__proto__',
  'constructor',
  '',
];

/** The made-up reports with such a text in every place that can hold words of a log, a file or a configuration. */
export function hostileReport(name: 'typical' | 'what-if', text: string): Report {
  return replaced(sampleReport(name), text) as Report;
}

/** Keys whose values come from the program itself. */
const OWN = new Set([
  'schemaVersion',
  'status',
  'basis',
  'kind',
  'generatedAt',
  'from',
  'to',
  'timezone',
  'handle',
  'how',
  'option',
]);

function replaced(value: unknown, text: string): unknown {
  if (typeof value === 'string') return text;
  if (Array.isArray(value)) return value.map((item) => replaced(item, text));
  if (typeof value !== 'object' || value === null) return value;
  const isColumn = 'kind' in value && 'label' in value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const isOwn = OWN.has(name) && (typeof inner === 'string' || inner === null);
      const isDay = name === 'key' && /^\d{4}-\d\d-\d\d$/.test(String(inner));
      return [name, isOwn || isDay || (isColumn && name === 'key') ? inner : replaced(inner, text)];
    }),
  );
}
