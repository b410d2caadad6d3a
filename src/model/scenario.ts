/** A projection from the log's own span; money is US dollars. */
export interface Projection {
  readonly beforeUsd: number;
  readonly afterUsd: number;
  readonly savedUsd: number;
}

/** What a simulation was asked for, as its report shows it. */
export interface ScenarioSummary {
  readonly name: string;
  readonly describe: string;
  /** Strategy ids as they were replayed; `tried` is how many orders were replayed to find this one, 1 when it was given. */
  readonly order: { readonly how: 'given' | 'auto'; readonly ids: readonly string[]; readonly tried: number };
  /** `YYYY-MM-DD` that the calls are priced at; null for their own dates. */
  readonly pricesAt: string | null;
  /** Where the scenario's own prices come from, one line each. */
  readonly priceChanges: readonly string[];
  /** Calls per month as a multiple of the log's; it scales the projections, not the replay. */
  readonly volume: number;
  /** Growth of the volume from month to month as a share, 0.1 for 10%. */
  readonly growthPerMonth: number;
  /** 30 days at the scenario's volume; null when the log is too short to tell. */
  readonly monthly: Projection | null;
  /** The next twelve such months, growth included. */
  readonly yearly: Projection | null;
  /** How the projections were made, in one sentence. */
  readonly basis: string;
}
