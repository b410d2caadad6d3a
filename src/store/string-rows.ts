import type { Database } from 'better-sqlite3';

/** The string table: every distinct model, user, feature ... once. Number 0 is ''. */
export function stringRows(db: Database) {
  const insert = db.prepare('INSERT INTO strings (id, text) VALUES (?, ?)');
  const texts: string[] = [''];
  const numbers = new Map<string, number>([['', 0]]);
  for (const text of db
    .prepare('SELECT text FROM strings ORDER BY id')
    .pluck()
    .iterate() as IterableIterator<string>) {
    numbers.set(text, texts.push(text) - 1);
  }
  return {
    texts: texts as readonly string[],
    /** The number of a text; a new one is written. */
    number(text: string): number {
      let number = numbers.get(text);
      if (number === undefined) {
        number = texts.push(text) - 1;
        numbers.set(text, number);
        insert.run(number, text);
      }
      return number;
    },
  };
}

export type StringRows = ReturnType<typeof stringRows>;
