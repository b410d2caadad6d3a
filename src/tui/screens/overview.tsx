import { TextLine } from '../line.tsx';
import type { ScreenProps } from '../screen.ts';

export function Overview({ width }: ScreenProps) {
  return <TextLine text="Overview" width={width} />;
}
