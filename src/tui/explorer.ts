/** What the application asks of the engine; it stands with the other contracts, for the engine answers to it. */
export type * from '../contracts/explorer.ts';
