import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type LilconfigResult, type Loader, lilconfig } from 'lilconfig';
import { InputError } from '../contracts/input-error.ts';
import { checkKept } from './output-place.ts';
import { isRecord } from './parse-value.ts';
import {
  CHECK_KEY,
  isSettingKey,
  SETTING_KEYS,
  SETTINGS,
  type SettingKey,
  type Settings,
} from './settings.ts';
import { unknownName } from './unknown-name.ts';

const NAME = 'llm-cost';

const json: Loader = async (path, content) => {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new InputError(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  // JSON.parse takes the last of two equal keys, and a limit would be lost without a word. JSON is YAML, which refuses them.
  if (content.includes(`"${CHECK_KEY}"`)) await parseYaml(path, content);
  return value;
};

const script: Loader = async (path) => {
  try {
    return (await import(pathToFileURL(path).href)).default;
  } catch (error) {
    throw new InputError(
      `${path} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
};

/** What YAML or JSON says. Throws `InputError`, one line that names the file. */
export async function parseYaml(path: string, content: string): Promise<unknown> {
  try {
    // Warnings of the parser would go to standard error past the program's own output.
    return (await import('yaml')).parse(content, { logLevel: 'error' });
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.split('\n', 1)[0]!.replace(/:$/, '') : String(error);
    throw new InputError(`${path} is not YAML: ${reason}`);
  }
}

const LOADERS: Readonly<Record<string, Loader>> = {
  '.json': json,
  '.yaml': parseYaml,
  '.yml': parseYaml,
  '.js': script,
  '.mjs': script,
};

/**
 * `$schema` is for editors. A file cannot ask for a stack trace before it has been read, nor be short for itself; and what
 * sends texts over the network is said on the command line, where the file of a strange folder cannot say it.
 */
const NOT_IN_FILE: readonly SettingKey[] = ['debug', 'json', 'embeddings', 'yes'];
const FILE_KEYS: readonly SettingKey[] = SETTING_KEYS.filter((key) => !NOT_IN_FILE.includes(key));

/**
 * The configuration: the named file, else the nearest `llm-cost.config.*` or `llm-cost` key of a package.json, from `cwd`
 * upwards. Nothing found is no settings. Throws `InputError` for what cannot be read, for keys that do not exist, and
 * where `out`, or else the file's own, would replace the file.
 */
export async function readConfig(cwd: string, file: string | undefined, out?: string): Promise<Settings> {
  const searcher = lilconfig(NAME, {
    searchPlaces: ['package.json', ...Object.keys(LOADERS).map((ending) => `${NAME}.config${ending}`)],
    loaders: { ...LOADERS },
  });
  const found = file === undefined ? await searcher.search(cwd) : await load(searcher, resolve(cwd, file));
  if (found === null || found.isEmpty === true) return {};
  const label = basename(found.filepath);
  if (!isRecord(found.config)) throw new InputError(`${found.filepath}: needs an object of settings`);
  const base = dirname(found.filepath);
  const settings: Partial<Record<keyof Settings, unknown>> = {};
  for (const [key, value] of Object.entries(found.config)) {
    if (key === '$schema') continue;
    const place = { name: `${label}: ${key}`, base };
    if (key === CHECK_KEY) {
      settings[key] = { value, place };
      continue;
    }
    if (!isSettingKey(key) || !FILE_KEYS.includes(key)) {
      throw new InputError(`${found.filepath}: ${unknownName('setting', key, [...FILE_KEYS, CHECK_KEY])}`);
    }
    settings[key] = SETTINGS[key].parse(value, place);
  }
  const read = settings as Settings;
  const target = out ?? read.out;
  if (target !== undefined) await checkKept(target, [found.filepath]);
  return read;
}

async function load(searcher: ReturnType<typeof lilconfig>, path: string): Promise<LilconfigResult> {
  try {
    await readFile(path);
  } catch {
    throw new InputError(`--config: ${path} cannot be read`);
  }
  return searcher.load(path);
}
