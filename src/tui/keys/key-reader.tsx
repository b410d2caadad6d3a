import { useInput } from 'ink';
import { useEffect, useState } from 'react';
import type { KeyLayers } from './key-layers.ts';
import { type KeyPress, keyPresses } from './key-name.ts';

/**
 * Reads the keyboard. Keys that come at once are acted on one after the other, each only when what the one before it has
 * changed is on the screen: its bindings are then those of what it finds.
 */
export function KeyReader(props: {
  readonly layers: KeyLayers;
  onInterrupt(): void;
  onSuspend(): void;
}): null {
  const { layers, onInterrupt, onSuspend } = props;
  const [waiting, setWaiting] = useState<readonly KeyPress[]>([]);
  useInput((input, key) => {
    if (key.ctrl && input === 'c') onInterrupt();
    else if (key.ctrl && input === 'z') onSuspend();
    else setWaiting((before) => [...before, ...keyPresses(input, key)]);
  });
  useEffect(() => {
    const [next] = waiting;
    if (next === undefined) return;
    setWaiting((now) => now.slice(1));
    layers.press(next);
  }, [waiting, layers]);
  return null;
}
