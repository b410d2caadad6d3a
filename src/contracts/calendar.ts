/** Cuts time in the zone of the report. */
export interface Calendar {
  /** `YYYY-MM-DD`; '' for an unknown time (NaN). */
  day(time: number): string;
  /** Hour of the day, 0 to 23; NaN for an unknown time. */
  hour(time: number): number;
}
