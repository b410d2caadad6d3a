import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ScreenPainter } from '../../../src/tui/frame/screen-painter.ts';

function painter(rows = 5) {
  const writes: string[] = [];
  const size = { columns: 20, rows };
  return {
    writes,
    size,
    painter: new ScreenPainter({ write: (text) => writes.push(text), size: () => size }),
  };
}

/** The rows that a write draws, by number. */
function drawn(write: string | undefined): Record<string, string> {
  return Object.fromEntries(
    [...(write ?? '').matchAll(/\u001b\[(\d+);1H(.*?)\u001b\[0m\u001b\[K/g)].map(([, row, text]) => [
      row!,
      text!,
    ]),
  );
}

test('nothing is written before it is entered and after it is left', () => {
  const { painter: own, writes } = painter();
  own.paint('early');
  own.leave();
  expect(writes).toEqual([]);
  own.enter();
  own.leave();
  own.leave();
  own.paint('late');
  expect(writes).toHaveLength(2);
  expect(writes[1]).toContain('\u001b[?1049l');
});

test('only lines that changed are written; a frame without changes writes nothing', () => {
  const { painter: own, writes } = painter();
  own.enter();
  own.paint('a\nb\nc');
  own.paint('a\nB\nc');
  own.paint('a\nB\nc');
  expect(writes).toHaveLength(3);
  expect(drawn(writes[2])).toEqual({ 2: 'B' });
});

test('after a resize everything is drawn again', () => {
  const { painter: own, writes } = painter();
  own.enter();
  own.paint('a\nb');
  own.forget();
  own.paint('a\nb');
  expect(drawn(writes.at(-1))).toEqual({ 1: 'a', 2: 'b' });
});

test('lines below the screen are not written: they would scroll it', () => {
  const { painter: own, writes } = painter(2);
  own.enter();
  own.paint('a\nb\nc');
  expect(drawn(writes[1])).toEqual({ 1: 'a', 2: 'b' });
});

test('after any frames the screen shows the last one', () => {
  const frame = fc.array(fc.constantFrom('', 'a', 'bb', 'ccc'), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(frame, { minLength: 1 }), (frames) => {
      const { painter: own, writes } = painter(5);
      own.enter();
      const screen: string[] = ['', '', '', '', ''];
      for (const lines of frames) {
        const before = writes.length;
        own.paint(lines.join('\n'));
        for (const [row, text] of Object.entries(drawn(writes[before]))) screen[Number(row) - 1] = text;
      }
      const last = frames.at(-1)!;
      expect(screen).toEqual(Array.from({ length: 5 }, (_, row) => last[row] ?? ''));
    }),
  );
});
