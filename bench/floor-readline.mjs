// The same work as floor-json.mjs as most programs would write it: a stream, node's readline, JSON.parse.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

let records = 0;
for await (const line of createInterface({
  input: createReadStream(process.argv[2]),
  crlfDelay: Number.POSITIVE_INFINITY,
})) {
  JSON.parse(line);
  records++;
}
process.stdout.write(`${records}\n`);
