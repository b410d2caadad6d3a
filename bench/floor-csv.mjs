// csv-parse alone: every row of a file as an array, nothing done with it.
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

let rows = 0;
const parser = createReadStream(process.argv[2], { highWaterMark: 1 << 20 }).pipe(parse());
parser.on('data', () => rows++);
parser.on('end', () => process.stdout.write(`${rows}\n`));
