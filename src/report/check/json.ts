import { defineCheckRenderer } from '../../contracts/check-renderer.ts';
import { safeJson } from '../data/json-table.ts';
import { JSON_SPELLING, withoutCommands } from './words/ci-commands.ts';

/** The result itself; its shape is `schema/check-1.json`. */
export default defineCheckRenderer({
  id: 'json',
  describe: 'the whole result as JSON, for programs',
  render: (result) => `${withoutCommands(safeJson(result, 2), JSON_SPELLING)}\n`,
});
