import { ScreenPainter } from './frame/screen-painter.ts';
import type { Terminal } from './terminal.ts';

/**
 * Enters the screen with what its first frame says anyway. Nothing of Ink is needed for it, which takes longer to load than a
 * person should look at nothing.
 */
export function openScreen(terminal: Pick<Terminal, 'input' | 'write' | 'size'>): ScreenPainter {
  const painter = new ScreenPainter(terminal);
  // Keys typed by now are for the application, and are not to be echoed.
  terminal.input.setRawMode(true);
  painter.enter();
  painter.paint(` llm-cost\n${'─'.repeat(terminal.size().columns)}\n\n ${OPENING}`);
  return painter;
}

/** What is said before anything is known. */
export const OPENING = 'Opening the logs ...';
