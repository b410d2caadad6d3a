import { TextLine } from '../line.tsx';
import type { ScreenProps } from './index.ts';

export function Help({ width }: ScreenProps) {
  return <TextLine text="Help" width={width} />;
}
