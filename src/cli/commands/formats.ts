import { catalogueCommand } from '../catalogue.ts';

export default catalogueCommand(async (useCases) =>
  (await useCases.sources()).map(({ id, title, describe, where, supports }) => ({
    ...{ id, title, describe, where, supports },
  })),
);
