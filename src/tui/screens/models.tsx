import { TextLine } from '../line.tsx';
import type { ScreenProps } from '../screen.ts';

export function Models({ width }: ScreenProps) {
  return <TextLine text="Models" width={width} />;
}
