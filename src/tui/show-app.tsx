import { render } from 'ink';
import { App, type Ending } from './app.tsx';
import type { Explorer } from './explorer.ts';
import { FrameStream } from './frame/frame-stream.ts';
import { ScreenPainter } from './frame/screen-painter.ts';
import type { Terminal } from './terminal.ts';

export interface ShownApp {
  readonly ended: Promise<Ending>;
  /** Leaves the terminal as it was found, at once; for a program that is about to end. */
  close(): void;
}

/** Shows the application on a terminal until it is quit. */
export function showApp(explorer: Explorer, terminal: Terminal): ShownApp {
  const painter = new ScreenPainter(terminal);
  const frames = new FrameStream(
    () => terminal.size(),
    (frame) => painter.paint(frame),
  );
  painter.enter();
  // Before the application hears of it: what it draws next is painted on an empty screen.
  const stopForgetting = terminal.onResize(() => painter.forget());
  let end: (ending: Ending) => void = () => {};
  const asked = new Promise<Ending>((resolve) => {
    end = resolve;
  });
  const app = render(<App explorer={explorer} terminal={terminal} onEnd={end} />, {
    stdin: terminal.input,
    // Ink asks a stream for its size and writes to it, and no more.
    stdout: frames as unknown as NodeJS.WriteStream,
    // Every frame is one write, at once; the painter finds out what has changed.
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  const close = (): void => {
    stopForgetting();
    painter.leave();
  };
  return {
    close,
    ended: asked.then((ending) => {
      app.unmount();
      close();
      return ending;
    }),
  };
}
