import { expect, test } from 'vitest';
import { show } from '../../../src/engine/show.ts';
import { evidenceText } from '../../../src/report/evidence/evidence-text.ts';
import { chatLine } from '../../support/chat-lines.ts';
import { at, HOOKS, logIn, requestIn, usage } from '../../support/shown-log.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** gpt-4o is to be retired; a model without a price must not make "unknown" of what has no money in it. */
const LINES = [
  chatLine({ id: 'r1', at: at(0), model: 'gpt-4o', usage }),
  chatLine({ id: 'r2', at: at(1), model: 'gpt-4o', usage }),
  chatLine({ id: 'u1', at: at(2), model: 'no-such-model-9', usage }),
];

test('a finding without money has no money on its page', async () => {
  const folder = logIn(tempFolder(), LINES.join('\n'));
  const evidence = await show(requestIn(folder, 'retired-models', { detectors: ['retired-models'] }), HOOKS);
  const text = evidenceText(evidence, { width: 120, color: false });
  const [title, verdict] = text.split('\n');
  expect([title, verdict]).toEqual(['Retired models', '2 calls; by itself nothing of them is avoidable.']);
  expect(text.slice(text.indexOf('Groups'), text.indexOf('in all'))).not.toMatch(
    /unknown|counted|calls +cost/,
  );
});
