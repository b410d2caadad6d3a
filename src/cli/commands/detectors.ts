import { catalogueCommand } from '../catalogue.ts';

export default catalogueCommand(async (useCases) =>
  (await useCases.detectors()).map(({ id, title, describe, why, basis, needs, options, columns }) => ({
    id,
    title,
    describe,
    why,
    basis,
    needs,
    options,
    columns,
  })),
);
