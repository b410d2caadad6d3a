import { TextLine } from '../line.tsx';
import type { ScreenProps } from '../screen.ts';

export function WhatIf({ width }: ScreenProps) {
  return <TextLine text="WhatIf" width={width} />;
}
