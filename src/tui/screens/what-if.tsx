import { TextLine } from '../line.tsx';
import type { ScreenProps } from './index.ts';

export function WhatIf({ width }: ScreenProps) {
  return <TextLine text="WhatIf" width={width} />;
}
