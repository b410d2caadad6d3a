import { catalogueCommand } from '../catalogue.ts';

export default catalogueCommand(async (useCases) =>
  (await useCases.strategies()).map(({ id, title, describe, needs, options, sweeps }) => ({
    id,
    title,
    describe,
    needs,
    options,
    sweeps,
  })),
);
