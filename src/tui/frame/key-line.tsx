import { useContext, useSyncExternalStore } from 'react';
import { KeyContext } from '../keys/use-keys.ts';
import { Line } from '../line.tsx';
import { fittingKeys } from './fitting-keys.ts';

/** What works here, what is nearest first; what does not fit is in the help. */
export function KeyLine({ width }: { readonly width: number }) {
  const layers = useContext(KeyContext);
  const bindings = useSyncExternalStore(
    (listener) => layers.subscribe(listener),
    () => layers.shown,
  );
  const spans = fittingKeys(bindings, width - 1).flatMap(({ key, label }) => [
    { text: ` ${key}`, tone: 'bold' as const },
    { text: ` ${label} `, tone: 'dim' as const },
  ]);
  return <Line spans={spans} width={width} />;
}
