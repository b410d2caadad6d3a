import { useContext, useSyncExternalStore } from 'react';
import { textWidth } from '../../report/safe-text.ts';
import type { KeyBinding } from '../keys/key-layers.ts';
import { KeyContext } from '../keys/use-keys.ts';
import { Line, type Span } from '../line.tsx';

const SIGNS: Readonly<Record<string, string>> = {
  enter: '⏎',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
};

/** What works here, what is nearest first; what does not fit is in the help. */
export function KeyLine({ width }: { readonly width: number }) {
  const layers = useContext(KeyContext);
  const bindings = useSyncExternalStore(
    (listener) => layers.subscribe(listener),
    () => layers.shown,
  );
  const spans: Span[] = [];
  let left = width - 1;
  for (const binding of bindings.filter(({ label }) => label !== '')) {
    const [key, label] = [shownKey(binding), ` ${binding.label}  `];
    left -= textWidth(key) + textWidth(label);
    if (left < 0) break;
    spans.push({ text: key, tone: 'bold' }, { text: label, tone: 'dim' });
  }
  return <Line spans={[{ text: ' ' }, ...spans]} width={width} />;
}

export function shownKey({ shown, keys }: KeyBinding): string {
  return shown ?? SIGNS[keys[0]!] ?? keys[0]!;
}
