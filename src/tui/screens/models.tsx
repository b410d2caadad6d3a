import { TextLine } from '../line.tsx';
import type { ScreenProps } from './index.ts';

export function Models({ width }: ScreenProps) {
  return <TextLine text="Models" width={width} />;
}
