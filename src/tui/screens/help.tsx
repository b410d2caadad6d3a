import { TextLine } from '../line.tsx';
import type { ScreenProps } from '../screen.ts';

export function Help({ width }: ScreenProps) {
  return <TextLine text="Help" width={width} />;
}
