// The floor: JSON.parse of every line of a file in one thread. No JavaScript program can know less about a log.
import { closeSync, openSync, readSync } from 'node:fs';

const file = openSync(process.argv[2], 'r');
const buffer = Buffer.allocUnsafe(1 << 23);
let kept = 0;
let records = 0;
for (
  let read = readSync(file, buffer, kept, buffer.length - kept, null);
  read > 0;
  read = readSync(file, buffer, kept, buffer.length - kept, null)
) {
  const end = kept + read;
  let start = 0;
  for (let newline = buffer.indexOf(10); newline >= 0 && newline < end; newline = buffer.indexOf(10, start)) {
    JSON.parse(buffer.toString('utf8', start, newline));
    records++;
    start = newline + 1;
  }
  buffer.copyWithin(0, start, end);
  kept = end - start;
}
closeSync(file);
process.stdout.write(`${records}\n`);
