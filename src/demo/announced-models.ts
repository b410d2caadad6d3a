import type { PlantedLine } from './plants/plant.ts';

/** With a last day announced for no later than half a year after the demo's week, or retired before it. */
const ENDING =
  /"model":"(?:gpt-3\.5-turbo|gpt-4(?:\.1|o|-turbo)?(?:-mini|-nano)?|gpt-5(?:\.1)?(?:-mini|-nano|-pro)?|gpt-5\.4-nano|gpt-5\.3-codex|o1|o3|o3-mini|o4-mini|claude-(?:3-[a-z0-9-]+?|opus-4(?:-[01])?|sonnet-4(?:-[05])?)|gemini-2\.0-flash|gemini-2\.5-(?:pro|flash))(?:-20\d\d-?\d\d-?\d\d)?"/;

/** With a price that ends on a published day within half a year after the demo's week. */
const CHANGING = /"model":"gemini-(?:4-argon|4-carbon|3\.[678]-flash)"/;

/** Adds what is known of the models that the lines name: whatever else is planted, these calls are told apart by it. */
export function withModelFacts(lines: readonly PlantedLine[]): PlantedLine[] {
  return lines.map((line) => {
    const detectors = [
      ...(ENDING.test(line.line) ? ['retired-models'] : []),
      ...(CHANGING.test(line.line) ? ['price-changes'] : []),
    ].filter((id) => line.truth.every(({ detector }) => detector !== id));
    if (detectors.length === 0) return line;
    return { ...line, truth: [...line.truth, ...detectors.map((detector) => ({ detector, tokens: 0 }))] };
  });
}
