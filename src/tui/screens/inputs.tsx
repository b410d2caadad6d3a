import { TextLine } from '../line.tsx';
import type { ScreenProps } from '../screen.ts';

export function Inputs({ width }: ScreenProps) {
  return <TextLine text="Inputs" width={width} />;
}
