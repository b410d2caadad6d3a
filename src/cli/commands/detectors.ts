import { catalogueCommand } from '../catalogue.ts';

export default catalogueCommand(async (useCases) =>
  (await useCases.detectors()).map(({ id, title, describe, basis, needs, options, columns }) => ({
    id,
    title,
    describe,
    basis,
    needs,
    options,
    columns,
  })),
);
