import type { Explorer, Opened, Reading } from '../../contracts/explorer.ts';

/** The explorer, opening its logs from now on: what shows them is still being loaded, and hears of the reading when it asks. */
export function startedExplorer(explorer: Explorer): Explorer {
  let latest: Reading | undefined;
  let watch: (reading: Reading) => void = () => {};
  const opening: Promise<Opened> = explorer.open((reading) => {
    latest = reading;
    watch(reading);
  });
  // Told to whoever asks; until then a failure is nobody's fault.
  opening.catch(() => {});
  return {
    ...{ whatIf: (wish) => explorer.whatIf(wish), expect: (wishes) => explorer.expect(wishes) },
    ...{ models: (watching) => explorer.models(watching), calls: (what) => explorer.calls(what) },
    ...{ call: (index) => explorer.call(index), save: (name, text) => explorer.save(name, text) },
    open: (watching) => {
      watch = watching;
      if (latest !== undefined) watching(latest);
      return opening;
    },
  };
}
