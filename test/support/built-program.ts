import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Builds the program as it is shipped, beside its manifest, in a folder of its own. Returns the folder in which a shell
 * finds it as `llm-cost`.
 */
export function buildProgram(folder: string): string {
  for (const part of ['bin', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  execFileSync(process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    ...['-p', join(root, 'tsconfig.build.json'), '--noCheck', '--outDir', join(folder, 'dist')],
  ]);
  const path = join(folder, 'path');
  mkdirSync(path);
  chmodSync(join(folder, 'bin/llm-cost.js'), 0o755);
  symlinkSync('../bin/llm-cost.js', join(path, 'llm-cost'));
  return path;
}
