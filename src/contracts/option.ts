/** One setting of a detector or a strategy: `--set <id>.<name>=<value>` and the configuration file reach it. */
export interface OptionSpec {
  readonly default: number | string | boolean;
  /** One sentence; says the unit and, where the default comes from somewhere, the source. */
  readonly describe: string;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
  /** The text is a duration such as 30s, 24h or 7d (`durationMs`). */
  readonly kind?: 'duration';
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type Widen<T> = T extends number ? number : T extends boolean ? boolean : string;

/** The values a definition receives: every option present, of its default's type. */
export type OptionValues<S extends OptionSpecs> = { readonly [K in keyof S]: Widen<S[K]['default']> };

export type AnyOptionValues = Readonly<Record<string, number | string | boolean>>;
