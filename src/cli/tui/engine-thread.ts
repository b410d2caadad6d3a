import { parentPort, workerData } from 'node:worker_threads';
import { processIo } from '../io.ts';
import type { EngineSetup } from './engine-messages.ts';
import { serveEngine } from './engine-service.ts';

/** The engine's thread: the application draws and listens in another one. */
serveEngine(parentPort!, workerData as EngineSetup, processIo());
