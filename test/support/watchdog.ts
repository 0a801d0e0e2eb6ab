import { isMainThread } from 'node:worker_threads';

/**
 * Ends a file of tests that something keeps from ending, say a backend that nobody stopped, so that it fails and the
 * rest go on: Node.js's own limits end tests and not their processes.
 */
const limitMs = 600_000;

if (isMainThread) setTimeout(() => process.exit(1), limitMs).unref();
