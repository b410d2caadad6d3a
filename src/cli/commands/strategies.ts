import { catalogueCommand } from '../catalogue.ts';

export default catalogueCommand(async (useCases) =>
  (await useCases.strategies()).map((strategy) => {
    const { id, title, describe, needs, isOnRequest = false, options, presets = {}, sweeps } = strategy;
    return { id, title, describe, needs, isOnRequest, options, presets, sweeps };
  }),
);
