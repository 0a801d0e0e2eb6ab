// A decoder that crashes: says that it can work, and dies of its first picture.
process.on('message', () => process.kill(process.pid, 'SIGSEGV'));
process.send('ready');
