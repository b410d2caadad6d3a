import { catalogueCommand } from '../catalogue.ts';

/** Logs of calls first, then exports of totals, which only `reconcile` reads. */
export default catalogueCommand(async (useCases) => [
  ...(await useCases.sources()).map(({ id, title, describe, where, supports }) => ({
    ...{ id, title, kind: 'log', describe, where, supports },
  })),
  ...(await useCases.ledgers()).map(({ id, title, describe, where }) => ({
    ...{ id, title, kind: 'ledger', describe: `${describe} For llm-cost reconcile.`, where },
  })),
]);
