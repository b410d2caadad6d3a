import { globalsOf, importsOf } from './imports.ts';
import type { SourceFile } from './source-files.ts';

/** The one place that touches the process. */
const IO = 'src/cli/io.ts';

const LONGEST = 300;

/** Names that say nothing about what is inside. */
const DRAWER = /(^|\/)(utils?|helpers?|common|misc|types|constants)(\.ts|\/)/;

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.(ts|tsx|js)$/;

const FIGURES = /\.(toFixed|toLocaleString)\(|Intl\.NumberFormat/;

/** Rules that every file keeps; each names the file that breaks it. */
export function brokenHouseRules(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => [
    ...lengthAndName(file),
    ...(file.path.startsWith('src/') ? productRules(file) : []),
  ]);
}

function lengthAndName({ path, text }: SourceFile): string[] {
  const lines = text.split('\n').length - 1;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return [
    ...(lines > LONGEST ? [`${path} has ${lines} lines, ${LONGEST} at most`] : []),
    ...(KEBAB.test(name) ? [] : [`${path} is not in kebab-case`]),
    ...(DRAWER.test(path) ? [`${path} is named for no noun`] : []),
  ];
}

function productRules(file: SourceFile): string[] {
  const { path } = file;
  const own = importsOf(file).filter(({ isOwn }) => isOwn);
  return [
    ...(path === IO ? [] : [...new Set(globalsOf(file))].map((name) => `${path} uses ${name}; ${IO} has it`)),
    ...(FIGURES.test(file.text) && !path.startsWith('src/report/')
      ? [`${path} formats figures; src/report/format.ts does`]
      : []),
    ...own
      .filter(({ to }) => !/\.(ts|tsx|json)$/.test(to))
      .map(({ to }) => `${path} imports ${to} without its ending`),
  ];
}
