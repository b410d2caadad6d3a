import type { RenderOptions } from '../../contracts/renderer.ts';
import type { Evidence } from '../../model/evidence.ts';
import { filterText } from '../filter-text.ts';
import { Page } from '../table/page.ts';
import { callPage } from './call-page.ts';
import { callTable } from './call-table.ts';
import { differences } from './differences.ts';
import { findingPage, groupPage } from './group-page.ts';
import { totalPage } from './total-page.ts';

/** Evidence for a person at a terminal: what is claimed and why, what to change, then the calls themselves. */
export function evidenceText(evidence: Evidence, options: RenderOptions): string {
  const page = new Page(options);
  const { subject } = evidence;
  switch (subject.kind) {
    case 'group':
      groupPage(evidence, subject, page);
      break;
    case 'finding':
      findingPage(evidence, subject, page);
      break;
    case 'total':
      totalPage(evidence, subject, page);
      break;
    case 'call':
      callPage(evidence, subject, page);
      return page.toString();
    default:
      return subject satisfies never;
  }
  if (evidence.filter !== null) {
    page.blank();
    page.text(filterText(evidence.filter, evidence.timezone), { style: 'dim' });
  }
  callTable(evidence, page);
  differences(evidence, page);
  return page.toString();
}
