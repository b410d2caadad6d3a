import { render } from 'ink';
import { App, type Ending } from './app.tsx';
import { ErrorCatcher } from './error-catcher.tsx';
import type { Explorer } from './explorer.ts';
import { FrameStream } from './frame/frame-stream.ts';
import { isTooSmall, roomOn, tooSmallText } from './frame/room.ts';
import type { ScreenPainter } from './frame/screen-painter.ts';
import { openScreen } from './opened-screen.ts';
import type { Terminal } from './terminal.ts';

export interface ShownApp {
  readonly ended: Promise<Ending>;
  /** Leaves the terminal as it was found, at once; for a program that is about to end. */
  close(): void;
}

/** Shows the application on a terminal until it is quit; `painter` is that of a screen that is entered. */
export function showApp(
  explorer: Explorer,
  terminal: Terminal,
  painter: ScreenPainter = openScreen(terminal),
): ShownApp {
  let [frame, drawnFor] = ['', roomOn(terminal.size())];
  /** What was drawn for another size is left to the application to draw again. */
  const paint = (): void => {
    const size = terminal.size();
    const { columns, rows } = roomOn(size);
    if (isTooSmall(size)) painter.paint(tooSmallText(size));
    else if (drawnFor.columns === columns && drawnFor.rows === rows) painter.paint(frame);
  };
  let isToPaint = false;
  /** Once all is drawn: the keys of a screen are known, and drawn, only after the screen. */
  const paintDrawn = (): void => {
    isToPaint = false;
    paint();
  };
  const frames = new FrameStream(
    () => roomOn(terminal.size()),
    (drawn) => {
      if (!isToPaint) queueMicrotask(paintDrawn);
      isToPaint = true;
      [frame, drawnFor] = [drawn, roomOn(terminal.size())];
    },
  );
  // Before the application hears of it: what it draws next is painted on an empty screen.
  const stopForgetting = terminal.onResize(() => {
    painter.forget();
    paint();
  });
  let end: (ending: Ending) => void = () => {};
  const asked = new Promise<Ending>((resolve) => {
    end = resolve;
  });
  const fail = (error: unknown): void => end({ how: 'failed', error });
  const suspend = (): void => {
    if (terminal.suspend === undefined) return;
    painter.leave();
    terminal.suspend(() => {
      painter.enter();
      paint();
    });
  };
  const tree = (
    <ErrorCatcher onError={fail}>
      <App explorer={explorer} terminal={terminal} onEnd={end} onSuspend={suspend} />
    </ErrorCatcher>
  );
  const app = render(tree, {
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
