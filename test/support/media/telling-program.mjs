// Tells which of AWS's variables it has.
process.on('message', () => {
  const names = Object.keys(process.env).filter((name) => name.startsWith('AWS_'));
  process.send({ refused: names.join() });
});
process.send('ready');
