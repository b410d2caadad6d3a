import { createContext, useContext, useLayoutEffect, useRef } from 'react';
import { type KeyBinding, type KeyLayer, KeyLayers, type Level } from './key-layers.ts';

export const KeyContext = createContext(new KeyLayers());

/** Binds keys as long as the component is shown. `takeText` gets every other key: what is typed into a field. */
export function useKeys(
  level: Level,
  bindings: readonly KeyBinding[],
  takeText?: (text: string) => void,
): void {
  const layers = useContext(KeyContext);
  const typed = useRef(takeText);
  typed.current = takeText;
  const layer = useRef<KeyLayer | undefined>(undefined);
  const isModal = takeText !== undefined;
  useLayoutEffect(() => {
    const own: KeyLayer = {
      level,
      bindings: [],
      takeText: isModal ? (text) => typed.current?.(text) : undefined,
    };
    layer.current = own;
    return layers.add(own);
  }, [layers, level, isModal]);
  useLayoutEffect(() => {
    layer.current!.bindings = bindings;
    layers.refresh();
  });
}
