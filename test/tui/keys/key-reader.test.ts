import { PassThrough, Writable } from 'node:stream';
import { setTimeout as later } from 'node:timers/promises';
import { render, Text } from 'ink';
import { createElement, Fragment, useState } from 'react';
import { expect, test } from 'vitest';
import { type KeyBinding, KeyLayers, LEVELS } from '../../../src/tui/keys/key-layers.ts';
import { KeyReader } from '../../../src/tui/keys/key-reader.tsx';
import { KeyContext, useKeys } from '../../../src/tui/keys/use-keys.ts';

/** A number that keys change: `+` as often as it was pressed, `*` doubles what is on the screen. */
function Count() {
  const [count, setCount] = useState(0);
  const bindings: readonly KeyBinding[] = [
    { keys: ['+'], label: 'more', isRepeated: true, run: (_, times) => setCount(count + times) },
    { keys: ['*'], label: 'double', run: () => setCount(count * 2) },
  ];
  useKeys(LEVELS.screen, bindings);
  return createElement(Text, null, String(count));
}

async function framesOf(...typed: readonly string[]): Promise<readonly string[]> {
  const frames: string[] = [];
  const stdin = Object.assign(new PassThrough(), {
    ...{ isTTY: true, setRawMode: () => {}, ref: () => {}, unref: () => {} },
  });
  const stdout = new Writable({
    decodeStrings: false,
    write: (frame: string, _, done) => {
      frames.push(frame);
      done();
    },
  });
  const layers = new KeyLayers();
  const reader = createElement(KeyReader, { layers, onInterrupt: () => {}, onSuspend: () => {} });
  const app = render(
    createElement(KeyContext, { value: layers }, createElement(Fragment, null, createElement(Count), reader)),
    {
      stdin: stdin as unknown as NodeJS.ReadStream,
      stdout: stdout as unknown as NodeJS.WriteStream,
      ...{ debug: true, exitOnCtrlC: false, patchConsole: false },
    },
  );
  await later(50);
  frames.length = 0;
  for (const text of typed) {
    stdin.write(text);
    await later(100);
  }
  const drawn = [...frames];
  app.unmount();
  return drawn;
}

test('a key is one frame', async () => {
  expect(await framesOf('+', '+', '*')).toEqual(['1', '2', '4']);
});

test('keys that mean nothing are no frame', async () => {
  expect(await framesOf('x', 'y?', '+')).toEqual(['1']);
});

test('each key finds what the one before it has changed, held ones in one frame', async () => {
  expect(await framesOf('+'.repeat(200), '+**x+++')).toEqual(['200', '201', '402', '804', '807']);
});
