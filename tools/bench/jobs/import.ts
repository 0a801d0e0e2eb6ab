/** Imports a bundle and prints how many milliseconds that took. Run in a process of its own: an import is cold once. */
const [, , file = ''] = process.argv;
const startedAt = performance.now();
await import(file);
process.stdout.write(String(performance.now() - startedAt));
// Whatever the bundle has opened mustn't keep the process.
process.exit();
