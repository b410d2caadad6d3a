import type { ComponentType } from 'react';

/** The room of a screen: all but the tabs above it and the keys below. */
export interface ScreenProps {
  readonly width: number;
  readonly height: number;
}

export interface Screen {
  readonly id: string;
  readonly title: string;
  /** One sentence for the help. */
  readonly describe: string;
  readonly View: ComponentType<ScreenProps>;
}
