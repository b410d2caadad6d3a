#!/usr/bin/env node
import { processIo } from '../dist/cli/io.js';
import { main } from '../dist/cli/main.js';

await main(processIo());
