import { InputError } from '../contracts/input-error.ts';
import type { RenderOptions } from '../contracts/renderer.ts';
import { isColored } from './color.ts';
import { type Io, terminalWidth } from './io.ts';
import type { Settings } from './settings.ts';

/** Writes a rendered result to standard output or `--out`. Throws `InputError`. */
export async function deliver(
  io: Io,
  settings: Settings,
  render: (options: RenderOptions) => string,
): Promise<void> {
  const { out } = settings;
  const width = settings.width ?? (out === undefined ? terminalWidth(io) : 80);
  const color = isColored(io.env, out === undefined ? io.stdout : { isTTY: false }, settings.color);
  const text = render({ width, color: color && out === undefined });
  if (out === undefined) return io.stdout.write(text);
  await io.writeFile(out, text).catch((error: Error) => {
    throw new InputError(`--out: ${out} cannot be written: ${error.message}`);
  });
}
