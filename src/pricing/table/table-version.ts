/** The day the built-in table was last checked against its sources. Apart from the table, because knowing it must not cost loading it. */
export const TABLE_VERSION = '2026-11-20';
