// A decoder that never comes to an end.
process.on('message', () => {
  for (;;);
});
process.send('ready');
