import { TextLine } from '../line.tsx';
import type { ScreenProps } from '../screen.ts';

export function Findings({ width }: ScreenProps) {
  return <TextLine text="Findings" width={width} />;
}
