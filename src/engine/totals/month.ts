/** A month for projections; the articles that the strategies come from and the providers' own examples use 30 days. */
export const MONTH_DAYS = 30;
