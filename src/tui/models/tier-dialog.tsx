import { LEVELS } from '../keys/key-layers.ts';
import { useKeys } from '../keys/use-keys.ts';
import { TextLine } from '../line.tsx';
import { type RouterTier, TIER_KEYS } from './router-tiers.ts';

/** Asks which calls the router is to send to a model. */
export function TierDialog(props: {
  readonly model: string;
  /** Tiers that the model is in. */
  readonly tiers: readonly RouterTier[];
  readonly width: number;
  onTier(tier: RouterTier): void;
  onCancel(): void;
}) {
  const { model, tiers, width, onTier, onCancel } = props;
  useKeys(
    LEVELS.dialog,
    [
      ...TIER_KEYS.map(({ tier, key }) => ({
        keys: [key],
        label: tiers.includes(tier) ? `not ${tier}` : tier,
        run: () => onTier(tier),
      })),
      { keys: ['esc', 'q', 'a'], label: 'cancel', run: onCancel },
    ],
    () => {},
  );
  return <TextLine text={` Which calls should the router send to ${model}?`} tone="accent" width={width} />;
}
