import { useInput } from 'ink';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { KeyLayers } from './key-layers.ts';
import { type KeyPress, keyPresses } from './key-name.ts';

/**
 * Reads the keyboard. Keys that come at once are acted on one after the other, each only when what the one before it has
 * changed is on the screen: its bindings are then those of what it finds. A key that is held is acted on as often as it has
 * been pressed by then, so that no frame is late for the next.
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
      if (waiting.current.length === 0) return;
      const { keys, isBound } = layers.press(waiting.current);
      waiting.current.splice(0, keys);
      isDrawing.current = isBound;
      // Drawn together with what the key has changed; the next one is taken up after that.
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
  useEffect(() => {
    isDrawing.current = false;
    act();
  });
  return null;
}
