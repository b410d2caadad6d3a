import { cut, safeText } from '../../report/safe-text.ts';
import { LEVELS } from '../keys/key-layers.ts';
import { useKeys } from '../keys/use-keys.ts';
import { Line } from '../line.tsx';

/** Least columns of a name that leads here. */
const LEAST = 8;

/** Where one is, from the screen down to what is shown; esc leads back up. */
export function Crumbs(props: { readonly path: readonly string[]; readonly width: number; onBack(): void }) {
  const { path, width, onBack } = props;
  useKeys(LEVELS.screen, [{ keys: ['esc', 'left', 'h', 'backspace'], label: 'back', run: onBack }]);
  const room = Math.max(LEAST, Math.floor(width / path.length) - 3);
  const above = path.slice(0, -1).map((name) => `${cut(safeText(name), room)} › `);
  return (
    <Line
      width={width}
      spans={[
        { text: ` ${above.join('')}`, tone: 'dim' },
        { text: path.at(-1) ?? '', tone: 'accent' },
      ]}
    />
  );
}
