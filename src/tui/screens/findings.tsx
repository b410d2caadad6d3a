import { TextLine } from '../line.tsx';
import type { ScreenProps } from './index.ts';

export function Findings({ width }: ScreenProps) {
  return <TextLine text="Findings" width={width} />;
}
