/** The layers of the architecture, as rules: see docs/adr/0001-layout-and-layers.md. */
const layer = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: to },
});

export default {
  forbidden: [
    layer(
      'domain-is-pure',
      '^domain/',
      '(@aws-sdk|@smithy|@aws-lambda-powertools|aws-lambda|aws-cdk-lib|@middy)',
      'The domain knows nothing of AWS.',
    ),
    {
      name: 'domain-knows-contracts-only',
      severity: 'error',
      comment: 'The domain imports itself, the contracts, and of Node only crypto.',
      from: { path: '^domain/' },
      to: { pathNot: '^(domain/|contracts/|(node:)?crypto$)' },
    },
    {
      name: 'contracts-know-nobody',
      severity: 'error',
      comment: 'Both sides import the contracts, so the contracts import none of us.',
      from: { path: '^contracts/' },
      to: { path: '^(bin|domain|functions|lib|local|stores|tools|web)/' },
    },
    {
      name: 'stores-know-domain-and-contracts',
      severity: 'error',
      comment: 'Stores stand behind the interfaces of the domain.',
      from: { path: '^stores/' },
      to: { path: '^(bin|functions|lib|local|tools)/' },
    },
    {
      name: 'services-stay-apart',
      severity: 'error',
      comment: 'Services talk through queues, streams and the bus, never through imports.',
      from: { path: '^functions/([^/]+)/', pathNot: '^functions/middleware/' },
      to: { path: '^functions/', pathNot: '^functions/($1|middleware)/' },
    },
    {
      name: 'middleware-knows-no-service',
      severity: 'error',
      comment: 'What all services share can depend on none of them.',
      from: { path: '^functions/middleware/' },
      to: { path: '^functions/', pathNot: '^functions/middleware/' },
    },
    {
      name: 'functions-know-no-infrastructure',
      severity: 'error',
      comment: 'A handler runs wherever its environment variables point.',
      from: { path: '^functions/' },
      to: { path: '^(bin|lib|local|tools)/' },
    },
    {
      name: 'infrastructure-names-handlers-by-path',
      severity: 'error',
      comment: 'Synthesizing must never load a handler.',
      from: { path: '^(bin|lib)/' },
      to: { path: '^(functions|stores|local|tools)/' },
    },
    {
      name: 'nobody-imports-the-laptop',
      severity: 'error',
      comment: 'The laptop runtime runs what was synthesized; nothing may depend on it.',
      from: { path: '^(bin|contracts|domain|functions|lib|stores)/' },
      to: { path: '^local/' },
    },
    {
      name: 'pages-know-contracts-only',
      severity: 'error',
      comment: 'A page knows the backend by its API.',
      from: { path: '^web/' },
      to: { path: '^(bin|domain|functions|lib|local|stores|tools)/' },
    },
    { name: 'no-circles', severity: 'error', comment: 'Circles hide the layers.', from: {}, to: { circular: true } },
    {
      name: 'declared-dependencies-only',
      severity: 'error',
      comment: 'What is imported is in package.json.',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(cdk\\.out|dist|test)/' },
    parser: 'swc',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
