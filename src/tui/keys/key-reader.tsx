import { useInput } from 'ink';
import { useCallback, useEffect, useRef, useState } from 'react';
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
  const waiting = useRef<KeyPress[]>([]);
  const isDrawing = useRef(false);
  const [, draw] = useState(0);
  const act = useCallback((): void => {
    while (!isDrawing.current) {
      const next = waiting.current.shift();
      if (next === undefined) return;
      isDrawing.current = layers.press(next);
      // One frame with what the key has changed: a frame of its own would take as long again.
      if (isDrawing.current) draw((count) => count + 1);
    }
  }, [layers]);
  useInput((input, key) => {
    if (key.ctrl && input === 'c') onInterrupt();
    else if (key.ctrl && input === 'z') onSuspend();
    else {
      waiting.current.push(...keyPresses(input, key));
      act();
    }
  });
  // After each drawing.
  useEffect(() => {
    isDrawing.current = false;
    act();
  });
  return null;
}
